import { type DmarcRecord, type Policy, parse, reportsTo } from './dmarc-record.ts';
import type { DnsAnswer, Resolve } from './dns-answer.ts';
import type { Lookup } from './dns-answer-schema.ts';

/** The names that a DNS Tree Walk asks from a domain on: at most eight (RFC 9989 section 4.10). */
export function walk(domain: string): string[] {
  const labels = domain.split('.');
  const rest = labels.length >= 8 ? labels.slice(-7) : labels.slice(1);
  return [domain, ...rest.map((_, index) => rest.slice(index).join('.'))].map((name) => `_dmarc.${name}`);
}

/** `policy`: a record at the domain itself ends the walk. `organization`: it goes on to the top, or to a psd tag. */
export type Goal = 'policy' | 'organization';

/** The name to ask next, null when the walk is over. Pure, so that a stored walk can be told to be complete. */
export function nextName(domain: string, lookups: readonly Lookup<'TXT'>[], goal: Goal): string | null {
  const last = lookups.at(-1);
  if (last !== undefined) {
    if (last.answer.state === 'unknown') return null;
    const record = recordAt(last);
    if (record !== null && (record.psd !== 'u' || (goal === 'policy' && lookups.length === 1))) return null;
  }
  return walk(domain)[lookups.length] ?? null;
}

/** Asks the questions of a walk. The answers suffice for `policyFrom` and, with that goal, `organizationFrom`. */
export async function treeWalk(domain: string, resolve: Resolve, goal: Goal): Promise<Lookup<'TXT'>[]> {
  const lookups: Lookup<'TXT'>[] = [];
  for (;;) {
    const name = nextName(domain, lookups, goal);
    if (name === null) return lookups;
    lookups.push({ name, answer: await resolve(name, 'TXT') });
  }
}

type Unanswered = Extract<DnsAnswer, { state: 'unknown' }>;
/** Names at which several records stand, all of which are discarded. */
type Discarded = readonly { name: string; records: readonly string[] }[];

export type PolicyDiscovery =
  | {
      state: 'present';
      /** The domain whose record applies: the Author Domain or one above it. */
      domain: string;
      inherited: boolean;
      record: DmarcRecord;
      discarded: Discarded;
    }
  | { state: 'absent'; discarded: Discarded }
  | Unanswered;

/** The record that applies to mail from the domain (RFC 9989 section 4.10.1). */
export function policyFrom(domain: string, lookups: readonly Lookup<'TXT'>[]): PolicyDiscovery {
  const discarded = lookups
    .map(({ name, answer }) => ({ name, records: recordTexts(answer) }))
    .filter(({ records }) => records.length > 1);
  const found = recordsOf(lookups);
  const own = found.find((each) => each.domain === domain);
  if (own !== undefined) return { state: 'present', ...own, inherited: false, discarded };
  const unanswered = unansweredIn(lookups);
  if (unanswered !== null) return unanswered;
  const organization = organizationOf(domain, found);
  const inherited =
    found.find((each) => each.domain === organization) ?? found.find(({ record }) => record.psd === 'y');
  if (inherited === undefined) return { state: 'absent', discarded };
  return { state: 'present', ...inherited, inherited: true, discarded };
}

/** The Organizational Domain (RFC 9989 section 4.10.2). */
export function organizationFrom(
  domain: string,
  lookups: readonly Lookup<'TXT'>[],
): { state: 'present'; domain: string } | Unanswered {
  const unanswered = unansweredIn(lookups);
  if (unanswered !== null) return unanswered;
  return { state: 'present', domain: organizationOf(domain, recordsOf(lookups)) };
}

/** Finds the DMARC policy record that applies to mail from a domain. */
export async function discover(authorDomain: string, resolve: Resolve): Promise<PolicyDiscovery> {
  return policyFrom(authorDomain, await treeWalk(authorDomain, resolve, 'policy'));
}

export interface RequestedPolicies {
  p: Policy;
  sp: Policy;
  np: Policy;
}

/** What the record asks for once its faults are dealt with; null: it is not to be applied (section 4.10.1). */
export function requested(record: DmarcRecord): RequestedPolicies | null {
  // A record without `p` reads as if it had `p=none` (section 4.7); one with a false value is another matter.
  const { p = 'none', sp, np } = record;
  if (p === 'invalid' || sp === 'invalid' || np === 'invalid') {
    return reportsTo(record) ? { p: 'none', sp: 'none', np: 'none' } : null;
  }
  return { p, sp: sp ?? p, np: np ?? sp ?? p };
}

type Found = { domain: string; record: DmarcRecord };

function recordsOf(lookups: readonly Lookup<'TXT'>[]): Found[] {
  return lookups.flatMap((lookup) => {
    const record = recordAt(lookup);
    return record === null ? [] : [{ domain: lookup.name.slice('_dmarc.'.length), record }];
  });
}

function recordAt({ answer }: Lookup<'TXT'>): DmarcRecord | null {
  const texts = recordTexts(answer);
  return texts.length === 1 ? parse(texts[0] ?? '') : null;
}

function recordTexts(answer: DnsAnswer<string>): string[] {
  return answer.state === 'present' ? answer.records.filter((text) => parse(text) !== null) : [];
}

function unansweredIn(lookups: readonly Lookup<'TXT'>[]): Unanswered | null {
  for (const { answer } of lookups) if (answer.state === 'unknown') return answer;
  return null;
}

/** `found` from the longest name to the shortest. */
function organizationOf(domain: string, found: readonly Found[]): string {
  for (const each of found) {
    if (each.record.psd === 'n') return each.domain;
    if (each.record.psd === 'y' && each.domain !== domain) return oneBelow(each.domain, domain);
  }
  return found.at(-1)?.domain ?? domain;
}

function oneBelow(suffix: string, domain: string): string {
  const depth = suffix.split('.').length + 1;
  return domain.split('.').slice(-depth).join('.');
}
