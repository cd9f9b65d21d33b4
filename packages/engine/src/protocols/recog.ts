import { parseRecog, type RecogEntry, type RecogParam } from './recog-xml.ts';
import { MAX_TEXT, RegexSyntaxError, type RubyRegex, rubyRegex } from './ruby-regex.ts';

export interface SkippedFingerprint {
  description: string;
  pattern: string;
  /** What in it we do not know. */
  reason: string;
}

export interface Fingerprints {
  /** What the patterns are matched against, `http_header.server` for one; null where the file does not say. */
  matches: string | null;
  protocol: string | null;
  /** From 0 to 1, among files that match the same thing; null where the file does not say. */
  preference: number | null;
  size: number;
  skipped: readonly SkippedFingerprint[];
  /** What the first fingerprint that fits says, as `service.product`; null when none fits. Of a long text the front is read. */
  match(text: string): Record<string, string> | null;
}

interface Fingerprint {
  regex: RubyRegex;
  params: readonly RecogParam[];
}

/**
 * Loads a file of fingerprints in Recog's XML format. They are tried in their order. A value may take in others,
 * as in `cpe:/a:apache:http_server:{service.version}`. Pattern and text meet in time bounded by their product.
 * @throws Error when it is no such file
 */
export function loadFingerprints(xml: string): Fingerprints {
  const { attributes, entries } = parseRecog(xml);
  const fingerprints: Fingerprint[] = [];
  const skipped: SkippedFingerprint[] = [];
  for (const entry of entries) {
    const regex = regexOf(entry);
    if (regex instanceof RegexSyntaxError) {
      skipped.push({ description: entry.description, pattern: entry.pattern, reason: regex.message });
    } else fingerprints.push({ regex, params: entry.params });
  }
  const protocol = attributes.protocol ?? null;
  const preference = Number(attributes.preference ?? Number.NaN);
  return {
    matches: attributes.matches ?? null,
    protocol,
    preference: Number.isNaN(preference) ? null : preference,
    size: fingerprints.length,
    skipped,
    match(whole) {
      const text = whole.slice(0, MAX_TEXT);
      const lower = text.toLowerCase();
      for (const { regex, params } of fingerprints) {
        const groups = regex.exec(text, lower);
        if (groups !== null) return attributesOf(params, groups, protocol);
      }
      return null;
    },
  };
}

function regexOf({ pattern, flags }: RecogEntry): RubyRegex | RegexSyntaxError {
  const options = {
    ignoreCase: flags.includes('REG_ICASE') || flags.includes('IGNORECASE'),
    // Both are Ruby's `m`: there, `^` and `$` are of lines at all times.
    dotAll: flags.includes('REG_DOT_NEWLINE') || flags.includes('REG_MULTILINE'),
  };
  try {
    return rubyRegex(pattern, options);
  } catch (error) {
    if (error instanceof RegexSyntaxError) return error;
    throw error;
  }
}

function attributesOf(
  params: readonly RecogParam[],
  groups: readonly (string | undefined)[],
  protocol: string | null,
): Record<string, string> {
  const found = new Map<string, string>();
  for (const { position, name, value } of params) {
    const text = position === 0 ? value : groups[position];
    if (text !== undefined) found.set(name, text);
  }
  if (protocol !== null && !found.has('service.protocol')) found.set('service.protocol', protocol);
  const fixed = params.filter(({ position, value }) => position === 0 && value.includes('{'));
  for (const { name, value } of fixed) {
    const filled = interpolated(name, value, found);
    if (filled === null) found.delete(name);
    else found.set(name, filled);
  }
  // A name that begins so is for other values to take in alone.
  return Object.fromEntries([...found].filter(([name]) => !name.startsWith('_tmp.')));
}

/** A part that is not known is `-` in a CPE; any other value is then not known as a whole. */
function interpolated(name: string, value: string, found: ReadonlyMap<string, string>): string | null {
  let missing = false;
  const filled = value.replace(/\{([\w.]+)\}/g, (_, key: string) => {
    const text = found.get(key);
    if (text === undefined) missing = true;
    return text ?? '-';
  });
  return missing && !name.endsWith('.cpe23') ? null : filled;
}
