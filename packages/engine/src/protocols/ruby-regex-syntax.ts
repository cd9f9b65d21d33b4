import {
  ANYTHING,
  bothCases,
  complement,
  DIGIT,
  HEX,
  NEWLINE,
  POSIX,
  type Ranges,
  SPACE,
  WORD,
} from './ruby-char-set.ts';

export type Place =
  | 'line-start'
  | 'line-end'
  | 'text-start'
  | 'text-end'
  | 'last-line-end'
  | 'word-edge'
  | 'no-word-edge';

export type Node =
  | { kind: 'set'; ranges: Ranges }
  | { kind: 'sequence'; nodes: readonly Node[] }
  | { kind: 'choice'; branches: readonly Node[] }
  | { kind: 'repeat'; node: Node; min: number; max: number; greedy: boolean }
  | { kind: 'group'; index: number; node: Node }
  /** Takes the first way that fits and never another. */
  | { kind: 'atomic'; node: Node }
  | { kind: 'look'; ahead: boolean; negative: boolean; node: Node }
  | { kind: 'place'; place: Place };

export interface RegexOptions {
  ignoreCase: boolean;
  /** Ruby's `m`: the dot matches a line feed too. */
  dotAll: boolean;
}

/** A construct that we do not know, or a fault in the pattern. */
export class RegexSyntaxError extends Error {
  override name = 'RegexSyntaxError';
}

const MAX_PATTERN = 4000;
const MAX_DEPTH = 50;
const MAX_REPEAT = 1000;

const PLACES: Readonly<Record<string, Place>> = {
  A: 'text-start',
  z: 'text-end',
  Z: 'last-line-end',
  b: 'word-edge',
  B: 'no-word-edge',
};

const CLASSES: Readonly<Record<string, Ranges>> = {
  d: DIGIT,
  D: complement(DIGIT),
  w: WORD,
  W: complement(WORD),
  s: SPACE,
  S: complement(SPACE),
  h: HEX,
  H: complement(HEX),
};

const CONTROLS: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, f: 12, v: 11, a: 7, e: 27 };

/**
 * Reads a pattern in Ruby's dialect: `^` and `$` are of lines, `(?m)` lets the dot match a line feed, and so on
 * (Onigmo's RE document). Back-references, conditions, nested classes, `x` and properties are not known.
 * @throws RegexSyntaxError that says what is not known or wrong
 */
