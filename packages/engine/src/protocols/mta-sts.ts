import { isHostname } from './domain-name.ts';
import { problemAt, readFields, type TextProblem } from './field-list.ts';
import { trimWsp } from './wsp.ts';

/** Seconds (RFC 8461 section 3.2): a year and a day at most. */
const MAX_AGE = 31_557_600;
const MAX_LINES = 1_000;
const MAX_PATTERNS = 500;
const MAX_PROBLEMS = 20;
const PREFIX = 'v=STSv1;';
/** Someone meant the record and missed its form. */
const NEARLY = /^[\s"']{0,4}v\s{0,4}=\s{0,4}STS/i;
const EXTENSION_VALUE = /^[\x21-\x3a\x3c\x3e-\x7e]+$/;

export interface MtaStsRecord {
  text: string;
  /** Null when there is none that can be read. */
  id: string | null;
  /** With any, senders act as if there were no policy (RFC 8461 section 3.1). */
  problems: readonly TextProblem[];
}

/** The TXT records at `_mta-sts`, as a sender reads them. */
export type MtaStsSelection =
  | { state: 'absent' }
  | { state: 'several'; texts: readonly string[] }
  | { state: 'present'; record: MtaStsRecord };

export type MtaStsMode = 'enforce' | 'testing' | 'none';

export interface MtaStsPolicy {
  /** Null: missing or malformed. */
  mode: MtaStsMode | null;
  /** Seconds; null: missing or malformed. */
  maxAge: number | null;
  /** Patterns as written, lower case, the malformed left out. */
  mx: readonly string[];
  /** With any, senders cannot use the policy. */
  problems: readonly TextProblem[];
}

/** The one record that counts (RFC 8461 section 3.1). A text that only resembles one is told with what is wrong. */
export function selectMtaSts(texts: readonly string[]): MtaStsSelection {
  const records = texts.filter((text) => text.startsWith(PREFIX));
  const [only] = records;
  if (records.length > 1) return { state: 'several', texts: records };
  if (only !== undefined) return { state: 'present', record: parseMtaStsRecord(only) };
  const nearly = texts.find((text) => NEARLY.test(text));
  return nearly === undefined ? { state: 'absent' } : { state: 'present', record: parseMtaStsRecord(nearly) };
}

/** Reads a record such as `v=STSv1; id=20260101T000000;`. Never throws. */
export function parseMtaStsRecord(text: string): MtaStsRecord {
  if (!text.startsWith(PREFIX)) {
    return { text, id: null, problems: [problemAt(0, text, `The record must begin with "${PREFIX}".`)] };
  }
  const { fields, problems } = readFields(text);
  const id = fields.find(({ name }) => name === 'id');
  if (id === undefined) problems.push(problemAt(0, text, 'The id is missing.'));
  else if (!/^[A-Za-z0-9]{1,32}$/.test(id.value)) {
    problems.push(
      problemAt(id.position, `id=${id.value}`, 'The id must be made of 1 to 32 letters and digits.'),
    );
  }
  for (const { name, value, position } of fields) {
    if (name === 'v' || name === 'id' || EXTENSION_VALUE.test(value)) continue;
    problems.push(
      problemAt(position, `${name}=${value}`, 'The value has characters that may not stand there.'),
    );
  }
  return { text, id: id !== undefined && problems.length === 0 ? id.value : null, problems };
}

/** Reads a policy file (RFC 8461 section 3.2): lines of `key: value`, ended by CRLF or LF. Never throws. */
export function parseMtaStsPolicy(text: string): MtaStsPolicy {
  const problems: TextProblem[] = [];
  const values = new Map<string, string>();
  const mx: string[] = [];
  let position = 0;
  for (const line of text.split('\n', MAX_LINES)) {
    const start = position;
    position += line.length + 1;
    // A line that is empty changes nothing; senders pass over it.
    const content = trimWsp(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (content === '') continue;
    const [key, value] = keyAndValue(content);
    if (key === null) problems.push(problemAt(start, content, 'The line is no "key: value".'));
    else if (key === 'mx') addPattern(value, start);
    // Of keys that stand more than once the first counts.
    else if (!values.has(key)) values.set(key, value);
    if (problems.length >= MAX_PROBLEMS) break;
  }
  function addPattern(written: string, start: number): void {
    const pattern = written.toLowerCase();
    if (!isPattern(pattern)) {
      problems.push(problemAt(start, written, 'mx must be a host name, or "*." and a host name.'));
    } else if (mx.length < MAX_PATTERNS) mx.push(pattern);
  }
  const mode = modeOf(values.get('mode'));
  const maxAge = maxAgeOf(values.get('max_age'));
  const complain = (key: string, message: string) =>
    problems.push(problemAt(0, values.get(key) ?? '', values.has(key) ? message : `${key} is missing.`));
  if (values.get('version') !== 'STSv1') complain('version', 'version must be STSv1.');
  if (mode === null) complain('mode', 'mode must be enforce, testing or none.');
  if (maxAge === null) complain('max_age', `max_age must be a number of seconds up to ${MAX_AGE}.`);
  if (mx.length === 0 && mode !== 'none') problems.push(problemAt(0, '', 'No mail exchanger is named (mx).'));
  return { mode, maxAge, mx, problems };
}

/** Does a pattern of the policy take in the exchanger? A wildcard stands for one label, the left-most (section 4.1). */
export function matchesMx(patterns: readonly string[], exchange: string): boolean {
  const host = exchange.toLowerCase().replace(/\.$/, '');
  const dot = host.indexOf('.');
  const wildcard = dot > 0 ? `*${host.slice(dot)}` : null;
  return patterns.some((pattern) => pattern === host || pattern === wildcard);
}

function keyAndValue(line: string): [key: string | null, value: string] {
  const colon = line.indexOf(':');
  const key = line.slice(0, Math.max(colon, 0));
  return /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/.test(key) ? [key, trimWsp(line.slice(colon + 1))] : [null, ''];
}

function isPattern(text: string): boolean {
  return isHostname(text.startsWith('*.') ? text.slice(2) : text);
}

function modeOf(text: string | undefined): MtaStsMode | null {
  return text === 'enforce' || text === 'testing' || text === 'none' ? text : null;
}

function maxAgeOf(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return null;
  const seconds = Number(text);
  return seconds <= MAX_AGE ? seconds : null;
}
