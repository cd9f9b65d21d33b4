import type { DnsAnswer, DnsRecords, DnsUnknownReason, Resolve } from './dns-answer.ts';
import type { Lookup } from './dns-answer-schema.ts';
import { asksDns, effectiveTerms } from './spf-lint.ts';
import type { MacroPart } from './spf-macro.ts';
import { parse, selectRecords, type Term } from './spf-record.ts';

/** RFC 7208 section 4.6.4. */
export const SPF_LIMITS = { lookups: 10, voidLookups: 2, exchanges: 10 } as const;

/** One term that asks the DNS, as it counts when nothing to its left matches. */
export interface SpfTreeTerm {
  /** As written, with its place in the record of the node. */
  text: string;
  start: number;
  end: number;
  name: Term['name'];
  /** The name that is asked for; null when it depends on the message. */
  target: string | null;
  /** It finds nothing; null: not known, or it depends on the message. */
  void: boolean | null;
  /** What it comes to for every message, `permerror` above all. */
  problem: string | null;
  /** Of `a` and `mx` in the first record, when all of them are known. */
  addresses: readonly string[] | null;
  /** The record that an include or a redirect leads to. */
  node: SpfTreeNode | null;
}

export type SpfNodeState =
  | 'record'
  /** Nothing there, several records, or one with faults: a permerror for who leads here. */
  | 'none'
  | 'several'
  | 'malformed'
  /** It stands above in the tree already. */
  | 'loop'
  /** The name is made of the message's own. */
  | 'depends'
  /** Not expanded: the limits are passed long before. */
  | 'beyond'
  | 'unknown';

export interface SpfTreeNode {
  domain: string | null;
  state: SpfNodeState;
  /** Why it is unknown. */
  reason: DnsUnknownReason | null;
  record: string | null;
  terms: readonly SpfTreeTerm[];
  /** Of this record and all below it. */
  lookups: number;
  voidLookups: number;
}

export interface SpfTree extends SpfTreeNode {
  /** Every count is final: nothing is unknown, and nothing hangs on the message. */
  complete: boolean;
}

type AskedType = 'TXT' | 'MX' | 'A' | 'AAAA';
/** What was asked for a tree, so that it can be put together again. */
export type SpfAnswers = { [T in AskedType]: Lookup<T>[] };
interface Question {
  name: string;
  type: AskedType;
}

const MAX_QUESTIONS = 60;
const MAX_NODES = 40;
const MAX_DEPTH = 12;
const MAX_TERMS = 200;

/** Expands includes and redirects and counts as RFC 7208 section 4.6.4 does, for a sender that no term matches. */
export async function spfTree(domain: string, resolve: Resolve): Promise<SpfTree> {
  return treeFrom(domain, await askTree(domain, resolve));
}

/** Asks the questions of a tree, those of one depth side by side, sixty at most. */
export async function askTree(domain: string, resolve: Resolve): Promise<SpfAnswers> {
  const answers: SpfAnswers = { TXT: [], MX: [], A: [], AAAA: [] };
  let left = MAX_QUESTIONS;
  for (;;) {
    const questions = expand(domain, answers).questions.slice(0, left);
    if (questions.length === 0) return answers;
    left -= questions.length;
    const asked = await Promise.all(questions.map((question) => ask(question, resolve)));
    for (const keep of asked) keep(answers);
  }
}

/** Puts a tree together from stored answers. Pure; a question that was not asked is unknown. */
export function treeFrom(domain: string, answers: SpfAnswers): SpfTree {
  const { root } = expand(domain, answers);
  return { ...root, complete: isComplete(root) };
}

async function ask({ name, type }: Question, resolve: Resolve): Promise<(answers: SpfAnswers) => void> {
  if (type === 'MX') {
    const answer = await resolve(name, type);
    return (answers) => answers.MX.push({ name, answer });
  }
  const answer = await resolve(name, type);
  const kept = type === 'TXT' ? onlySpf(answer) : answer;
  return (answers) => answers[type].push({ name, answer: kept });
}

