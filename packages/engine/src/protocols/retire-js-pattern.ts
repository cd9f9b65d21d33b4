import { MAX_TEXT, type RubyRegex, rubyRegex } from './ruby-regex.ts';
import { neededText } from './ruby-regex-literal.ts';
import { parseRegex } from './ruby-regex-syntax.ts';

/** A pattern of which each match takes time bounded by its length and that of a window of text. */
export interface SafePattern {
  regex: RubyRegex;
  /** In lower case; must be in the text. */
  needed: string;
}

const OPTIONS = { ignoreCase: false, dotAll: false };
/** A window reaches back from what was found, and on. */
const BACK = 1_536;
/** Of one pattern: places of its text that are looked at. */
const MAX_PLACES = 4;

/** @throws RegexSyntaxError when our matcher does not know the pattern */
export function safePattern(source: string): SafePattern {
  const regex = rubyRegex(source, OPTIONS);
  return { regex, needed: neededText(parseRegex(source, OPTIONS).node) };
}

/**
 * The first group of each match. A long text is looked at around the places of what the pattern needs.
 * @param lower the text in lower case
 * @param budget windows that may still be looked at
 */
export function findAll(
  { regex, needed }: SafePattern,
  text: string,
  lower: string,
  budget: { windows: number },
): string[] {
  const found = new Set<string>();
  let at = lower.indexOf(needed);
  for (let place = 0; place < MAX_PLACES && at !== -1 && budget.windows > 0; place += 1) {
    budget.windows -= 1;
    const from = Math.max(0, at - BACK);
    const window = text.slice(from, from + MAX_TEXT);
    const [whole = '', version] = regex.exec(window) ?? [];
    // What ends where the window does may be cut.
    const cut = from + MAX_TEXT < text.length && window.endsWith(whole);
    if (version !== undefined && !cut) found.add(version);
    at = lower.indexOf(needed, Math.max(at + 1, from + MAX_TEXT - BACK));
  }
  return [...found];
}
