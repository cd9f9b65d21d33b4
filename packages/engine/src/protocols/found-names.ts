import { normaliseName } from './domain-name.ts';

const MAX_TEXT = 1_000_000;
/** Zero-width characters, soft hyphens and byte-order marks: nobody sees them, and lists are full of them. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
/** What is left of `%2f`, `%3d`, `%252f` ... when the per cent sign of a crawled URL is lost. */
const ESCAPE = /^(?:25)*(?:2f|3d|3a|40|22|27|20|5c|25)(?=[a-z])/;
const USUAL = /^(?:www\d*|https?|mail|ftp|api)$/;

/**
 * The host names at or below the domain that a list of a third party holds, each once, in the form that we store. Takes
 * several names a text (lines, commas), URLs, wildcards, trailing dots, ports, IDN; leaves out mail addresses, names of
 * other domains, and labels that are the remains of an escape (`25www`, `2fapi`).
 */
export function foundNames(texts: Iterable<string>, domain: string): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    for (const part of text.slice(0, MAX_TEXT).split(/[\s,;|"'<>()[\]]+/)) {
      const name = nameIn(part);
      if (name !== null && (name === domain || name.endsWith(`.${domain}`))) found.add(name);
    }
  }
  return [...found].filter((name) => !isRemainder(name, found));
}

function nameIn(part: string): string | null {
  const text = part.replace(INVISIBLE, '');
  const host = /^[a-z][a-z0-9+.-]{0,20}:\/\//i.test(text)
    ? authorityOf(text)
    : (text.split(/[/?#]/, 1)[0] ?? '');
  if (host.includes('@')) return null;
  const bare = host.replace(/:\d{0,5}$/, '').replace(/^(?:\*?\.)+/, '');
  return normaliseName(bare.replace(/\.{2,}$/, '.'));
}

/** User and password of a URL are left out: what is behind them is a host, not a mail address. */
function authorityOf(url: string): string {
  const authority = url.slice(url.indexOf('://') + 3).split(/[/?#\\]/, 1)[0] ?? '';
  return authority.slice(authority.lastIndexOf('@') + 1);
}

/** Is the first label a usual one, or one that was found by itself, behind the remains of an escape? */
function isRemainder(name: string, found: ReadonlySet<string>): boolean {
  const rest = name.replace(ESCAPE, '');
  if (rest === name) return false;
  if (USUAL.test(rest.split('.', 1)[0] ?? '')) return true;
  return /^(?:25)*2[5f]/.test(name) && found.has(rest);
}