/** Verification tokens and the like are no part of the tree. */
function onlySpf(answer: DnsAnswer<string>): DnsAnswer<string> {
  return answer.state === 'present' ? { ...answer, records: selectRecords(answer.records) } : answer;
}

interface Expansion {
  answers: SpfAnswers;
  questions: Question[];
  nodes: number;
}

function expand(domain: string, answers: SpfAnswers): { root: SpfTreeNode; questions: Question[] } {
  const expansion: Expansion = { answers, questions: [], nodes: 0 };
  const root = nodeAt(expansion, normal(domain), []);
  const unique = new Map(expansion.questions.map((each) => [`${each.name} ${each.type}`, each]));
  // Records first: what they include counts, whether addresses are known or not.
  const questions = [...unique.values()].sort((a, b) => Number(b.type === 'TXT') - Number(a.type === 'TXT'));
  return { root, questions };
}

function answerTo<T extends AskedType>(
  { answers, questions }: Expansion,
  name: string,
  type: T,
): DnsAnswer<DnsRecords[T]> {
  const lookups: readonly Lookup<T>[] = answers[type];
  const found = lookups.find((each) => each.name === name);
  if (found !== undefined) return found.answer;
  questions.push({ name, type });
  return { state: 'unknown', reason: 'budget' };
}

function nodeAt(expansion: Expansion, domain: string | null, path: readonly string[]): SpfTreeNode {
  if (domain === null) return leaf(null, 'depends');
  if (path.includes(domain)) return leaf(domain, 'loop');
  if (expansion.nodes >= MAX_NODES || path.length > MAX_DEPTH) return leaf(domain, 'beyond');
  expansion.nodes += 1;
  if (!isDomain(domain)) return leaf(domain, 'none');
  const answer = answerTo(expansion, domain, 'TXT');
  if (answer.state === 'unknown') return { ...leaf(domain, 'unknown'), reason: answer.reason };
  const [record, ...more] = answer.state === 'present' ? selectRecords(answer.records) : [];
  if (record === undefined) return leaf(domain, 'none');
  if (more.length > 0) return { ...leaf(domain, 'several'), record };
  const { terms, problems } = parse(record);
  if (problems.length > 0) return { ...leaf(domain, 'malformed'), record };
  const asking = effectiveTerms(terms).filter(asksDns);
  const read = asking.slice(0, MAX_TERMS).map((term) => termAt(expansion, domain, term, path));
  const below = read.flatMap(({ node }) => (node === null ? [] : [node]));
  return {
    ...leaf(domain, 'record'),
    record,
    terms: read,
    lookups: below.reduce((sum, { lookups }) => sum + lookups, asking.length),
    voidLookups: below.reduce(
      (sum, { voidLookups }) => sum + voidLookups,
      read.filter((term) => term.void === true).length,
    ),
  };
}

function leaf(domain: string | null, state: SpfNodeState): SpfTreeNode {
  return { domain, state, reason: null, record: null, terms: [], lookups: 0, voidLookups: 0 };
}

function termAt(expansion: Expansion, domain: string, term: Term, path: readonly string[]): SpfTreeTerm {
  const parts = 'domain' in term ? term.domain : null;
  const target = parts === null ? domain : fixedName(parts, domain);
  const base = {
    text: term.text,
    start: term.position,
    end: term.position + term.text.length,
    name: term.name,
    target,
    void: false,
    problem: null,
    addresses: null,
    node: null,
  };
  if (term.name === 'include' || term.name === 'redirect') {
    return { ...base, node: nodeAt(expansion, target, [...path, domain]) };
  }
  // What `ptr` asks for hangs on the client's address.
  if (target === null || term.name === 'ptr') return { ...base, void: null };
  if (!isDomain(target)) return base;
  if (term.name === 'exists') return { ...base, void: isVoid(answerTo(expansion, target, 'A')) };
  if (term.name === 'mx') return { ...base, ...exchangesOf(expansion, target, path.length === 0) };
  return { ...base, ...hostOf(expansion, target) };
}

