import type { Confusables } from './confusables.ts';
import type { Label } from './lookalike-typos.ts';

/** What one could be taken for: a character or a few, and the characters that look like it. */
export type Glyphs = ReadonlyMap<string, readonly string[]>;

/** Of changes on top of changes: a label of twenty letters has about that many, one of `a` alone a billion. */
const MAX_PAIRS = 500_000;

/** Within ASCII: one for one, one for two, two for one. */
const ASCII = [
  '0 o',
  '1 l i',
  '2 z',
  '3 8 e',
  '4 a',
  '5 s',
  '6 9 b',
  '7 t',
  '8 3 b',
  '9 6 g q',
  'a 4',
  'b d lb 6 8',
  'c e',
  'd b cl dl',
  'e c 3',
  'f t',
  'g q 9 cj',
  'h lh n b',
  'i 1 l j',
  'j i',
  'k lk ik lc',
  'l 1 i',
  'm n nn rn rr',
  'n m r h',
  'o 0',
  'p q',
  'q g p 9',
  'r n',
  's 5',
  't 7 f',
  'u v',
  'v u',
  'w vv uu',
  'x ks',
  'y v',
  'z 2',
  'rn m',
  'nn m',
  'rr m n',
  'ri n',
  'vv w',
  'uu w',
  'cl d',
  'dl d',
  'lb b',
  'lh h',
  'li h u',
  'lc k',
  'lk k',
  'ik k',
  'ci a',
  'cj g',
  'ij y',
  'oo 8',
  'ae æ',
  'oe œ',
  'ss ß',
  'th þ',
];

/** Latin letters of other alphabets, of phonetics and small capitals, that no accent on an ASCII letter makes. */
const LATIN = [
  '2 ƻ',
  '3 ʒ ɜ ȝ',
  '5 ƽ',
  '8 ȣ',
  'a ɑ ə ᴀ ɐ',
  'b ʙ ɓ ƅ ƀ',
  'c ƈ ᴄ ȼ ɔ',
  'd ɗ đ ɖ ð ᴅ',
  'e ɇ ɛ ǝ ᴇ',
  'f ƒ ꜰ',
  'g ɢ ɡ ǥ ɠ',
  'h ħ ɦ ⱨ ɥ ʜ',
  'i ı ɩ ɨ ɪ ɭ',
  'j ʝ ɉ ȷ ᴊ',
  'k ⱪ ᴋ ƙ',
  'l ɫ ł ı ɩ ƚ ɭ ʟ ɪ',
  'm ᴍ ɱ ɯ',
  'n ꞑ ɲ ŋ ɳ ƞ ɴ',
  'o ᴏ ø ɵ ɔ',
  'p ƿ ƥ ᴘ þ',
  'q ʠ ɋ',
  'r ʀ ɼ ɽ ɍ ɾ ɹ',
  's ʂ ꜱ ȿ',
  't ŧ ƫ ƭ ʈ ᴛ',
  'u ᴜ ʉ ʋ',
  'v ⱱ ᶌ ⱴ ᴠ ʋ ɣ',
  'w ⱳ ᴡ ɯ ʍ',
  'x ᶍ',
  'y ʏ ƴ ɏ ỿ ɣ',
  'z ʐ ᴢ ƶ ⱬ ȥ ʒ',
];

/** Letters of Cyrillic, Greek, Armenian, Georgian and others. */
const OTHER_SCRIPTS = [
  '3 з э',
  '4 ч',
  '6 б',
  'a а α',
  'b ь в β ъ',
  'c с',
  'd ԁ ժ',
  'e е є ҽ ε',
  'f ϝ ғ',
  'g ԍ ց',
  'h һ հ ի ћ',
  'i і ι ӏ',
  'j ј ϳ',
  'k к κ ĸ ҝ',
  'l ӏ ǀ ι',
  'm м ϻ ʍ',
  'n ո п ռ η и',
  'o о ο օ σ ს ഠ ० ০ ੦ ૦ ๐ ໐ ဝ',
  'p р ρ ҏ',
  'q ԛ զ գ',
  'r г ґ ⲅ',
  's ѕ տ',
  't т τ ե',
  'u ս υ и ц',
  'v ѵ ν ѷ',
  'w ԝ ա ѡ ω ш ɯ',
  'x х χ ҳ',
  'y у γ ү ყ ў',
  'z ᴢ ʐ ʑ',
  'ph ф φ',
  'io ю',
];

