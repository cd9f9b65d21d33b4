import { neededText } from './ruby-regex-literal.ts';
import { compileRegex, type Program } from './ruby-regex-program.ts';
import { type Place, parseRegex, type RegexOptions } from './ruby-regex-syntax.ts';

export { type RegexOptions, RegexSyntaxError } from './ruby-regex-syntax.ts';

/** A longer text is read up to here. */
export const MAX_TEXT = 4096;
/** More than any pattern without look-around needs for the longest text: those try each place once. */
const MAX_STEPS = 2_000_000;

export interface RubyRegex {
  /**
   * The whole match, then each group; undefined where a group took no part. Null when nothing matches.
   * @param lower the text in lower case, for a caller with many patterns for one text
   */
  exec(text: string, lower?: string): (string | undefined)[] | null;
}

/**
 * A regular expression in Ruby's dialect. It backtracks, but never twice from one place of the pattern at one place
 * of the text, so that the time is at most their product; look-around that would need more than its share fails.
 * @throws RegexSyntaxError
 */
export function rubyRegex(pattern: string, options: RegexOptions): RubyRegex {
  const { node, groups } = parseRegex(pattern, options);
  const program = compileRegex(node);
  const needed = neededText(node);
  return {
    exec(text, lower = text.slice(0, MAX_TEXT).toLowerCase()) {
      return lower.includes(needed) ? search(program, groups, text.slice(0, MAX_TEXT)) : null;
    },
  };
}

interface Run {
  text: string;
  /** Start and end of each group, -1 when it took no part. */
  groups: Int32Array;
  steps: number;
}

function search(program: Program, groups: number, text: string): (string | undefined)[] | null {
  const run: Run = { text, groups: new Int32Array((groups + 1) * 2).fill(-1), steps: 0 };
  const failed = new Uint8Array(program.splits * (text.length + 1));
  const [head] = program.instructions;
  for (let start = 0; start <= text.length; start += 1) {
    if (program.first?.has(text.charCodeAt(start)) === false) continue;
    if (head?.op === 'place' && !isPlace(head.place, text, start)) continue;
    const end = matchFrom(program, run, start, failed);
    if (end === null) continue;
    run.groups[0] = start;
    run.groups[1] = end;
    return Array.from({ length: groups + 1 }, (_, index) => groupOf(run, index));
  }
  return null;
}

function groupOf({ text, groups }: Run, index: number): string | undefined {
  const [from = -1, to = -1] = groups.subarray(index * 2, index * 2 + 2);
  return from === -1 || to === -1 ? undefined : text.slice(from, to);
}

/**
 * @param failed the splits that were tried already, for each place of the text: they lead nowhere
 * @param mustEnd where the match has to end, for a look behind
 * @returns where the match ends
 */
function matchFrom(
  program: Program,
  run: Run,
  start: number,
  failed: Uint8Array,
  mustEnd = -1,
): number | null {
  const { instructions } = program;
  const { text, groups } = run;
  /** Of three numbers each: where to go on and where in the text; or, below zero, a group's end to put back. */
  const waiting: number[] = [];
  let pc = 0;
  let at = start;
  for (;;) {
    run.steps += 1;
    if (run.steps > MAX_STEPS) return null;
    const instruction = instructions[pc];
    let goesOn = true;
    switch (instruction?.op) {
      case 'set':
        goesOn = at < text.length && instruction.set.has(text.charCodeAt(at));
        at += 1;
        pc += 1;
        break;
      case 'split': {
        const place = instruction.number * (text.length + 1) + at;
        goesOn = failed[place] === 0;
        failed[place] = 1;
        if (goesOn) waiting.push(instruction.second, at);
        pc = instruction.first;
        break;
      }
      case 'jump':
        pc = instruction.to;
        break;
      case 'save':
        waiting.push(-1 - instruction.slot, groups[instruction.slot] ?? -1);
        groups[instruction.slot] = at;
        pc += 1;
        break;
      case 'place':
        goesOn = isPlace(instruction.place, text, at);
        pc += 1;
        break;
      case 'atomic': {
        const end = inner(instruction.program, run, at);
        goesOn = end !== null;
        at = end ?? at;
        pc += 1;
        break;
      }
      case 'look':
        goesOn = looks(instruction, run, at) !== instruction.negative;
        pc += 1;
        break;
      default:
        if (mustEnd === -1 || at === mustEnd) return at;
        goesOn = false;
    }
    while (!goesOn) {
      const second = waiting.pop();
      const first = waiting.pop();
      if (first === undefined || second === undefined) return null;
      if (first < 0) groups[-1 - first] = second;
      else {
        pc = first;
        at = second;
        goesOn = true;
      }
    }
  }
}

function inner(program: Program, run: Run, start: number, mustEnd = -1): number | null {
  return matchFrom(program, run, start, new Uint8Array(program.splits * (run.text.length + 1)), mustEnd);
}

function looks(
  {
    program,
    ahead,
    widths: [least, most],
  }: { program: Program; ahead: boolean; widths: readonly [number, number] },
  run: Run,
  at: number,
): boolean {
  if (ahead) return inner(program, run, at) !== null;
  for (let width = least; width <= Math.min(most, at); width += 1) {
    if (inner(program, run, at - width, at) !== null) return true;
  }
  return false;
}

/** Of lines, a line feed alone parts them. */
function isPlace(place: Place, text: string, at: number): boolean {
  switch (place) {
    case 'text-start':
      return at === 0;
    case 'text-end':
      return at === text.length;
    case 'last-line-end':
      return at === text.length || (at === text.length - 1 && text[at] === '\n');
    case 'line-start':
      return at === 0 || text[at - 1] === '\n';
    case 'line-end':
      return at === text.length || text[at] === '\n';
    case 'word-edge':
      return isWord(text[at - 1]) !== isWord(text[at]);
    case 'no-word-edge':
      return isWord(text[at - 1]) === isWord(text[at]);
  }
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /^\w$/.test(char);
}
