import { organizationFrom } from './dmarc-discovery.ts';
import type { DnsAnswer, Resolve } from './dns-answer.ts';
import type { Lookup } from './dns-answer-schema.ts';
import { parseTags, repeatedTags, type Tag, type TextProblem } from './tag-list.ts';

/** A BIMI assertion record (draft-brand-indicators-for-message-identification section 4). */
export interface BimiRecord {
  text: string;
  /** `l`: where the logo is; empty when none is to be shown. */
  location: string;
  /** `a`: where the evidence (a mark certificate) is; empty without any. */
  authority: string;
  /** The domain says that it takes no part: both are empty. */
  declined: boolean;
  problems: readonly TextProblem[];
}

const VERSION = /^[ \t]*v[ \t]*=[ \t]*BIMI1[ \t]*(?:;|$)/;
const MAX_URL = 2048;

/** Null: the text is no assertion record, for the version does not lead it. */
export function parse(text: string): BimiRecord | null {
  if (!VERSION.test(text)) return null;
  const { tags, problems: unread } = parseTags(text);
  const problems: TextProblem[] = [...unread];
  for (const tag of repeatedTags(tags))
    problems.push(problem(tag, `The tag ${tag.name} stands more than once.`));
  const location = tags.find(({ name }) => name === 'l');
  const authority = tags.find(({ name }) => name === 'a');
  if (location === undefined) {
    problems.push({ start: 0, end: text.length, message: 'There is no l, the place of the logo.' });
  }
  if (location !== undefined && location.value !== '' && !isHttpsUrl(location.value)) {
    problems.push(problem(location, 'l must be an https URL.'));
  }
  if (authority !== undefined && authority.value !== '' && !isHttpsUrl(authority.value)) {
    problems.push(problem(authority, 'a must be an https URL.'));
  }
  if (location?.value === '' && authority !== undefined && authority.value !== '') {
    problems.push(problem(location, 'l is empty although evidence is named.'));
  }
  return {
    text,
    location: location?.value ?? '',
    authority: authority?.value ?? '',
    declined: location?.value === '' && (authority?.value ?? '') === '',
    problems: problems.sort((a, b) => a.start - b.start),
  };
}

/** Where the record of a domain stands, with the selector that counts when a message names none. */
export function assertionName(domain: string, selector = 'default'): string {
  return `${selector}._bimi.${domain}`;
}

/**
 * Asks for the record of the domain, then for its Organizational Domain's (section 7.2).
 * @param walk a DMARC tree walk with the goal `organization`
 */
export async function askAssertion(
  domain: string,
  walk: readonly Lookup<'TXT'>[],
  resolve: Resolve,
): Promise<Lookup<'TXT'>[]> {
  const lookups = [await ask(assertionName(domain), resolve)];
  const organization = organizationFrom(domain, walk);
  if (organization.state !== 'present' || organization.domain === domain) return lookups;
  if (assertionFrom(lookups).state !== 'absent') return lookups;
  return [...lookups, await ask(assertionName(organization.domain), resolve)];
}

export type Assertion =
  | { state: 'present'; name: string; records: readonly BimiRecord[] }
  | { state: 'absent' }
  | Extract<DnsAnswer, { state: 'unknown' }>;

/** The first name that has records. More than one of them is none (section 7.2). */
export function assertionFrom(lookups: readonly Lookup<'TXT'>[]): Assertion {
  for (const { name, answer } of lookups) {
    if (answer.state === 'unknown') return answer;
    const records = answer.state === 'present' ? answer.records.map(parse) : [];
    const found = records.filter((record) => record !== null);
    if (found.length > 0) return { state: 'present', name, records: found };
  }
  return { state: 'absent' };
}

async function ask(name: string, resolve: Resolve): Promise<Lookup<'TXT'>> {
  return { name, answer: await resolve(name, 'TXT') };
}

function isHttpsUrl(text: string): boolean {
  if (text.length > MAX_URL || !/^https:\/\//i.test(text) || !/^[\x21-\x7e]+$/.test(text)) return false;
  return URL.canParse(text);
}

function problem({ start, end }: Tag, message: string): TextProblem {
  return { start, end, message };
}
