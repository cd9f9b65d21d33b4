import { NEIGHBOURS } from './lookalike-keyboards.ts';

/** The characters of a label, in Unicode. */
export type Label = readonly string[];

const ALPHANUMERIC = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
const VOWELS = [...'aeiou'];
const LDH = /^[a-z0-9-]$/;

/** The label with the characters from `at` to before `to` replaced. */
function spliced(label: Label, at: number, to: number, by: string): string {
  return label.slice(0, at).join('') + by + label.slice(to).join('');
}

/** One character is left out, or every doubled one is written once. */
export function* omission(label: Label): Generator<string> {
  for (const at of label.keys()) yield spliced(label, at, at + 1, '');
  yield label.filter((char, at) => char !== label[at - 1]).join('');
}

/** One character is typed twice. */
export function* repetition(label: Label): Generator<string> {
  for (const [at, char] of label.entries()) yield spliced(label, at, at, char);
}

/** Two characters that stand side by side change places. */
export function* transposition(label: Label): Generator<string> {
  for (const [at, char] of label.entries()) {
    const next = label[at + 1];
    if (next !== undefined) yield spliced(label, at, at + 2, next + char);
  }
}

/** One character is moved to any other place. */
export function* changeOrder(label: Label): Generator<string> {
  for (const [from, char] of label.entries()) {
    const rest = label.toSpliced(from, 1);
    for (let to = 0; to <= rest.length; to += 1) yield spliced(rest, to, to, char);
  }
}

/** A vowel becomes another one, in one place or wherever it stands. */
export function* vowelSwap(label: Label): Generator<string> {
  for (const [at, char] of label.entries()) {
    if (!VOWELS.includes(char)) continue;
    for (const vowel of VOWELS) yield spliced(label, at, at + 1, vowel);
  }
  for (const from of VOWELS) {
    for (const to of VOWELS) yield label.join('').replaceAll(from, to);
  }
}

/** A hyphen is put between two characters. */
export function* hyphenation(label: Label): Generator<string> {
  for (let at = 1; at < label.length; at += 1) yield spliced(label, at, at, '-');
}

/** A hyphen is left out, or all of them are. */
export function* stripHyphen(label: Label): Generator<string> {
  for (const [at, char] of label.entries()) if (char === '-') yield spliced(label, at, at + 1, '');
  yield label.filter((char) => char !== '-').join('');
}

/** A key beside the right one is hit with it, before or after. */
export function* insertion(label: Label): Generator<string> {
  for (const [at, char] of label.entries()) {
    for (const key of NEIGHBOURS.get(char) ?? []) {
      yield spliced(label, at, at, key);
      yield spliced(label, at + 1, at + 1, key);
    }
  }
}

/** A letter or digit is put behind the label, or before it. */
export function* addition(label: Label): Generator<string> {
  const text = label.join('');
  for (const char of ALPHANUMERIC) yield text + char;
  for (const char of ALPHANUMERIC) yield char + text;
}

/** A key beside the right one is hit instead of it; then, any other letter or digit. */
export function* replacement(label: Label): Generator<string> {
  for (const [at, char] of label.entries()) {
    for (const key of NEIGHBOURS.get(char) ?? []) yield spliced(label, at, at + 1, key);
  }
  for (const at of label.keys()) {
    for (const char of ALPHANUMERIC) yield spliced(label, at, at + 1, char);
  }
}

/** Two characters side by side become any letter or digit twice. */
export function* doubleReplacement(label: Label): Generator<string> {
  for (let at = 0; at + 1 < label.length; at += 1) {
    for (const char of ALPHANUMERIC) yield spliced(label, at, at + 2, char + char);
  }
}

/** One bit flips in the memory of a machine on the way; `label` as it stands in the DNS. */
export function* bitsquatting(label: string): Generator<string> {
  for (let at = 0; at < label.length; at += 1) {
    for (let bit = 1; bit < 256; bit *= 2) {
      const char = String.fromCharCode(label.charCodeAt(at) ^ bit);
      if (LDH.test(char)) yield label.slice(0, at) + char + label.slice(at + 1);
    }
  }
}

/** The plural or singular of the label, or a plural ending within, as where the words of a label meet. */
export function* plural(label: Label): Generator<string> {
  const text = label.join('');
  if (/[^aeiou]y$/.test(text)) yield `${text.slice(0, -1)}ies`;
  if (text.endsWith('ies')) yield `${text.slice(0, -3)}y`;
  if (/(?:[sxz]|[cs]h)es$/.test(text)) yield text.slice(0, -2);
  if (text.endsWith('s')) yield text.slice(0, -1);
  for (let at = label.length; at > 0; at -= 1) {
    const last = label[at - 1] ?? '';
    const twice = `${label[at - 2] ?? ''}${last}`;
    if (last === '-') continue;
    yield spliced(label, at, at, 's');
    if (/[sxz]$|[cs]h$/.test(twice)) yield spliced(label, at, at, 'es');
  }
}
