/** Words that stand for the same place in the life of software; where one is, others are. */
const ENVIRONMENTS = [
  ...[
    'dev',
    'test',
    'staging',
    'stage',
    'stg',
    'qa',
    'uat',
    'prod',
    'demo',
    'preprod',
    'pre',
    'int',
    'sandbox',
  ],
  ...['beta', 'development', 'production', 'acc', 'preview', 'sit', 'live', 'canary', 'lab', 'perf', 'alpha'],
];
const ENVIRONMENT = new Set(ENVIRONMENTS);
/** Put beside a label that stands alone. */
const BESIDE = [
  'dev',
  'test',
  'staging',
  'stage',
  'qa',
  'uat',
  'demo',
  'api',
  'admin',
  'old',
  'new',
  'v2',
  'beta',
];
/** What follows the highest number seen is tried so far. */
const AHEAD = 3;
const MAX_NUMBERS = 60;
/** Names that are learned from, and fillings of one place: what is beyond says little new. */
const MAX_NAMES = 200_000;
const MAX_FILLINGS = 40;
const MAX_PARENTS = 200;

export interface Permutation {
  /** A host name that is none of those given. */
  name: string;
  /** The name that it was made from. */
  from: string;
}

/**
 * Names like those that are known to exist, the likeliest first: gaps in numbered series and what follows them; other
 * environments; other fillings of a pattern that several names share; children of one parent below its siblings; words
 * beside a label. Each name once, the same for the same input in whatever order. Streams; take as many as there is time for.
 * @param names host names at or below `domain`, in the form that we store
 */
export function* namePermutations(names: readonly string[], domain: string): Generator<Permutation> {
  const known = [...new Set(names)]
    .filter((name) => name.endsWith(`.${domain}`))
    .sort()
    .slice(0, MAX_NAMES);
  const told = new Set(names);
  const parts = known.map(partsOf);
  for (const make of [series, environments, fillings, cousins, besides]) {
    for (const made of make(parts, domain)) {
      const { name, from } = made;
      if (told.has(name) || !isLabelled(name)) continue;
      told.add(name);
      yield { name, from };
    }
  }
}

interface Parts {
  name: string;
  /** The first label, which is changed. */
  label: string;
  /** The rest, with its dot. */
  rest: string;
}

function partsOf(name: string): Parts {
  const dot = name.indexOf('.');
  return { name, label: name.slice(0, dot), rest: name.slice(dot) };
}

function isLabelled(name: string): boolean {
  const [label = ''] = name.split('.', 1);
  return label.length > 0 && label.length <= 63 && name.length <= 253 && !/^-|-$|^xn--/.test(label);
}

/** `web1`, `web3`: `web2`, `web4` ... with as many digits as are in use. */
function* series(parts: readonly Parts[]): Generator<Permutation> {
  const patterns = new Map<
    string,
    { before: string; after: string; width: number; seen: number[]; from: string }
  >();
  for (const { name, label, rest } of parts) {
    for (const match of label.matchAll(/\d{1,4}/g)) {
      const digits = match[0];
      const before = label.slice(0, match.index);
      const after = label.slice(match.index + digits.length) + rest;
      const width = digits.startsWith('0') ? digits.length : 0;
      const key = `${before}#${width}${after}`;
      const pattern = patterns.get(key) ?? { before, after, width, seen: [], from: name };
      pattern.seen.push(Number(digits));
      patterns.set(key, pattern);
    }
  }
  for (const { before, after, width, seen, from } of patterns.values()) {
    const low = Math.min(...seen);
    const high = Math.max(...seen);
    const start = Math.max(0, high - low <= MAX_NUMBERS ? Math.min(low - AHEAD, 1) : high - AHEAD);
    const first = low - start > MAX_NUMBERS ? low - AHEAD : start;
    for (
      let number = Math.max(0, first);
      number <= high + AHEAD && number < first + 2 * MAX_NUMBERS;
      number += 1
    ) {
      yield { name: `${before}${String(number).padStart(width, '0')}${after}`, from };
    }
  }
}

/** `api-dev`: `api-test`, `api-prod`, and `api` alone. */
function* environments(parts: readonly Parts[]): Generator<Permutation> {
  for (const { name, label, rest } of parts) {
    const words = label.split('-');
    const at = words.findIndex((word) => ENVIRONMENT.has(word));
    if (at === -1) continue;
    for (const word of ENVIRONMENTS) yield { name: words.with(at, word).join('-') + rest, from: name };
    if (words.length > 1) yield { name: words.toSpliced(at, 1).join('-') + rest, from: name };
  }
}

/** Where `a-x`, `a-y` and `b-x` are, `b-y` may be. */
function* fillings(parts: readonly Parts[]): Generator<Permutation> {
  const groups = Map.groupBy(
    parts.filter(({ label }) => label.includes('-')),
    ({ label, rest }) => `${label.split('-').length}${rest}`,
  );
  for (const group of groups.values()) {
    const rows = group.map((each) => ({ ...each, words: each.label.split('-') }));
    const length = rows[0]?.words.length ?? 0;
    for (let place = 0; place < length; place += 1) {
      const usual = commonest(rows.map(({ words }) => words[place] ?? '')).slice(0, MAX_FILLINGS);
      for (const { word } of usual) {
        for (const { name, words, rest } of rows) {
          yield { name: words.with(place, word).join('-') + rest, from: name };
        }
      }
    }
  }
}

function commonest(words: readonly string[]): { word: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .map(([word, count]) => ({ word, count }))
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
}

/** `api.eu` and `www.us`: `api.us` and `www.eu`. */
function* cousins(parts: readonly Parts[], domain: string): Generator<Permutation> {
  const byParent = Map.groupBy(
    parts.filter(({ rest }) => rest !== `.${domain}`),
    ({ rest }) => rest,
  );
  const parents = [...byParent.keys()].sort().slice(0, MAX_PARENTS);
  const labels = commonest([...byParent.values()].flat().map(({ label }) => label)).slice(0, MAX_FILLINGS);
  for (const { word } of labels) {
    const from = parts.find(({ label, rest }) => label === word && rest !== `.${domain}`)?.name;
    for (const rest of parents) if (from !== undefined) yield { name: word + rest, from };
  }
}

/** `api`: `api-dev`, `dev-api`. */
function* besides(parts: readonly Parts[]): Generator<Permutation> {
  for (const word of BESIDE) {
    for (const { name, label, rest } of parts) {
      if (label.includes('_') || label.split('-').includes(word)) continue;
      yield { name: `${label}-${word}${rest}`, from: name };
      yield { name: `${word}-${label}${rest}`, from: name };
    }
  }
}
