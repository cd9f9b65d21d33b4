/** What the Observatory makes of all policies of a page: directive names to sources, both in lower case. */
export interface MergedPolicy {
  directives: Map<string, Set<string>>;
  /** A reporting directive stands twice in one policy. */
  repeatsReporting: boolean;
}

const SHORTEST = 6;
const REPORTING = ['report-uri', 'report-to'];
const collator = Intl.Collator('en');

interface Source {
  text: string;
  /** The policy that it is of. */
  policy: number;
  kept: boolean;
}

/**
 * Reads policies as the Observatory's algorithm does, which is not how a browser does: a directive that stands twice
 * makes them invalid, and of several policies what is left is what the neighbours in the sorted list share.
 * Null when they are invalid.
 */
export function mergePolicies(policies: readonly string[]): MergedPolicy | null {
  const merged = new Map<string, Source[]>();
  let repeatsReporting = false;
  for (const [index, text] of policies.entries()) {
    const directives = directivesOf(text);
    if (directives === null) return null;
    repeatsReporting ||= directives.repeatsReporting;
    for (const [name, sources] of directives.list) {
      const own = sources.map((source) => ({ text: source, policy: index, kept: index === 0 }));
      const kept = merge([...(index === 0 ? [] : (merged.get(name) ?? [])), ...own]);
      if (kept === null) return null;
      if (index === 0 && policies.length > 1) for (const source of kept) source.kept = false;
      merged.set(name, kept);
    }
  }
  const directives = [...merged].map(([name, sources]): [string, Set<string>] => [
    name,
    new Set(sources.length === 0 ? ["'none'"] : sources.map(({ text }) => text)),
  ]);
  return { directives: new Map(directives), repeatsReporting };
}

function directivesOf(
  policy: string,
): { list: [name: string, sources: string[]][]; repeatsReporting: boolean } | null {
  const text = policy.replaceAll(/[\r\n]/g, '').trim();
  if (text.length < SHORTEST) return null;
  const seen = new Set<string>();
  const list: [string, string[]][] = [];
  let repeatsReporting = false;
  for (const entry of text.split(';')) {
    const [word = '', ...sources] = entry.trim().toLowerCase().split(/\s+/);
    if (word === '') continue;
    if (seen.has(word) && !REPORTING.includes(word)) return null;
    repeatsReporting ||= seen.has(word);
    seen.add(word);
    list.push([word, sources.length === 0 && word.endsWith('-src') ? ["'none'"] : sources]);
  }
  return { list, repeatsReporting };
}

/** Null when a source cannot be decoded. */
function merge(sources: Source[]): Source[] | null {
  const sorted = sources.toSorted((one, other) => collator.compare(one.text, other.text));
  for (const [index, source] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before === undefined) continue;
    if (before.policy === source.policy) {
      if (source.text.startsWith(before.text)) source.kept = false;
      continue;
    }
    const shared = covers(before.text, source.text);
    if (shared === null) return null;
    if (shared) source.kept = true;
  }
  return sorted.filter(({ kept }) => kept);
}

/** Does the path of `wide` lead to `narrow`? One that ends in a slash stands for all below it. */
function covers(wide: string, narrow: string): boolean | null {
  if (wide === '' || (wide === '/' && narrow === '')) return true;
  const exact = !wide.endsWith('/');
  const [above, below] = [wide.split('/'), narrow.split('/')];
  if (above.length > below.length || (exact && above.length !== below.length)) return false;
  for (const [index, part] of (exact ? above : above.slice(0, -1)).entries()) {
    const [one, other] = [decoded(part), decoded(below[index] ?? '')];
    if (one === null || other === null) return null;
    if (one !== other) return false;
  }
  return true;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
