/**
 * The language of the signatures' patterns. A pattern is text that is looked for, capitals or not, with
 *
 * - `^` in front and `$` at the end: where the whole text begins and ends,
 * - `*`: up to 100 characters without quotes, angle brackets and white space,
 * - `{}`: a version,
 * - `{/}`: a version behind that separator, or neither; a brace that is not closed is a brace.
 *
 * Nothing in it repeats within a repetition, and each part is tried at a bounded number of places: the time is linear in
 * the text, whatever the text is.
 */
export interface Pattern {
  source: string;
  /** The longest text that must be there. */
  needle: string;
  /** Does it tell versions? */
  versioned: boolean;
  /** @param text in lower case */
  match(text: string): Match | null;
}

export interface Match {
  version: string | null;
  start: number;
  end: number;
}

type Part =
  | { kind: 'text'; text: string }
  | { kind: 'gap' }
  | { kind: 'version'; separator: string; optional: boolean };

const MAX_PLACES = 50;
const MAX_GAP = 100;
const GAP = /[^\s"'<>]{0,100}/y;
const VERSION =
  /\d{1,10}(?:\.\d{1,10}){0,5}(?:[-.]?(?:alpha|beta|rc|pre|dev|p)[-.]?\d{1,4}|[a-z](?![a-z0-9]))?/y;

/** @throws Error when it begins with anything but text: a signature's mistake, not the site's */
export function compilePattern(source: string): Pattern {
  const fromStart = source.startsWith('^');
  const toEnd = source.endsWith('$');
  const parts = partsOf(source.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined));
  const [first, ...others] = parts;
  if (first === undefined) return { source, needle: '', versioned: false, match: () => START };
  if (first.kind !== 'text' && !fromStart) throw new Error(`A pattern begins with text: ${source}`);
  const head = first.kind === 'text' ? first.text : '';
  const rest = first.kind === 'text' ? others : parts;
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  return {
    source,
    needle: texts.reduce((longest, text) => (text.length > longest.length ? text : longest), ''),
    versioned: parts.some(({ kind }) => kind === 'version'),
    match(text) {
      let start = fromStart ? 0 : text.indexOf(head);
      if (fromStart && !text.startsWith(head)) return null;
      for (let place = 0; place < MAX_PLACES && start !== -1; place += 1) {
        const found = follow(rest, text, start + head.length);
        if (found !== null && (!toEnd || found.end === text.length)) return { ...found, start };
        if (fromStart) return null;
        start = text.indexOf(head, start + 1);
      }
      return null;
    },
  };
}

const START: Match = { version: null, start: 0, end: 0 };

function partsOf(source: string): Part[] {
  const pieces = source.match(/\{[^{}]*\}|\*|(?:[^{}*]|\{(?![^{}]*\})|\})+/g) ?? [];
  return pieces.map((piece): Part => {
    if (piece === '*') return { kind: 'gap' };
    const version = piece.startsWith('{') && piece.endsWith('}');
    if (!version) return { kind: 'text', text: piece.toLowerCase() };
    return { kind: 'version', separator: piece.slice(1, -1).toLowerCase(), optional: piece !== '{}' };
  });
}

function follow(
  parts: readonly Part[],
  text: string,
  from: number,
): { version: string | null; end: number } | null {
  let at = from;
  let version: string | null = null;
  let gap = false;
  for (const part of parts) {
    if (part.kind === 'gap') {
      gap = true;
    } else if (part.kind === 'text') {
      const found = gap ? behindGap(text, at, part.text) : text.startsWith(part.text, at) ? at : -1;
      if (found === -1) return null;
      at = found + part.text.length;
      gap = false;
    } else {
      const told = versionAt(text, at, part.separator);
      if (told === null && !part.optional) return null;
      version = told?.version ?? version;
      at = told?.end ?? at;
    }
  }
  return { version, end: at };
}

function behindGap(text: string, from: number, wanted: string): number {
  GAP.lastIndex = from;
  const reach = from + (GAP.exec(text)?.[0].length ?? 0);
  const found = text.slice(from, from + MAX_GAP + wanted.length).indexOf(wanted);
  return found === -1 || from + found > reach ? -1 : from + found;
}

function versionAt(text: string, at: number, separator: string): { version: string; end: number } | null {
  if (!text.startsWith(separator, at)) return null;
  VERSION.lastIndex = at + separator.length;
  const version = VERSION.exec(text)?.[0];
  return version === undefined ? null : { version, end: VERSION.lastIndex };
}