/** One Cyrillic letter for each Latin one that has a twin there. */
const CYRILLIC: ReadonlyMap<string, string> = new Map(
  pairs('aаbьcсdԁeеgԍhһiіjјkкlӏmмoоpрqԛsѕtтvѵwԝxхyуnпrгuцfғ'),
);

/** Latin letters that are an ASCII letter with one accent, as Unicode decomposes them. */
const ACCENTED = accented();

/** Every Latin look-alike; each mark of ours, UTS 46 leaves it as it is. */
export const LATIN_GLYPHS: Glyphs = merged([table(ASCII), table(LATIN), ACCENTED]);

/** With the other scripts. */
export const ALL_GLYPHS: Glyphs = merged([LATIN_GLYPHS, table(OTHER_SCRIPTS)]);

function table(rows: readonly string[]): Glyphs {
  return new Map(
    rows.map((row) => {
      const [key = '', ...glyphs] = row.split(' ');
      return [key, glyphs];
    }),
  );
}

function pairs(text: string): [string, string][] {
  const chars = [...text];
  return chars.flatMap((char, at) =>
    at % 2 === 0 ? [[char, chars[at + 1] ?? char] as [string, string]] : [],
  );
}

function accented(): Glyphs {
  const found = new Map<string, string[]>();
  const ranges = [
    [0xc0, 0x24f],
    [0x1e00, 0x1eff],
  ] as const;
  for (const [from, to] of ranges) {
    for (let code = from; code <= to; code += 1) {
      const char = String.fromCodePoint(code);
      const [base = '', ...marks] = char.normalize('NFD');
      if (marks.length !== 1 || !/[a-z]/.test(base)) continue;
      found.set(base, [...(found.get(base) ?? []), char]);
    }
  }
  return found;
}

function merged(tables: readonly Glyphs[]): Glyphs {
  const all = new Map<string, Set<string>>();
  for (const each of tables) {
    for (const [key, glyphs] of each) {
      const known = all.get(key) ?? new Set();
      all.set(key, known);
      for (const glyph of glyphs) known.add(glyph);
    }
  }
  return new Map([...all].map(([key, glyphs]) => [key, [...glyphs]]));
}

/**
 * One change to any look-alike, then a second one to a Latin look-alike on top.
 * A character that stands several times is also changed in several places that follow each other, and in all.
 */
export function* homoglyph(label: Label, confusables: Confusables | undefined): Generator<string> {
  const text = label.join('');
  yield* changed(text, ALL_GLYPHS);
  yield* unaccented(label);
  if (confusables !== undefined) yield* changed(text, ofLabel(text, confusables));
  let made = 0;
  for (const first of new Set(changed(text, LATIN_GLYPHS))) {
    for (const second of changed(first, LATIN_GLYPHS)) {
      if (made >= MAX_PAIRS) return;
      made += 1;
      yield second;
    }
  }
}

function* changed(text: string, glyphs: Glyphs): Generator<string> {
  for (const [key, others] of glyphs) {
    const places = placesOf(text, key);
    for (const [first, from] of places.entries()) {
      const front = text.slice(0, from);
      for (let last = first; last < places.length; last += 1) {
        const end = (places[last] ?? 0) + key.length;
        const within = text.slice(from, end);
        const rest = text.slice(end);
        if (last === first) for (const other of others) yield front + other + rest;
        else for (const other of others) yield front + within.replaceAll(key, () => other) + rest;
      }
    }
  }
}

function placesOf(text: string, key: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(key); at !== -1; at = text.indexOf(key, at + key.length)) places.push(at);
  return places;
}

/** The part of the Unicode table that this label can use. */
function ofLabel(text: string, confusables: Confusables): Glyphs {
  const used = [...confusables].filter(([key]) => text.includes(key));
  return new Map(used.map(([key, others]) => [key, others.filter((other) => other !== key)]));
}

/** `münchen` is taken for `munchen`. */
function* unaccented(label: Label): Generator<string> {
  const bare = label.map((char) => [...char.normalize('NFD')][0] ?? char);
  for (const [at, char] of bare.entries()) {
    if (char !== label[at]) yield label.with(at, char).join('');
  }
  yield bare.join('');
}

/** The whole label in Cyrillic, when each of its letters has a twin there: such a name mixes no scripts. */
export function* cyrillic(label: Label): Generator<string> {
  const twins = label.map((char) => (/[0-9-]/.test(char) ? char : CYRILLIC.get(char)));
  if (!twins.includes(undefined)) yield twins.join('');
}