function hostOf(expansion: Expansion, name: string): Pick<SpfTreeTerm, 'void' | 'addresses'> {
  const A = answerTo(expansion, name, 'A');
  const AAAA = answerTo(expansion, name, 'AAAA');
  if (A.state === 'present' || AAAA.state === 'present') {
    return { void: false, addresses: allOf([A, AAAA]) };
  }
  return { void: A.state === 'unknown' || AAAA.state === 'unknown' ? null : true, addresses: null };
}

function exchangesOf(
  expansion: Expansion,
  name: string,
  isRoot: boolean,
): Pick<SpfTreeTerm, 'void' | 'addresses' | 'problem'> {
  const MX = answerTo(expansion, name, 'MX');
  if (MX.state !== 'present') return { void: isVoid(MX), addresses: null, problem: null };
  if (MX.records.length > SPF_LIMITS.exchanges) {
    const problem = `permerror: more than ${SPF_LIMITS.exchanges} mail exchangers`;
    return { void: false, addresses: null, problem };
  }
  const named = MX.records.map(({ exchange }) => normal(exchange)).filter(isDomain);
  const hosts = isRoot ? named.map((exchange) => hostOf(expansion, exchange)) : [];
  const known = hosts.every((host) => host.addresses !== null || host.void === true);
  const addresses = isRoot && known ? hosts.flatMap((host) => host.addresses ?? []) : null;
  return { void: false, addresses, problem: null };
}

function allOf(answers: readonly DnsAnswer<string>[]): string[] | null {
  if (answers.some(({ state }) => state === 'unknown')) return null;
  return answers.flatMap((answer) => (answer.state === 'present' ? answer.records : []));
}

function isVoid({ state }: DnsAnswer): boolean | null {
  return state === 'unknown' ? null : state === 'absent';
}

/** A domain-spec that is the same for every message: literal text, and `%{d}` in whole. */
function fixedName(parts: readonly MacroPart[], domain: string): string | null {
  let name = '';
  for (const part of parts) {
    if (typeof part === 'string') name += part;
    else if (part.letter === 'd' && part.keep === undefined && !part.reverse && part.delimiters === '.') {
      name += domain;
    } else return null;
  }
  return normal(name);
}

function normal(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** Several labels, each of 1 to 63 printable characters: what check_host() does not turn away unasked. */
function isDomain(name: string): boolean {
  const labels = name.split('.');
  if (name.length > 253 || labels.length < 2 || !/^[\x21-\x7e]+$/.test(name)) return false;
  return labels.every((label) => label.length > 0 && label.length <= 63);
}

/** Where the domain's own records lead out of it: whom else it lets send, each once. */
export function foreignTargets(tree: SpfTree, domain: string): string[] {
  return [...new Set(foreignBelow(tree, domain))];
}

function foreignBelow({ terms }: SpfTreeNode, domain: string): string[] {
  return terms.flatMap(({ node, target }) => {
    if (node === null || target === null) return [];
    return isWithin(target, domain) ? foreignBelow(node, domain) : [target];
  });
}

export interface OwnRecords {
  records: readonly { domain: string; record: string }[];
  /** None of them is left out for want of an answer. */
  complete: boolean;
}

/** The records that the domain itself publishes, its own names' among them, each once. */
export function ownRecords(tree: SpfTree, domain: string): OwnRecords {
  const found = new Map<string, string>();
  let complete = true;
  const collect = (node: SpfTreeNode) => {
    if (node.domain === null || !isWithin(node.domain, domain)) return;
    if (node.state === 'unknown') complete = false;
    if (node.record !== null) found.set(node.domain, node.record);
    for (const each of node.terms) if (each.node !== null) collect(each.node);
  };
  collect(tree);
  return { records: [...found].map(([name, record]) => ({ domain: name, record })), complete };
}

function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

function isComplete(node: SpfTreeNode): boolean {
  if (node.state === 'unknown' || node.state === 'depends') return false;
  return node.terms.every((term) => {
    if (term.node !== null) return isComplete(term.node);
    return term.void !== null || term.name === 'ptr' || term.target === null;
  });
}