export function parseRegex(pattern: string, options: RegexOptions): { node: Node; groups: number } {
  if (pattern.length > MAX_PATTERN) throw new RegexSyntaxError('the pattern is too long');
  const named = /\(\?<[A-Za-z_]/.test(pattern);
  let at = 0;
  let groups = 0;
  let depth = 0;

  function take(text: string): boolean {
    if (!pattern.startsWith(text, at)) return false;
    at += text.length;
    return true;
  }

  function matchAt(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = at;
    const found = expression.exec(pattern);
    if (found !== null) at += found[0].length;
    return found;
  }

  /** Up to the end of the group; an option that is set within holds to there, over all further branches. */
  function alternatives(mode: RegexOptions): Node {
    depth += 1;
    if (depth > MAX_DEPTH) throw new RegexSyntaxError('groups are nested too deep');
    const branches: Node[] = [];
    let nodes: Node[] = [];
    while (at < pattern.length && pattern[at] !== ')') {
      if (take('|')) {
        branches.push({ kind: 'sequence', nodes });
        nodes = [];
        continue;
      }
      const switched = matchAt(/\(\?([imx]*)(?:-([imx]*))?\)/y);
      if (switched !== null) {
        nodes.push(alternatives(switchedMode(mode, switched)));
        continue;
      }
      nodes.push(repeated(atom(mode)));
    }
    depth -= 1;
    const last: Node = { kind: 'sequence', nodes };
    return branches.length === 0 ? last : { kind: 'choice', branches: [...branches, last] };
  }

  function atom(mode: RegexOptions): Node {
    const char = pattern[at] ?? '';
    if (char === '(') return group(mode);
    if (char === '[') return { kind: 'set', ranges: folded(bracket(), mode) };
    at += 1;
    if (char === '.') return { kind: 'set', ranges: mode.dotAll ? ANYTHING : complement(NEWLINE) };
    if (char === '^') return { kind: 'place', place: 'line-start' };
    if (char === '$') return { kind: 'place', place: 'line-end' };
    if (char === '\\') return escaped(mode);
    if (/[*+?]/.test(char)) throw new RegexSyntaxError('a repetition of nothing');
    return { kind: 'set', ranges: folded(one(char.charCodeAt(0)), mode) };
  }

  function group(mode: RegexOptions): Node {
    at += 1;
    const inner = (make: (node: Node) => Node, within = mode): Node => {
      const node = alternatives(within);
      if (!take(')')) throw new RegexSyntaxError('a group is not closed');
      return make(node);
    };
    if (take('?:')) return inner((node) => node);
    if (take('?>')) return inner((node) => ({ kind: 'atomic', node }));
    if (take('?=')) return inner((node) => ({ kind: 'look', ahead: true, negative: false, node }));
    if (take('?!')) return inner((node) => ({ kind: 'look', ahead: true, negative: true, node }));
    if (take('?<=')) return inner((node) => ({ kind: 'look', ahead: false, negative: false, node }));
    if (take('?<!')) return inner((node) => ({ kind: 'look', ahead: false, negative: true, node }));
    if (matchAt(/\?#[^)]*\)/y) !== null) return { kind: 'sequence', nodes: [] };
    const switched = matchAt(/\?([imx]*)(?:-([imx]*))?:/y);
    if (switched !== null) return inner((node) => node, switchedMode(mode, switched));
    const captures = matchAt(/\?<[A-Za-z_]\w*>|\?'[A-Za-z_]\w*'/y) !== null || !named;
    if (pattern[at] === '?') throw new RegexSyntaxError(`the group "(${pattern.slice(at, at + 4)}"`);
    // Beside named groups those without a name do not capture.
    if (!captures) return inner((node) => node);
    groups += 1;
    const index = groups;
    return inner((node) => ({ kind: 'group', index, node }));
  }

  function repeated(node: Node): Node {
    let result = node;
    for (;;) {
      const found = matchAt(/([*+?])([?+]?)|\{(\d{0,5})(,?)(\d{0,5})\}(\??)/y);
      if (found === null) return result;
      const [text, sign, suffix, from = '', comma, to = '', lazy] = found;
      if (sign === undefined && from === '' && to === '') {
        // Braces without numbers are characters.
        at -= text.length;
        return result;
      }
      const [min, max] = sign === undefined ? bounds(from, comma ?? '', to) : signBounds(sign);
      result = { kind: 'repeat', node: result, min, max, greedy: suffix !== '?' && lazy !== '?' };
      if (suffix === '+') result = { kind: 'atomic', node: result };
    }
  }

  function escaped(mode: RegexOptions): Node {
    const char = pattern[at] ?? '';
    const place = PLACES[char];
    if (place !== undefined) {
      at += 1;
      return { kind: 'place', place };
    }
    if (take('R')) return lineBreak();
    if (/[1-9kgGKXpP]/.test(char)) throw new RegexSyntaxError(`the escape "\\${char}"`);
    return { kind: 'set', ranges: folded(escapedRanges(), mode) };
  }

  /** Behind a backslash, what means the same within brackets and without. */
  function escapedRanges(): Ranges {
    const char = pattern[at] ?? '';
    if (char === '') throw new RegexSyntaxError('a backslash at the end');
    const digits = matchAt(
      /x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|x\{([0-9A-Fa-f]{1,4})\}|u\{([0-9A-Fa-f]{1,4})\}/y,
    );
    if (digits !== null) return one(Number.parseInt(digits.slice(1).join(''), 16));
    const octal = matchAt(/0[0-7]{0,2}/y);
    if (octal !== null) return one(Number.parseInt(octal[0], 8));
    if (/[pPMCc]/.test(char)) throw new RegexSyntaxError(`the escape "\\${char}"`);
    at += 1;
    return CLASSES[char] ?? one(CONTROLS[char] ?? char.charCodeAt(0));
  }

  function bracket(): Ranges {
    at += 1;
    const negative = take('^');
    const ranges: (readonly [number, number])[] = [];
    let first = true;
    while (first || pattern[at] !== ']') {
      if (at >= pattern.length) throw new RegexSyntaxError('a bracket is not closed');
      ranges.push(...member());
      first = false;
    }
    at += 1;
    return negative ? complement(ranges) : ranges;
  }

  function member(): Ranges {
    const posix = matchAt(/\[:(\^?)([a-z]+):\]/y);
    if (posix !== null) {
      const ranges = POSIX[posix[2] ?? ''];
      if (ranges === undefined) throw new RegexSyntaxError(`the class "${posix[0]}"`);
      return posix[1] === '^' ? complement(ranges) : ranges;
    }
    if (pattern[at] === '[' || pattern.startsWith('&&', at))
      throw new RegexSyntaxError('a class within a class');
    const low = single();
    const [from, to] = low[0] ?? [0, 0];
    const isRange = low.length === 1 && from === to && pattern[at] === '-' && pattern[at + 1] !== ']';
    if (!isRange) return low;
    const behind = at;
    at += 1;
    const high = single();
    const end = high[0]?.[1] ?? 0;
    if (high.length !== 1 || high[0]?.[0] !== end) {
      at = behind + 1;
      return [...low, ...one(0x2d)];
    }
    if (end < from) throw new RegexSyntaxError('a range that runs backwards');
    return [[from, end]];
  }

  function single(): Ranges {
    if (take('\\')) return take('b') ? one(8) : escapedRanges();
    at += 1;
    return one(pattern.charCodeAt(at - 1));
  }

  const node = alternatives(options);
  if (at < pattern.length) throw new RegexSyntaxError('a group is closed that was not opened');
  return { node, groups };
}

function switchedMode(mode: RegexOptions, [, on = '', off = '']: RegExpExecArray): RegexOptions {
  if (on.includes('x')) throw new RegexSyntaxError('the option x');
  return {
    ignoreCase: (mode.ignoreCase || on.includes('i')) && !off.includes('i'),
    dotAll: (mode.dotAll || on.includes('m')) && !off.includes('m'),
  };
}

function signBounds(sign: string): [number, number] {
  return [sign === '+' ? 1 : 0, sign === '?' ? 1 : Number.POSITIVE_INFINITY];
}

function bounds(from: string, comma: string, to: string): [number, number] {
  const min = Number(from);
  const max = comma === '' ? min : to === '' ? Number.POSITIVE_INFINITY : Number(to);
  if (max < min || min > MAX_REPEAT || (max > MAX_REPEAT && max !== Number.POSITIVE_INFINITY)) {
    throw new RegexSyntaxError('a repetition of that many');
  }
  return [min, max];
}

function one(code: number): Ranges {
  return [[code, code]];
}

function folded(ranges: Ranges, mode: RegexOptions): Ranges {
  return mode.ignoreCase ? bothCases(ranges) : ranges;
}

function lineBreak(): Node {
  const pair: Node = {
    kind: 'sequence',
    nodes: [
      { kind: 'set', ranges: one(13) },
      { kind: 'set', ranges: one(10) },
    ],
  };
  return { kind: 'atomic', node: { kind: 'choice', branches: [pair, { kind: 'set', ranges: [[10, 13]] }] } };
}
