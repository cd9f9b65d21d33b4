import { visible } from '../control-text.ts';
import type { Fingerprints } from '../recog.ts';
import { cookieNames, type PageTexts, pageTexts, type Site } from './clues.ts';
import { indexMarks, type Mark, type MarkIndex, PAGE_TEXTS, type Sign } from './mark-index.ts';
import { keyOf, recogProducts } from './recog-products.ts';
import type { Category, Signature } from './signature.ts';
import { SIGNATURES } from './signatures/index.ts';

export type { Site } from './clues.ts';

export interface Technology {
  product: string;
  vendor: string | null;
  category: Category | 'software';
  version: string | null;
  /** CPE 2.3 formatted string; null when it has none that we know. */
  cpe: string | null;
  /** `certain`: a mark of its own; `implied`: another cannot do without it; `guess`: nothing to raise an alarm on. */
  certainty: 'certain' | 'implied' | 'guess';
  /** What gave it away, fit to be shown. */
  evidence: string;
}

interface Sighting extends Sign {
  /** Where: two hints of one place are one. */
  place: string;
  version: string | null;
  evidence: string;
}

const MAX_FIELD = 2_000;
const MAX_FIELDS = 200;
const MAX_EVIDENCE = 160;
const CONTEXT = 30;

const OURS = indexMarks(SIGNATURES);

export interface RecogniseOptions {
  /** Default: all signatures. */
  index?: MarkIndex;
  /** Loaded from Recog's feed: they add what our signatures do not know. */
  recog?: readonly Fingerprints[];
}

/** What a site is made of and what stands before it, in time linear in what was seen of it. */
export function recognise(site: Site, { index = OURS, recog = [] }: RecogniseOptions = {}): Technology[] {
  const page = site.html === undefined || site.html === '' ? null : pageTexts(site.html);
  const bySignature = Map.groupBy(sightings(site, page, index), ({ signature }) => signature);
  const found = new Map<string, Technology>();
  for (const [signature, seen] of bySignature) found.set(signature.name, technologyOf(signature, seen));
  for (const technology of found.values()) {
    if (technology.certainty === 'guess') continue;
    // What is added to a map is met by the loop that goes through it.
    for (const name of index.byName.get(technology.product)?.implies ?? []) {
      const implied = index.byName.get(name);
      const known = found.get(name);
      if (implied === undefined || (known !== undefined && known.certainty !== 'guess')) continue;
      found.delete(name);
      found.set(name, {
        ...described(implied, known?.version ?? null),
        certainty: 'implied',
        evidence: technology.product,
      });
    }
  }
  const known = new Set([...found.values()].map(keyOf));
  const others = recogProducts(site, page, recog).filter((each) => !known.has(keyOf(each)));
  return [...found.values(), ...others];
}

function technologyOf(signature: Signature, seen: readonly Sighting[]): Technology {
  const strong = seen.filter(({ hint }) => !hint);
  const places = new Set(seen.map(({ place }) => place));
  const counted = strong.length > 0 ? strong : seen;
  const telling = counted.find(({ version }) => version !== null) ?? counted[0];
  return {
    ...described(signature, telling?.version ?? null),
    certainty: strong.length > 0 || places.size > 1 ? 'certain' : 'guess',
    evidence: telling?.evidence ?? '',
  };
}

function described(signature: Signature, version: string | null) {
  return {
    product: signature.name,
    vendor: signature.vendor ?? null,
    category: signature.category,
    version,
    cpe: signature.cpe === undefined ? null : cpeName(signature.cpe, version),
  };
}

/** A version that was not seen is ANY (NISTIR 7695 section 6.2). */
function cpeName(product: string, version: string | null): string {
  const quoted = (version ?? '*').replace(/[^\w.*-]/g, '\\$&');
  return `cpe:2.3:${product}:${quoted}:*:*:*:*:*:*:*`;
}

function* sightings(site: Site, page: PageTexts | null, index: MarkIndex): Generator<Sighting> {
  const headers = (site.headers ?? []).slice(0, MAX_FIELDS);
  for (const [name, value] of headers) {
    const marks = index.headers.get(name);
    if (marks === undefined) continue;
    yield* matching(marks, value.slice(0, MAX_FIELD).toLowerCase(), name, `${name}: ${value}`);
  }
  for (const name of cookieNames(headers)) {
    yield* signs(index.cookies.get(name), 'cookies', `cookie ${name}`);
    for (const [prefix, marks] of index.cookiePrefixes) {
      if (name.startsWith(prefix)) yield* signs(marks, 'cookies', `cookie ${name}`);
    }
  }
  if (page !== null) yield* inPage(page, index);
  for (const alias of site.aliases ?? []) {
    yield* matching(index.aliasPatterns, `.${alias.toLowerCase()}`, 'aliases', `CNAME ${alias}`);
    for (const domain of domainsAbove(alias))
      yield* signs(index.aliases.get(domain), 'aliases', `CNAME ${alias}`);
  }
  for (const place of ['issuer', 'subject'] as const) {
    const name = site[place];
    if (name === undefined) continue;
    yield* matching(
      index.texts[place],
      name.slice(0, MAX_FIELD).toLowerCase(),
      place,
      `certificate ${place} ${name}`,
    );
  }
  if (site.favicon !== undefined)
    yield* signs(index.favicons.get(site.favicon), 'favicon', `icon ${site.favicon}`);
  for (const wall of site.walls ?? []) yield* signs(index.walls.get(wall), 'walls', `block page of ${wall}`);
}

function* inPage(page: PageTexts, index: MarkIndex): Generator<Sighting> {
  for (const [name, contents] of page.meta) {
    const marks = index.meta.get(name);
    if (marks === undefined) continue;
    for (const content of contents) yield* matching(marks, content, 'meta', `meta ${name}: ${content}`);
  }
  for (const place of PAGE_TEXTS) {
    if (page[place] !== '') yield* matching(index.texts[place], page[place], place, null);
  }
}

/** @param evidence null: what the mark matched and a little around it */
function* matching(
  marks: readonly Mark[],
  text: string,
  place: string,
  evidence: string | null,
): Generator<Sighting> {
  for (const { signature, hint, pattern } of marks) {
    const match = pattern.match(text);
    if (match === null) continue;
    const shown = evidence ?? `${place}: ${around(text, match.start, match.end)}`;
    yield { signature, hint, place, version: match.version, evidence: visible(shown, MAX_EVIDENCE) };
  }
}

function* signs(marks: readonly Sign[] | undefined, place: string, evidence: string): Generator<Sighting> {
  for (const { signature, hint } of marks ?? []) {
    yield { signature, hint, place, version: null, evidence: visible(evidence, MAX_EVIDENCE) };
  }
}

function around(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - CONTEXT), start);
  const behind = text.slice(end, end + CONTEXT);
  return `${before.slice(before.lastIndexOf('\n') + 1)}${text.slice(start, end)}${behind.split('\n', 1)[0]}`;
}

function domainsAbove(name: string): string[] {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.').slice(-20);
  return labels.map((_, from) => labels.slice(from).join('.'));
}
