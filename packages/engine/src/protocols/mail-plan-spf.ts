import type { MailFacts, UnorderedStep } from './mail-plan-step.ts';
import type { MailProvider } from './mail-providers.ts';
import { effectiveTerms, mechanismKey } from './spf-lint.ts';
import { type Mechanism, parse, type Term } from './spf-record.ts';
import { SPF_LIMITS, type SpfTree, type SpfTreeTerm } from './spf-tree.ts';
import { treeFaults } from './spf-tree-text.ts';

export interface SpfPlan {
  steps: readonly UnorderedStep[];
  lookups: { now: number | null; after: number | null };
}

/** Addresses that one term is written out to; more are better left to the DNS. */
const MAX_WRITTEN_OUT = 4;

/**
 * The record that lets the same senders send, with a last word, and within the limits where that can be had by writing
 * out the domain's own hosts.
 */
export function planSpf({ domain, mx, spf, providers }: MailFacts): SpfPlan {
  switch (spf.state) {
    case 'record':
      return planRecord(domain, spf);
    case 'none':
      return { steps: [firstRecord(domain, mx, providers)], lookups: { now: null, after: null } };
    case 'several':
    case 'malformed':
      return { steps: [repair(spf.state)], lookups: { now: null, after: null } };
    default:
      return { steps: [], lookups: { now: null, after: null } };
  }
}

function firstRecord(domain: string, mx: MailFacts['mx'], providers: readonly MailProvider[]): UnorderedStep {
  const includes = providers.flatMap(({ spf: [name] }) => (name === undefined ? [] : [`include:${name}`]));
  const value = [
    'v=spf1',
    ...(mx === 'some' && includes.length === 0 ? ['mx'] : []),
    ...includes,
    '~all',
  ].join(' ');
  return {
    kind: 'spf',
    record: mx === 'unknown' ? null : { name: domain, type: 'TXT', value },
    why: 'There is no SPF record: receivers cannot tell genuine mail by where it comes from.',
    condition: 'The list has every service that sends in the name of the domain; add those that are missing.',
  };
}

function repair(state: 'several' | 'malformed'): UnorderedStep {
  const why =
    state === 'several'
      ? 'Several SPF records stand side by side, so that none counts.'
      : 'The SPF record has faults, so that it counts for nothing.';
  const condition =
    'Merge the terms of all of them into one record, each written as RFC 7208 has it, with "~all" at its end.';
  return { kind: 'spf', record: null, why, condition };
}

function planRecord(domain: string, tree: SpfTree): SpfPlan {
  const now = tree.complete ? tree.lookups : null;
  const { terms } = parse(tree.record ?? '');
  const kept = withoutRepetition(effectiveTerms(terms).filter(({ name }) => name !== 'all'));
  const saved = tree.lookups > SPF_LIMITS.lookups ? writtenOut(kept, tree) : new Map<Term, string[]>();
  const words = kept.flatMap((term) => saved.get(term) ?? [term.text]);
  const value = inOrder(words, kept, terms);
  const after = now === null ? null : now - lookupsOfRepeated(terms, kept, tree) - saved.size;
  const reasons = reasonsFor(terms, kept, saved.size);
  const steps: UnorderedStep[] = [];
  if (reasons.length > 0) {
    steps.push({
      kind: 'spf',
      record: { name: domain, type: 'TXT', value },
      why: `The same senders, ${reasons.join('; ')}.`,
      condition: conditionOf(reasons),
    });
  }
  for (const { text, problem } of treeFaults(tree)) {
    steps.push({
      kind: 'spf',
      record: null,
      why: `${text}: ${problem}.`,
      condition:
        'Take the term out if the service no longer sends for the domain; else have the record that it leads to repaired.',
    });
  }
  if (after !== null && after > SPF_LIMITS.lookups) {
    steps.push({
      kind: 'spf',
      record: null,
      why: `${after} look-ups are more than ten, so that receivers give up on the record.`,
      condition:
        'Take out services that no longer send, or let one of the large ones send from a subdomain with a record of its own.',
    });
  }
  return { steps, lookups: { now, after } };
}

function withoutRepetition(terms: readonly Term[]): Term[] {
  const seen = new Set<string>();
  return terms.filter((term) => {
    if (term.kind === 'modifier') return true;
    const key = mechanismKey(term);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** Mechanisms, then the last word, then modifiers. */
function inOrder(words: readonly string[], kept: readonly Term[], terms: readonly Term[]): string {
  const modifiers = kept.filter(({ kind }) => kind === 'modifier').map(({ text }) => text);
  const mechanisms = words.filter((word) => !modifiers.includes(word));
  const all = terms.find((term): term is Mechanism & { name: 'all' } => term.name === 'all');
  const isRedirected = all === undefined && kept.some(({ name }) => name === 'redirect');
  // A stricter word than "~all" could stop a sender that nobody has named yet.
  const last = isRedirected ? [] : [all?.qualifier === '-' ? '-all' : '~all'];
  return ['v=spf1', ...mechanisms, ...last, ...modifiers].join(' ');
}

/** Hosts of the domain's own whose addresses are known, in the place of terms that ask for them. */
function writtenOut(kept: readonly Term[], tree: SpfTree): Map<Term, string[]> {
  const replaced = new Map<Term, string[]>();
  for (const term of kept) {
    if (term.kind !== 'mechanism' || (term.name !== 'a' && term.name !== 'mx')) continue;
    if (term.prefix4 !== 32 || term.prefix6 !== 128) continue;
    const found = termOf(tree, term);
    const addresses = found?.addresses ?? null;
    if (addresses === null || addresses.length === 0 || addresses.length > MAX_WRITTEN_OUT) continue;
    if (found?.target === null || !isOwn(found?.target ?? '', tree.domain ?? '')) continue;
    const qualifier = term.qualifier === '+' ? '' : term.qualifier;
    replaced.set(
      term,
      addresses.map((address) => `${qualifier}${address.includes(':') ? 'ip6' : 'ip4'}:${address}`),
    );
  }
  return replaced;
}

function termOf(tree: SpfTree, { position }: Term): SpfTreeTerm | undefined {
  return tree.terms.find(({ start }) => start === position);
}

function isOwn(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

function lookupsOfRepeated(terms: readonly Term[], kept: readonly Term[], tree: SpfTree): number {
  let saved = 0;
  for (const term of effectiveTerms(terms)) {
    const found = kept.includes(term) ? undefined : termOf(tree, term);
    if (found !== undefined) saved += 1 + (found.node?.lookups ?? 0);
  }
  return saved;
}

const CLOSED = 'and a last word against all others';
const WRITTEN_OUT = 'own servers named by their addresses';

function reasonsFor(terms: readonly Term[], kept: readonly Term[], saved: number): string[] {
  const all = terms.find(({ name }) => name === 'all');
  const isOpen =
    all === undefined ? !kept.some(({ name }) => name === 'redirect') : /^[+?]?all/i.test(all.text);
  const isLess = terms.some((term) => term.name !== 'all' && !kept.includes(term));
  return [
    ...(isOpen ? [CLOSED] : []),
    ...(isLess ? ['without terms that do nothing'] : []),
    ...(saved > 0 ? [WRITTEN_OUT] : []),
  ];
}

function conditionOf(reasons: readonly string[]): string | null {
  const conditions = [
    ...(reasons.includes(CLOSED)
      ? ['Every service that sends in the name of the domain is in the list.']
      : []),
    ...(reasons.includes(WRITTEN_OUT)
      ? ['Whoever changes the addresses of the servers changes the record too.']
      : []),
  ];
  return conditions.length === 0 ? null : conditions.join(' ');
}
