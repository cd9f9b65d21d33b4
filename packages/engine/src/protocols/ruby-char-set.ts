/** Inclusive ranges of UTF-16 code units. */
export type Ranges = readonly (readonly [from: number, to: number])[];

export interface CharSet {
  ranges: Ranges;
  has(code: number): boolean;
}

const LAST = 0xffff;

export const DIGIT: Ranges = [[0x30, 0x39]];
export const HEX: Ranges = [
  [0x30, 0x39],
  [0x41, 0x46],
  [0x61, 0x66],
];
const UPPER: Ranges = [[0x41, 0x5a]];
const LOWER: Ranges = [[0x61, 0x7a]];
const ALPHA: Ranges = [...UPPER, ...LOWER];
export const WORD: Ranges = [...DIGIT, ...ALPHA, [0x5f, 0x5f]];
export const SPACE: Ranges = [
  [0x09, 0x0d],
  [0x20, 0x20],
];
export const NEWLINE: Ranges = [[0x0a, 0x0a]];
export const ANYTHING: Ranges = [[0, LAST]];

/** The names that stand between `[:` and `:]`, within ASCII. */
export const POSIX: Readonly<Record<string, Ranges>> = {
  alnum: [...DIGIT, ...ALPHA],
  alpha: ALPHA,
  ascii: [[0, 0x7f]],
  blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: DIGIT,
  graph: [[0x21, 0x7e]],
  lower: LOWER,
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: SPACE,
  upper: UPPER,
  word: WORD,
  xdigit: HEX,
};

/** What is in none of the ranges. */
export function complement(ranges: Ranges): Ranges {
  const gaps: [number, number][] = [];
  let next = 0;
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    if (from > next) gaps.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= LAST) gaps.push([next, LAST]);
  return gaps;
}

/** The letters of the ranges in either case. */
export function bothCases(ranges: Ranges): Ranges {
  const added: [number, number][] = [];
  for (const [from, to] of ranges) {
    // A wide range has what it can have of letters; a single one may be any letter.
    if (to - from > 0x400) continue;
    for (let code = from; code <= to; code += 1) {
      const char = String.fromCharCode(code);
      for (const other of [char.toLowerCase(), char.toUpperCase()]) {
        if (other.length === 1 && other !== char) added.push([other.charCodeAt(0), other.charCodeAt(0)]);
      }
    }
  }
  return [...ranges, ...added];
}

export function charSet(ranges: Ranges): CharSet {
  const low = new Uint8Array(256);
  const high = ranges.filter(([, to]) => to > 0xff);
  for (const [from, to] of ranges) low.fill(1, Math.min(from, 256), Math.min(to, 255) + 1);
  return {
    ranges,
    has: (code) => (code < 256 ? low[code] === 1 : high.some(([from, to]) => code >= from && code <= to)),
  };
}
