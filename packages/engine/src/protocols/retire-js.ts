import { z } from 'zod';
import { compareVersions } from './cpe.ts';
import { findAll, type SafePattern, safePattern } from './retire-js-pattern.ts';
import { RegexSyntaxError } from './ruby-regex.ts';

const texts = z.array(z.string());
const vulnerabilitySchema = z.object({
  atOrAbove: z.string().exactOptional(),
  below: z.string().exactOptional(),
  excludes: texts.default([]),
  severity: z.enum(['critical', 'high', 'medium', 'low', 'none']),
  cwe: texts.default([]),
  identifiers: z
    .object({
      summary: z.string().exactOptional(),
      CVE: texts.default([]),
      githubID: z.string().exactOptional(),
    })
    .default({ CVE: [] }),
  info: texts.default([]),
});

/** RetireJS's `jsrepository`, as far as it is used. */
const feedSchema = z.record(
  z.string(),
  z.object({
    npmname: z.string().exactOptional(),
    vulnerabilities: z.array(vulnerabilitySchema).default([]),
    extractors: z
      .object({ uri: texts.default([]), filename: texts.default([]), filecontent: texts.default([]) })
      .default({ uri: [], filename: [], filecontent: [] }),
  }),
);

export interface LibraryVulnerability {
  severity: 'critical' | 'high' | 'medium' | 'low' | 'none';
  summary: string | null;
  /** CVE numbers, then the advisory of GitHub. */
  identifiers: readonly string[];
  cwe: readonly string[];
  references: readonly string[];
  /** The first version that does not have it; null when none is known. */
  fixedIn: string | null;
}

export interface FoundLibrary {
  name: string;
  version: string;
  /** What of the script gave it away. */
  by: 'url' | 'content';
  vulnerabilities: readonly LibraryVulnerability[];
}

export interface LibraryFeed {
  size: number;
  /** Patterns that are not taken, with the reason. */
  skipped: readonly { library: string; pattern: string; reason: string }[];
  /** Libraries that a script's address tells: of its path, and of its last part. */
  byUrl(url: string): FoundLibrary[];
  /** Libraries that the text of a script has in it. */
  byContent(script: string): FoundLibrary[];
  /** What is known of a version, null when the library is not. */
  vulnerabilities(library: string, version: string): LibraryVulnerability[] | null;
}

type Library = z.infer<typeof feedSchema>[string];
type Place = 'uri' | 'filename' | 'filecontent';

/** The example of the format, and addresses that RetireJS does not look at. */
const NO_LIBRARIES = new Set(['retire-example', 'dont check']);
const VERSION = '[0-9][0-9.a-z_\\-]+';
const MAX_URL = 2_000;
const MAX_SCRIPT = 1_048_576;
/** Windows of a script's text that are searched, for all patterns together: it bounds the time of a hostile one. */
const MAX_WINDOWS = 400;

/**
 * Loads RetireJS's feed (`jsrepository.json` or `jsrepository-v5.json`). Its patterns run in our own matcher, whose time
 * is bounded; those that it does not know are left out and told.
 * @throws when it is no such feed
 */
export function loadLibraries(feed: unknown): LibraryFeed {
  const libraries = Object.entries(feedSchema.parse(feed)).filter(([name]) => !NO_LIBRARIES.has(name));
  const byName = new Map(libraries);
  const skipped: { library: string; pattern: string; reason: string }[] = [];
  const patterns: Record<Place, { name: string; library: Library; pattern: SafePattern }[]> = {
    uri: [],
    filename: [],
    filecontent: [],
  };
  for (const [name, library] of libraries) {
    for (const place of ['uri', 'filename', 'filecontent'] as const) {
      for (const source of library.extractors[place]) {
        const body = source.replaceAll('§§version§§', VERSION);
        const pattern = compiled(place === 'filename' ? `\\A(?:${body})\\z` : body);
        if (pattern instanceof RegexSyntaxError)
          skipped.push({ library: name, pattern: source, reason: pattern.message });
        else patterns[place].push({ name, library, pattern });
      }
    }
  }

  function search(place: Place, text: string, by: FoundLibrary['by']): FoundLibrary[] {
    const found = new Map<string, FoundLibrary>();
    const budget = { windows: MAX_WINDOWS };
    const lower = text.toLowerCase();
    for (const { name, library, pattern } of patterns[place]) {
      for (const told of findAll(pattern, text, lower, budget)) {
        const version = told.replace(/(?:[.-](?:slim|min))+$/, '');
        found.set(`${name} ${version}`, {
          name,
          version,
          by,
          vulnerabilities: vulnerabilitiesOf(library, version),
        });
      }
    }
    return [...found.values()];
  }

  return {
    size: libraries.length,
    skipped,
    byUrl(url) {
      const plain = url.slice(0, MAX_URL).split(/[?#]/, 1)[0] ?? '';
      const fileName = plain.slice(plain.lastIndexOf('/') + 1);
      const found = [...search('uri', plain, 'url'), ...search('filename', fileName, 'url')];
      return [...new Map(found.map((each) => [`${each.name} ${each.version}`, each])).values()];
    },
    byContent: (script) => search('filecontent', script.slice(0, MAX_SCRIPT), 'content'),
    vulnerabilities(name, version) {
      const library = byName.get(name);
      return library === undefined ? null : vulnerabilitiesOf(library, version);
    },
  };
}

function compiled(pattern: string): SafePattern | RegexSyntaxError {
  try {
    return safePattern(pattern);
  } catch (error) {
    if (error instanceof RegexSyntaxError) return error;
    throw error;
  }
}

function vulnerabilitiesOf({ vulnerabilities }: Library, version: string): LibraryVulnerability[] {
  const applying = vulnerabilities.filter(
    ({ atOrAbove, below, excludes }) =>
      !excludes.includes(version) &&
      (atOrAbove === undefined || compareVersions(version, atOrAbove) >= 0) &&
      (below === undefined || compareVersions(version, below) < 0),
  );
  return applying.map(({ severity, below, cwe, identifiers, info }) => ({
    severity,
    summary: identifiers.summary ?? null,
    identifiers: [...identifiers.CVE, ...(identifiers.githubID === undefined ? [] : [identifiers.githubID])],
    cwe,
    references: info,
    fixedIn: below ?? null,
  }));
}
