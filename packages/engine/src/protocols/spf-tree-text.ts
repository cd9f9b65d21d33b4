import type { SpfNodeState, SpfTree, SpfTreeNode, SpfTreeTerm } from './spf-tree.ts';

export interface SpfTreeLine {
  /** `1.2`: the second term of what the first one leads to; empty for the record itself. */
  outline: string;
  text: string;
}

const MAX_LINES = 60;

const STATES: { readonly [S in SpfNodeState]: string } = {
  record: '',
  none: 'no SPF record there: permerror',
  several: 'several SPF records there: permerror',
  malformed: 'the record there has faults: permerror',
  loop: 'a loop: permerror',
  depends: 'depends on the message',
  beyond: 'not expanded',
  unknown: 'not known',
};

/** The tree with its counts, one line for each term that asks the DNS. */
export function treeLines(tree: SpfTree): SpfTreeLine[] {
  const lines: SpfTreeLine[] = [];
  const head = tree.state === 'record' ? counts(tree.lookups, tree.voidLookups) : stateText(tree);
  lines.push({ outline: '', text: `${tree.domain}: ${head}` });
  collect(tree, '', lines);
  return lines;
}

/** The same as text, indented. */
export function treeText(tree: SpfTree): string {
  return treeLines(tree)
    .map(({ outline, text }) => `${'  '.repeat(outline === '' ? 0 : outline.split('.').length)}${text}`)
    .join('\n');
}

function collect(node: SpfTreeNode, above: string, lines: SpfTreeLine[]): void {
  for (const [index, term] of node.terms.entries()) {
    if (lines.length >= MAX_LINES) return;
    const outline = above === '' ? `${index + 1}` : `${above}.${index + 1}`;
    lines.push({ outline, text: `${term.text.slice(0, 120)}: ${termText(term)}` });
    if (term.node !== null) collect(term.node, outline, lines);
  }
}

function termText({ node, void: isVoid, target, problem }: SpfTreeTerm): string {
  if (problem !== null) return `${counts(1, 0)}, ${problem}`;
  if (node === null) {
    if (isVoid === true) return counts(1, 1);
    if (isVoid === false) return counts(1, 0);
    return `${counts(1, 0)}, ${target === null ? STATES.depends : STATES.unknown}`;
  }
  if (node.state === 'record') return counts(node.lookups + 1, node.voidLookups);
  return `${counts(1, 0)}, ${stateText(node)}`;
}

function stateText({ state, reason }: SpfTreeNode): string {
  return reason === null ? STATES[state] : `${STATES[state]} (${reason})`;
}

function counts(lookups: number, voidLookups: number): string {
  const asked = `${lookups} look-up${lookups === 1 ? '' : 's'}`;
  return voidLookups === 0 ? asked : `${asked}, ${voidLookups} void`;
}

export interface SpfTreeFault {
  kind: 'dead-include' | 'loop';
  /** Whose record has the term, and where in it. */
  domain: string;
  text: string;
  start: number;
  end: number;
  target: string;
  problem: string;
}

/**
 * What makes check_host() come out as permerror for who gets that far. Not a redirect that leads straight on from the
 * first record: without it that record says nothing at all.
 */
export function treeFaults(tree: SpfTree): SpfTreeFault[] {
  return faultsBelow(tree, true);
}

function faultsBelow(node: SpfTreeNode, isChain: boolean): SpfTreeFault[] {
  return node.terms.flatMap((term) => {
    const { text, start, end, target, node: below, problem } = term;
    const place = { domain: node.domain ?? '', text, start, end, target: target ?? '' };
    if (problem !== null) return [{ ...place, kind: 'dead-include' as const, problem }];
    if (below === null) return [];
    const continues = isChain && term.name === 'redirect';
    const kind = below.state === 'loop' ? ('loop' as const) : ('dead-include' as const);
    const isDead = ['none', 'several', 'malformed', 'loop'].includes(below.state);
    if (isDead && !continues) return [{ ...place, kind, problem: STATES[below.state] }];
    return faultsBelow(below, continues);
  });
}
