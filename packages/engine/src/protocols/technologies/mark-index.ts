import { compilePattern, type Pattern } from './pattern.ts';
import type { Marks, Patterns, Signature } from './signature.ts';

/** A pattern of a signature. */
export interface Mark {
  signature: Signature;
  pattern: Pattern;
  /** One of `hints`. */
  hint: boolean;
}

/** A mark that is there or not. */
export type Sign = Omit<Mark, 'pattern'>;

export type PageText = 'title' | 'scripts' | 'urls' | 'html';
export const PAGE_TEXTS = ['title', 'scripts', 'urls', 'html'] as const satisfies readonly PageText[];

/** The marks of all signatures, by where they are looked for, so that what a site does not have costs nothing. */
export interface MarkIndex {
  byName: ReadonlyMap<string, Signature>;
  headers: ReadonlyMap<string, readonly Mark[]>;
  meta: ReadonlyMap<string, readonly Mark[]>;
  texts: Readonly<Record<PageText | 'issuer' | 'subject', readonly Mark[]>>;
  cookies: ReadonlyMap<string, readonly Sign[]>;
  /** Beginnings of names. */
  cookiePrefixes: ReadonlyMap<string, readonly Sign[]>;
  aliases: ReadonlyMap<string, readonly Sign[]>;
  /** Domains with labels that differ from site to site. */
  aliasPatterns: readonly Mark[];
  favicons: ReadonlyMap<number, readonly Sign[]>;
  walls: ReadonlyMap<string, readonly Sign[]>;
}

export function indexMarks(signatures: readonly Signature[]): MarkIndex {
  const texts = {
    title: [] as Mark[],
    scripts: [] as Mark[],
    urls: [] as Mark[],
    html: [] as Mark[],
    issuer: [] as Mark[],
    subject: [] as Mark[],
  };
  const headers = new Map<string, Mark[]>();
  const meta = new Map<string, Mark[]>();
  const cookies = new Map<string, Sign[]>();
  const cookiePrefixes = new Map<string, Sign[]>();
  const aliases = new Map<string, Sign[]>();
  const aliasPatterns: Mark[] = [];
  const favicons = new Map<number, Sign[]>();
  const walls = new Map<string, Sign[]>();

  function addMarks(signature: Signature, marks: Marks, hint: boolean): void {
    const sign = { signature, hint };
    const marksOf = (patterns: Patterns | undefined) =>
      listOf(patterns).map((source) => ({ ...sign, pattern: compilePattern(source) }));
    for (const [name, patterns] of Object.entries(marks.headers ?? {})) add(headers, name, marksOf(patterns));
    for (const [name, patterns] of Object.entries(marks.meta ?? {})) add(meta, name, marksOf(patterns));
    for (const place of [...PAGE_TEXTS, 'issuer', 'subject'] as const)
      texts[place].push(...marksOf(marks[place]));
    for (const name of marks.cookies ?? []) {
      if (name.endsWith('*')) add(cookiePrefixes, name.slice(0, -1), [sign]);
      else add(cookies, name, [sign]);
    }
    for (const domain of marks.aliases ?? []) {
      if (domain.includes('*')) aliasPatterns.push(...marksOf(`.${domain}$`));
      else add(aliases, domain, [sign]);
    }
    for (const hash of marks.favicon ?? []) add(favicons, hash, [sign]);
    for (const wall of marks.walls ?? []) add(walls, wall, [sign]);
  }

  for (const signature of signatures) {
    addMarks(signature, signature, false);
    if (signature.hints !== undefined) addMarks(signature, signature.hints, true);
  }
  const byName = new Map(signatures.map((signature) => [signature.name, signature]));
  return { byName, headers, meta, texts, cookies, cookiePrefixes, aliases, aliasPatterns, favicons, walls };
}

function listOf(patterns: Patterns | undefined): readonly string[] {
  if (patterns === undefined) return [];
  return typeof patterns === 'string' ? [patterns] : patterns;
}

function add<K, V>(map: Map<K, V[]>, key: K, values: readonly V[]): void {
  map.set(key, [...(map.get(key) ?? []), ...values]);
}
