import { sharedNetworkIn } from './spf-networks.ts';
import { type Mechanism, parse, type Term } from './spf-record.ts';

export type SpfIssueCode =
  /** A permerror: the record counts for nothing (RFC 7208 section 4.6). */
  | 'syntax'
  /** Anyone passes, or no statement is made about those who are not listed (sections 5.1, 4.7). */
  | 'allow-all'
  | 'neutral-all'
  | 'missing-all'
  /** Never looked at (sections 5.1, 6.1). */
  | 'after-all'
  | 'duplicate'
  /** Not to be used any more (section 5.5). */
  | 'ptr'
  /** More than fits in a small DNS answer (section 3.4). */
  | 'too-long'
  | 'broad-network'
  | 'shared-network'
  /** More look-ups in this record alone than in all are allowed (section 4.6.4). */
  | 'too-many-lookups';

export interface SpfIssue {
  code: SpfIssueCode;
  /** Indices in the record; `end` is exclusive. */
  start: number;
  end: number;
  /** The term, at most 80 characters of it. */
  text: string;
  message: string;
}

export interface SpfLint {
  terms: readonly Term[];
  /** Terms of this record that ask the DNS. */
  lookups: number;
  issues: readonly SpfIssue[];
}

/** RFC 7208 section 3.4: 450 octets of text leave room for the rest of a 512-octet answer. */
const MAX_LENGTH = 450;
const MAX_LOOKUPS = 10;
const MAX_ISSUES = 50;
/** A network wider than these is more than one organization's. */
const WIDEST = { ip4: 16, ip6: 32 } as const;
const ASKS: readonly Term['name'][] = ['include', 'a', 'mx', 'ptr', 'exists', 'redirect'];

/** Does evaluating the term ask the DNS, so that it counts (RFC 7208 section 4.6.4)? */
export function asksDns(term: Term): boolean {
  return ASKS.includes(term.name);
}

/** The terms of a record that can matter: mechanisms up to `all`, a redirect only without one (sections 5.1, 6.1). */
export function effectiveTerms(terms: readonly Term[]): Term[] {
  const all = terms.findIndex(({ name }) => name === 'all');
  if (all < 0) return [...terms];
  return terms.filter((term, index) => (term.kind === 'mechanism' ? index <= all : term.name !== 'redirect'));
}

/** What one record says and what is amiss with it, each with its place. It asks nothing: the tree does. */
export function lint(record: string): SpfLint {
  const { terms, problems } = parse(record);
  const effective = effectiveTerms(terms);
  const lookups = effective.filter(asksDns).length;
  const issues: SpfIssue[] = [
    ...problems.map(({ position, text, message }) => ({
      code: 'syntax' as const,
      start: position,
      end: termEnd(record, position),
      text,
      message,
    })),
    ...lastWord(record, terms),
    ...terms.filter((term) => !effective.includes(term)).map((term) => issue('after-all', term)),
    ...duplicates(effective),
    ...effective.flatMap((term) => (term.kind === 'mechanism' ? aboutMechanism(term) : [])),
  ];
  if (lookups > MAX_LOOKUPS) issues.push(whole(record, 'too-many-lookups', `${lookups} terms ask the DNS.`));
  const octets = new TextEncoder().encode(record).length;
  if (octets > MAX_LENGTH) issues.push(whole(record, 'too-long', `The record has ${octets} octets.`));
  return { terms, lookups, issues: issues.slice(0, MAX_ISSUES).sort((a, b) => a.start - b.start) };
}

const MESSAGES = {
  'allow-all': 'Anyone may send.',
  'neutral-all': 'Nothing is said about other senders.',
  'after-all': 'This is never looked at, for "all" decides.',
  duplicate: 'The same stands further to the left.',
  ptr: 'The mechanism "ptr" is slow, unsure and not to be used.',
} as const;

function issue(code: keyof typeof MESSAGES, term: Term): SpfIssue {
  return at(code, term, MESSAGES[code]);
}

function at(code: SpfIssueCode, { position, text }: Term, message: string): SpfIssue {
  return { code, start: position, end: position + text.length, text: text.slice(0, 80), message };
}

function whole(record: string, code: SpfIssueCode, message: string): SpfIssue {
  return { code, start: 0, end: record.length, text: record.slice(0, 80), message };
}

function lastWord(record: string, terms: readonly Term[]): SpfIssue[] {
  const all = terms.find(({ name }) => name === 'all');
  if (all?.kind === 'mechanism') {
    if (all.qualifier === '+') return [issue('allow-all', all)];
    return all.qualifier === '?' ? [issue('neutral-all', all)] : [];
  }
  if (terms.some(({ name }) => name === 'redirect')) return [];
  return [whole(record, 'missing-all', 'Nothing is said about other senders: there is no "all" at the end.')];
}

function duplicates(terms: readonly Term[]): SpfIssue[] {
  const seen = new Set<string>();
  const found: SpfIssue[] = [];
  for (const term of terms) {
    if (term.kind !== 'mechanism') continue;
    const key = mechanismKey(term);
    if (seen.has(key)) found.push(issue('duplicate', term));
    seen.add(key);
  }
  return found;
}

/** The same for mechanisms that match the same senders, so that only the first of them counts. */
export function mechanismKey(term: Mechanism): string {
  if (term.name === 'ip4' || term.name === 'ip6') return `${term.name}:${term.network}`;
  return term.text.toLowerCase().replace(/^[+\-~?]/, '');
}

function aboutMechanism(term: Mechanism): SpfIssue[] {
  if (term.name === 'ptr') return [issue('ptr', term)];
  if (term.qualifier !== '+' || (term.name !== 'ip4' && term.name !== 'ip6')) return [];
  const bits = Number(term.network.split('/')[1]);
  if (bits === 0) return [issue('allow-all', term)];
  const shared = sharedNetworkIn(term.network);
  if (bits < WIDEST[term.name]) {
    return [at('broad-network', term, `A /${bits} is wider than any one sender's network.`)];
  }
  if (shared === null) return [];
  return [at('shared-network', term, `${shared.prefix} is shared by all customers of ${shared.provider}.`)];
}

function termEnd(record: string, start: number): number {
  const space = record.indexOf(' ', start);
  return space < 0 ? record.length : space;
}
