/** A part of a version behind its leading numbers; a lower rank sorts first, `END` is where one version has no more. */
interface Token {
  rank: number;
  /** Within the rank: an order of words, then a number without leading zeros, or a word. */
  order: number;
  number: string;
  word: string;
}

interface Version {
  epoch: string;
  /** The dotted numbers in front, without zeros at the end: `1.0` is `1`. */
  release: readonly string[];
  rest: readonly Token[];
}

const MAX_VERSION = 256;

const TILDE = 0;
const BEFORE = 1;
const END = 2;
const BUILD = 3;
const WORD = 4;
const REVISION = 5;
const NUMBER = 6;

/** What comes before a release, in order; those in one row are the same. */
const BEFORE_RELEASE = [
  ['dev', 'nightly', 'snapshot', 'canary', 'trunk', 'git', 'svn'],
  ['pre', 'preview', 'prerelease', 'next', 'ea'],
  ['alpha', 'a'],
  ['beta', 'b'],
  ['milestone', 'm'],
  ['rc', 'cr', 'candidate'],
];

/** `1.0b2` is a beta and `1.0.2b` a patch: one of these letters alone is a pre-release only before a number. */
const SHORT = new Set(['a', 'b', 'm']);
const AS_RELEASE = new Set(['final', 'ga', 'release', 'stable', 'lts', 'fips', 'general', 'availability']);
const SAME_WORDS: Readonly<Record<string, string>> = {
  patch: 'p',
  pl: 'p',
  patchlevel: 'p',
  servicepack: 'sp',
  rev: 'r',
};

/**
 * Which version is newer, by what most publishers do: numbers by value (`1.10` above `1.9`, `1.0` like `1.0.0`), a letter
 * or a patch above its release (`1.0.2k`, `7.4p1`), alpha, beta, rc and `~` below it, an epoch (`1:2.0`) above all, a
 * distribution's suffix (`-4ubuntu3`, `+deb9u1`) above what it was made of. `v` in front and capitals do not count.
 * @returns negative, 0 or positive; a total order of any two strings
 */
export function compareVersions(a: string, b: string): number {
  const left = versionOf(a);
  const right = versionOf(b);
  const epochs = compareNumbers(left.epoch, right.epoch);
  if (epochs !== 0) return epochs;
  for (let at = 0; at < Math.max(left.release.length, right.release.length); at += 1) {
    const order = compareNumbers(left.release[at] ?? '', right.release[at] ?? '');
    if (order !== 0) return order;
  }
  for (let at = 0; at < Math.max(left.rest.length, right.rest.length); at += 1) {
    const order = compareTokens(left.rest[at], right.rest[at]);
    if (order !== 0) return order;
  }
  return 0;
}

function versionOf(text: string): Version {
  const clean = text.slice(0, MAX_VERSION).toLowerCase().replaceAll('\\', '').trim();
  const [, epoch = '', behind = ''] = /^(?:(\d{1,9}):)?(.*)$/s.exec(clean) ?? [];
  const body = behind.replace(/^v(?:er(?:sion)?)?[ ._-]?(?=\d)/, '');
  const dotted = /^\d+(?:\.\d+)*/.exec(body)?.[0] ?? '';
  const release = dotted === '' ? [] : dotted.split('.').map(withoutZeros);
  while (release.at(-1) === '') release.pop();
  return { epoch: withoutZeros(epoch), release, rest: tokensOf(body.slice(dotted.length)) };
}

function tokensOf(text: string): Token[] {
  const parts = [...text.matchAll(/([^a-z0-9]*)([a-z]+|\d+)/g)];
  const tokens: Token[] = [];
  let afterWord = false;
  for (const [at, [, separator = '', part = '']] of parts.entries()) {
    const numeric = /^\d/.test(part);
    if (AS_RELEASE.has(part)) continue;
    const joined = parts[at + 1]?.[1] === '' || /^[._-]$/.test(parts[at + 1]?.[1] ?? '');
    const beforeNumber = joined && /^\d/.test(parts[at + 1]?.[2] ?? '');
    tokens.push(numeric ? numberToken(part, separator, afterWord) : wordToken(part, separator, beforeNumber));
    afterWord = !numeric;
  }
  return tokens;
}

function numberToken(part: string, separator: string, afterWord: boolean): Token {
  const plain = afterWord || separator === '.' ? NUMBER : REVISION;
  return { rank: rankAfter(separator) ?? plain, order: 0, number: withoutZeros(part), word: '' };
}

function wordToken(part: string, separator: string, beforeNumber: boolean): Token {
  const order = BEFORE_RELEASE.findIndex((row) => row.includes(part));
  const before = order !== -1 && (beforeNumber || !SHORT.has(part));
  const rank = rankAfter(separator) ?? (before ? BEFORE : WORD);
  // Among the tokens behind a tilde or a plus, too, words come behind numbers.
  return { rank, order: before ? order + 1 : 10, number: '', word: before ? '' : (SAME_WORDS[part] ?? part) };
}

function rankAfter(separator: string): number | undefined {
  if (separator.includes('~')) return TILDE;
  return separator.includes('+') ? BUILD : undefined;
}

function compareTokens(left: Token | undefined, right: Token | undefined): number {
  const ranks = (left?.rank ?? END) - (right?.rank ?? END);
  if (ranks !== 0 || left === undefined || right === undefined) return ranks;
  if (left.order !== right.order) return left.order - right.order;
  const numbers = compareNumbers(left.number, right.number);
  if (numbers !== 0 || left.word === right.word) return numbers;
  return left.word < right.word ? -1 : 1;
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+/, '');
}

/** Of any length, zeros in front gone. */
function compareNumbers(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
