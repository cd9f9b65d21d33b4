export type Hsts =
  | { state: 'present'; maxAge: number; includeSubDomains: boolean; preload: boolean }
  | { state: 'absent' }
  /** A browser ignores the field. `reason` is one sentence. */
  | { state: 'malformed'; reason: string };

/** RFC 9110 section 5.6.2. */
const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const SPACE = /[ \t]*/y;

/**
 * Reads Strict-Transport-Security as a browser does (RFC 6797 sections 6.1 and 8.1).
 * @param values of all such fields of the response, in order; only the first one counts
 */
export function parseHsts(values: readonly string[]): Hsts {
  const [value] = values;
  if (value === undefined) return { state: 'absent' };
  const directives = parseDirectives(value);
  if (typeof directives === 'string') return { state: 'malformed', reason: directives };
  const maxAge = directives.get('max-age');
  if (maxAge === undefined) return { state: 'malformed', reason: 'max-age is missing.' };
  if (maxAge === null || !/^[0-9]+$/.test(maxAge)) {
    return { state: 'malformed', reason: 'max-age is not a number of seconds.' };
  }
  if (directives.get('includesubdomains') != null) {
    return { state: 'malformed', reason: 'includeSubDomains takes no value.' };
  }
  return {
    state: 'present',
    maxAge: Math.min(Number(maxAge), Number.MAX_SAFE_INTEGER),
    includeSubDomains: directives.has('includesubdomains'),
    preload: directives.has('preload'),
  };
}

/** Names in lower case to values, null for a directive without one; a sentence when the syntax is broken. */
function parseDirectives(text: string): Map<string, string | null> | string {
  const directives = new Map<string, string | null>();
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    at += match?.[0].length ?? 0;
    return match;
  };
  while (at < text.length) {
    take(SPACE);
    const name = take(TOKEN)?.[0].toLowerCase();
    take(SPACE);
    if (name !== undefined) {
      if (directives.has(name)) return `${name} stands twice.`;
      directives.set(name, null);
      if (text[at] === '=') {
        at += 1;
        take(SPACE);
        const value = take(QUOTED)?.[1]?.replace(/\\(.)/g, '$1') ?? take(TOKEN)?.[0];
        if (value === undefined) return `${name} has no value after "=".`;
        directives.set(name, value);
        take(SPACE);
      }
    }
    if (at < text.length && text[at] !== ';') return 'Directives must be separated by semicolons.';
    at += 1;
  }
  return directives;
}
