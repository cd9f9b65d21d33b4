import { trimWsp } from './wsp.ts';

export type Policy = 'none' | 'quarantine' | 'reject';

export interface DmarcRecord {
  text: string;
  /** Undefined: the tag is left out. */
  p: Policy | 'invalid' | undefined;
  sp: Policy | 'invalid' | undefined;
  np: Policy | 'invalid' | undefined;
  adkim: 'r' | 's';
  aspf: 'r' | 's';
  psd: 'y' | 'n' | 'u';
  /** Test mode: a policy one level below the requested one shall be applied. */
  t: boolean;
  /** URIs as written, in their order. */
  rua: readonly string[];
  ruf: readonly string[];
  fo: readonly string[];
  /** What a receiver discards, one sentence each. */
  problems: readonly string[];
}

const VERSION = /^v[ \t]*=[ \t]*DMARC1[ \t]*(?=;|$)/;
const VERSION_NAME = /^v/i;
const POLICIES: readonly string[] = ['none', 'quarantine', 'reject'] satisfies Policy[];
const MAX_URIS = 50;

/**
 * Reads a DMARC policy record (RFC 9989 sections 4.7, 4.8). Null: the text is none, for `v=DMARC1` does not lead it.
 * Faults in the rest do not spoil it: they are told as problems and the defaults stand.
 */
export function parse(text: string): DmarcRecord | null {
  const trimmed = trimWsp(text);
  // Tag names of DMARC are case-insensitive ABNF strings, the version's value is not.
  if (!VERSION.test(trimmed.replace(VERSION_NAME, 'v'))) return null;
  const problems: string[] = [];
  const tags = readTags(trimmed, problems);
  const oneOf = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const value = tags.get(name)?.toLowerCase();
    if (value === undefined) return fallback;
    const known = allowed.find((each) => each === value);
    if (known === undefined) problems.push(`${name} must be one of ${allowed.join(', ')}.`);
    return known ?? fallback;
  };
  const policy = (name: string): Policy | 'invalid' | undefined => {
    const value = tags.get(name)?.toLowerCase();
    if (value === undefined) return undefined;
    if (isPolicy(value)) return value;
    problems.push(`${name} must be one of ${POLICIES.join(', ')}.`);
    return 'invalid';
  };
  return {
    text,
    p: policy('p'),
    sp: policy('sp'),
    np: policy('np'),
    adkim: oneOf('adkim', ['r', 's'], 'r'),
    aspf: oneOf('aspf', ['r', 's'], 'r'),
    psd: oneOf('psd', ['y', 'n', 'u'], 'u'),
    t: oneOf('t', ['y', 'n'], 'n') === 'y',
    rua: uris('rua', tags, problems),
    ruf: uris('ruf', tags, problems),
    fo: failureOptions(tags, problems),
    problems,
  };
}

/** Is there an address that aggregate reports can go to? */
export function reportsTo(record: DmarcRecord): boolean {
  return record.rua.some(isReportUri);
}

/** The mailbox of a `mailto:` URI, its obsolete size limit cut off; null when it is none. */
export function mailbox(uri: string): string | null {
  const written = /^mailto:([^!?]+)/i.exec(uri)?.[1] ?? '';
  const address = written.replace(/%([2-7][0-9a-f])/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return /^[^\s@<>"]{1,64}@[^\s@<>"]{1,253}$/.test(address) ? address : null;
}

function readTags(text: string, problems: string[]): Map<string, string> {
  const tags = new Map<string, string>();
  for (const part of text.split(';').slice(1).map(trimWsp)) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = trimWsp(part.slice(0, Math.max(equals, 0))).toLowerCase();
    if (!/^[a-z]+$/.test(name)) {
      problems.push(`"${part.slice(0, 40)}" is no tag.`);
      continue;
    }
    if (tags.has(name) || name === 'v') problems.push(`The tag ${name} stands more than once.`);
    else tags.set(name, trimWsp(part.slice(equals + 1)));
  }
  return tags;
}

function uris(name: string, tags: Map<string, string>, problems: string[]): string[] {
  const value = tags.get(name);
  if (value === undefined) return [];
  const list = value.split(',', MAX_URIS).map(trimWsp);
  if (!list.every(isReportUri)) problems.push(`${name} has something that is no report URI.`);
  return list.filter((uri) => uri !== '');
}

function isReportUri(uri: string): boolean {
  if (/^mailto:/i.test(uri)) return mailbox(uri) !== null;
  return /^[a-z][a-z0-9+.-]*:[\x21\x23-\x3b\x3d\x3f-\x7e]+$/i.test(uri);
}

function failureOptions(tags: Map<string, string>, problems: string[]): string[] {
  const value = tags.get('fo');
  if (value === undefined) return ['0'];
  const options = value.toLowerCase().split(':').map(trimWsp);
  const known = options.filter((option) => ['0', '1', 'd', 's'].includes(option));
  if (known.length !== options.length) problems.push('fo must be made of 0, 1, d and s.');
  return known.length === 0 ? ['0'] : known;
}

function isPolicy(value: string): value is Policy {
  return POLICIES.includes(value);
}
