import { type CharSet, charSet, type Ranges } from './ruby-char-set.ts';
import { type Node, type Place, RegexSyntaxError } from './ruby-regex-syntax.ts';

export type Instruction =
  | { op: 'set'; set: CharSet }
  /** Tries `first`, then `second`; `number` counts the splits of a program. */
  | { op: 'split'; first: number; second: number; number: number }
  | { op: 'jump'; to: number }
  | { op: 'save'; slot: number }
  | { op: 'place'; place: Place }
  | { op: 'atomic'; program: Program }
  | { op: 'look'; program: Program; ahead: boolean; negative: boolean; widths: readonly [number, number] }
  | { op: 'match' };

export interface Program {
  instructions: readonly Instruction[];
  splits: number;
  /** With which characters a match can begin; null when it may be empty, or that is not plain to see. */
  first: CharSet | null;
}

const MAX_INSTRUCTIONS = 5000;

/** Repetitions are written out, so that each instruction stands for one place of the pattern. */
export function compileRegex(node: Node): Program {
  const instructions: Instruction[] = [];
  let splits = 0;

  function add<T extends Instruction>(instruction: T): T {
    if (instructions.length >= MAX_INSTRUCTIONS)
      throw new RegexSyntaxError('the pattern unfolds to too much');
    instructions.push(instruction);
    return instruction;
  }

  function split(): Extract<Instruction, { op: 'split' }> {
    splits += 1;
    return add({ op: 'split', first: 0, second: 0, number: splits - 1 });
  }

  function emit(each: Node): void {
    switch (each.kind) {
      case 'set':
        add({ op: 'set', set: charSet(each.ranges) });
        return;
      case 'sequence':
        for (const next of each.nodes) emit(next);
        return;
      case 'choice':
        choice(each.branches);
        return;
      case 'repeat':
        repeat(each);
        return;
      case 'group':
        add({ op: 'save', slot: each.index * 2 });
        emit(each.node);
        add({ op: 'save', slot: each.index * 2 + 1 });
        return;
      case 'place':
        add({ op: 'place', place: each.place });
        return;
      case 'atomic':
        add({ op: 'atomic', program: compileRegex(each.node) });
        return;
      case 'look':
        add({
          op: 'look',
          program: compileRegex(each.node),
          ahead: each.ahead,
          negative: each.negative,
          widths: widthsOf(each.node),
        });
    }
  }

  function choice(branches: readonly Node[]): void {
    const ends: { op: 'jump'; to: number }[] = [];
    for (const [at, branch] of branches.entries()) {
      const last = at === branches.length - 1;
      const fork = last ? null : split();
      if (fork !== null) fork.first = instructions.length;
      emit(branch);
      if (!last) ends.push(add({ op: 'jump', to: 0 }));
      if (fork !== null) fork.second = instructions.length;
    }
    for (const end of ends) end.to = instructions.length;
  }

  function repeat({ node: body, min, max, greedy }: Extract<Node, { kind: 'repeat' }>): void {
    for (let count = 0; count < min; count += 1) emit(body);
    const aim = (fork: Extract<Instruction, { op: 'split' }>, inside: number, outside: number) => {
      fork.first = greedy ? inside : outside;
      fork.second = greedy ? outside : inside;
    };
    if (max === Number.POSITIVE_INFINITY) {
      const start = instructions.length;
      const fork = split();
      emit(body);
      add({ op: 'jump', to: start });
      aim(fork, start + 1, instructions.length);
      return;
    }
    const forks = [];
    for (let count = min; count < max; count += 1) {
      const at = instructions.length;
      forks.push({ fork: split(), inside: at + 1 });
      emit(body);
    }
    for (const { fork, inside } of forks) aim(fork, inside, instructions.length);
  }

  emit(node);
  add({ op: 'match' });
  return { instructions, splits, first: firstOf(instructions) };
}

function firstOf(instructions: readonly Instruction[]): CharSet | null {
  const ranges: Ranges[number][] = [];
  const seen = new Set<number>();
  const open = [0];
  for (let pc = open.pop(); pc !== undefined; pc = open.pop()) {
    if (seen.has(pc)) continue;
    seen.add(pc);
    const instruction = instructions[pc];
    if (instruction === undefined || instruction.op === 'match' || instruction.op === 'atomic') return null;
    if (instruction.op === 'set') ranges.push(...instruction.set.ranges);
    else if (instruction.op === 'split') open.push(instruction.first, instruction.second);
    else open.push(instruction.op === 'jump' ? instruction.to : pc + 1);
  }
  return charSet(ranges);
}

/** How many characters a node takes, at least and at most. */
function widthsOf(node: Node): [number, number] {
  switch (node.kind) {
    case 'set':
      return [1, 1];
    case 'place':
    case 'look':
      return [0, 0];
    case 'group':
    case 'atomic':
      return widthsOf(node.node);
    case 'repeat': {
      const [least, most] = widthsOf(node.node);
      return [least * node.min, most === 0 ? 0 : most * node.max];
    }
    case 'sequence': {
      const widths = node.nodes.map(widthsOf);
      return [sum(widths.map(([least]) => least)), sum(widths.map(([, most]) => most))];
    }
    case 'choice': {
      const widths = node.branches.map(widthsOf);
      return [Math.min(...widths.map(([least]) => least)), Math.max(...widths.map(([, most]) => most))];
    }
  }
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
