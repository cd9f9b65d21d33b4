import type { CaaRecord, DnsAnswer } from './dns-answer.ts';
import type { Lookup } from './dns-answer-schema.ts';
import { parentNames } from './domain-name.ts';
import { trimWsp } from './wsp.ts';

/** Who may issue for a name: the records that apply, and the name at which they stand. */
export type RelevantCaaSet =
  | { state: 'present'; name: string; records: readonly CaaRecord[] }
  | { state: 'absent' }
  | Extract<DnsAnswer, { state: 'unknown' }>;

/** The names that an issuer asks for CAA records, nearest first, without the root (RFC 8659 section 3). */
export function climb(name: string): string[] {
  return [name, ...parentNames(name)];
}

/** Does the climb end with this answer? With records it does, and with an unknown: what lies above cannot tell. */
export function endsClimb(answer: DnsAnswer<CaaRecord>): boolean {
  return answer.state !== 'absent';
}

/** The set that applies to the name that the climb began at. `lookups`: the answers in the order of the climb. */
export function relevantSet(lookups: readonly Lookup<'CAA'>[]): RelevantCaaSet {
  for (const { name, answer } of lookups) {
    if (answer.state === 'unknown') return answer;
    if (answer.state === 'present') return { state: 'present', name, records: answer.records };
  }
  return { state: 'absent' };
}

export interface IssuerValue {
  /** Null: no issuer at all, so that the property forbids. */
  issuer: string | null;
  parameters: readonly { tag: string; value: string }[];
}

const LABEL = /^[a-z0-9](?:-*[a-z0-9])*$/i;
const PARAMETER_VALUE = /^[\x21-\x3a\x3c-\x7e]*$/;
const METHODS = /^(?:[a-z0-9-]+(?:,[a-z0-9-]+)*)?$/i;
/** RFC 8657 section 3 and 4: each may stand once, or no request satisfies the property. */
const ONCE = ['accounturi', 'validationmethods'];

/** Reads the value of `issue`, `issuewild` and `issuemail` (RFC 8659 section 4.2); null when it is malformed. */
export function parseIssuer(value: string): IssuerValue | null {
  const [head = '', ...rest] = value.split(';').map(trimWsp);
  if (head !== '' && !head.split('.').every((label) => LABEL.test(label))) return null;
  const issuer = head === '' ? null : head.toLowerCase();
  if (rest.length === 0 || (rest.length === 1 && rest[0] === '')) return { issuer, parameters: [] };
  const parameters: { tag: string; value: string }[] = [];
  for (const text of rest) {
    const equals = text.indexOf('=');
    const tag = trimWsp(text.slice(0, Math.max(equals, 0)));
    const parameter = trimWsp(text.slice(equals + 1));
    if (!LABEL.test(tag) || !PARAMETER_VALUE.test(parameter)) return null;
    parameters.push({ tag: tag.toLowerCase(), value: parameter });
  }
  return { issuer, parameters };
}

/** What is wrong with a record, one sentence each. Unknown tags are no fault unless marked critical. */
export function problemsOf(record: CaaRecord): string[] {
  const tag = record.tag.toLowerCase();
  if (!/^[a-z0-9]{1,255}$/.test(tag)) return ['The tag is not made of letters and digits.'];
  if (tag === 'issue' || tag === 'issuewild' || tag === 'issuemail') return issuerProblems(record.value);
  if (tag === 'iodef') return isReportUrl(record.value) ? [] : ['iodef is no mailto:, http: or https: URL.'];
  if (tag === 'contactemail')
    return /^[^@\s]+@[^@\s]+$/.test(record.value) ? [] : [`${tag} is empty or no mail address.`];
  if (tag === 'contactphone') {
    return /^\+[0-9][0-9().-]{3,}$/.test(record.value.replaceAll(' ', ''))
      ? []
      : [`${tag} is empty or no phone number.`];
  }
  return isUnknownCritical(record)
    ? [`The unknown tag "${tag}" is critical, so that no issuer may issue.`]
    : [];
}

const KNOWN = ['issue', 'issuewild', 'issuemail', 'iodef', 'contactemail', 'contactphone'];

/** Whoever does not know the property must not issue (RFC 8659 section 4.1). */
export function isUnknownCritical({ critical, tag }: CaaRecord): boolean {
  return critical && !KNOWN.includes(tag.toLowerCase());
}

function issuerProblems(value: string): string[] {
  const parsed = parseIssuer(value);
  if (parsed === null)
    return ['The value is no issuer domain name with parameters, so that it forbids every issuer.'];
  const problems: string[] = [];
  for (const tag of ONCE) {
    const values = parsed.parameters.filter((parameter) => parameter.tag === tag).map(({ value }) => value);
    if (values.length > 1) problems.push(`${tag} stands more than once, so that no request satisfies it.`);
    else if (values.length === 1 && !isParameter(tag, values[0] ?? '')) {
      problems.push(`${tag} is malformed, so that no request satisfies it.`);
    }
  }
  return problems;
}

function isParameter(tag: string, value: string): boolean {
  return tag === 'accounturi' ? /^[a-z][a-z0-9+.-]*:.+$/i.test(value) : METHODS.test(value);
}

function isReportUrl(value: string): boolean {
  if (!/^(?:mailto:|https?:\/\/)[\x21-\x7e]+$/i.test(value)) return false;
  return !/^mailto:/i.test(value) || /^mailto:[^@]+@[^@]+$/i.test(value);
}
