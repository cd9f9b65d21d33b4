/** What a macro-string is made of (RFC 7208 section 7.1): literal text and macros. */
export type MacroPart = string | Macro;

export interface Macro {
  letter: string;
  /** How many of the right-most parts stay; all when undefined. */
  keep: number | undefined;
  reverse: boolean;
  delimiters: string;
  /** An upper-case letter: what comes out is percent-encoded. */
  encode: boolean;
}

export type ParsedMacros =
  | { ok: true; parts: MacroPart[] }
  | { ok: false; position: number; message: string };

/** `domain`: a macro-string; `explanation`: an explain-string, in which spaces and the letters c, r and t may stand. */
export type MacroContext = 'domain' | 'explanation';

const MACRO = /%\{([a-z])([0-9]*)(r?)([.\-+,/_=]*)\}/iy;
const LITERALS: Record<string, string> = { '%%': '%', '%_': ' ', '%-': '%20' };
const LETTERS: Record<MacroContext, string> = { domain: 'slodiphv', explanation: 'slodiphvcrt' };

export function parseMacros(text: string, context: MacroContext): ParsedMacros {
  const parts: MacroPart[] = [];
  let position = 0;
  while (position < text.length) {
    const run = literalLength(text, position, context);
    if (run > 0) {
      parts.push(text.slice(position, position + run));
      position += run;
      continue;
    }
    const pair = LITERALS[text.slice(position, position + 2)];
    if (pair !== undefined) {
      parts.push(pair);
      position += 2;
      continue;
    }
    MACRO.lastIndex = position;
    const match = MACRO.exec(text);
    if (match === null) return { ok: false, position, message: faultAt(text, position) };
    const [all, letter = '', digits, reverse, delimiters] = match;
    if (!LETTERS[context].includes(letter.toLowerCase())) {
      return { ok: false, position, message: `There is no macro letter "${letter}" here.` };
    }
    const keep = digits ? Number(digits) : undefined;
    if (keep === 0) return { ok: false, position, message: 'A macro cannot keep no part at all.' };
    parts.push({
      letter: letter.toLowerCase(),
      keep,
      reverse: reverse !== '',
      delimiters: delimiters || '.',
      encode: letter !== letter.toLowerCase(),
    });
    position += all.length;
  }
  return { ok: true, parts };
}

function literalLength(text: string, from: number, context: MacroContext): number {
  let end = from;
  while (end < text.length && isLiteral(text.charCodeAt(end), context)) end += 1;
  return end - from;
}

/** Printable ASCII but for the percent sign. */
function isLiteral(code: number, context: MacroContext): boolean {
  if (code === 0x20) return context === 'explanation';
  return code > 0x20 && code < 0x7f && code !== 0x25;
}

function faultAt(text: string, position: number): string {
  if (text[position] === '%') return 'A "%" begins no macro; write "%%" for the character itself.';
  return 'Only printable ASCII may stand here.';
}

/** Does the macro-string end as a domain must: in a macro, or in a dot and a top-level label (section 7.1)? */
export function endsLikeDomain(parts: readonly MacroPart[]): boolean {
  const last = parts.at(-1);
  if (last === undefined) return false;
  // Literal text has neither a per cent sign nor a space: these parts were written %%, %_ or %-.
  if (typeof last !== 'string' || Object.values(LITERALS).includes(last)) return true;
  const name = last.endsWith('.') ? last.slice(0, -1) : last;
  const dot = name.lastIndexOf('.');
  return dot >= 0 && isTopLabel(name.slice(dot + 1));
}

function isTopLabel(label: string): boolean {
  if (label.length > 63 || !/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(label)) return false;
  return /[a-z-]/i.test(label);
}

/** Values of the letters; `p` costs queries, so that it is looked up when it is needed. */
export type MacroValues = (letter: string) => string | Promise<string>;

export async function expand(parts: readonly MacroPart[], values: MacroValues): Promise<string> {
  let text = '';
  for (const part of parts)
    text += typeof part === 'string' ? part : transform(await values(part.letter), part);
  return text;
}

function transform(value: string, macro: Macro): string {
  const pieces: string[] = [];
  let piece = '';
  for (const character of value) {
    if (macro.delimiters.includes(character)) {
      pieces.push(piece);
      piece = '';
    } else piece += character;
  }
  pieces.push(piece);
  if (macro.reverse) pieces.reverse();
  const kept = macro.keep === undefined ? pieces : pieces.slice(-macro.keep);
  return macro.encode ? encode(kept.join('.')) : kept.join('.');
}

/** All but RFC 3986's unreserved characters. */
function encode(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    if (/[a-z0-9._~-]/i.test(character)) return character;
    return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}
