import type { Entity, EntityKind, SkipReason } from '@cyborux/contract';
import type { z } from 'zod';
import type { Resolve } from './protocols/dns-answer.ts';
import { foundNames } from './protocols/found-names.ts';
import type { Target } from './scope.ts';

interface SourceFacts<Id extends string> {
  id: Id;
  title: string;
  homepage: string;
  /** Left out: the source needs no key. */
  credential?: { optional: boolean; howToGet: string };
  requestsPerMinute: number;
  /** It tells of persons alone: it is not asked where their data is not to be collected. */
  personalData?: true;
  /** Kinds of entities that it may give. */
  yields: readonly EntityKind[];
}

/** Is asked about the domain, once an analysis. */
export interface DomainSource<Id extends string = string> extends SourceFacts<Id> {
  accepts?: 'domain';
  query(target: Target, tools: SourceTools): AsyncIterable<Entity>;
}

/** Is asked about entities of the inventory, as they are found. */
export interface EntitySource<Id extends string = string> extends SourceFacts<Id> {
  accepts: 'IPAddress' | 'AutonomousSystem';
  /** How many entities one analysis asks about at most. */
  questions: number;
  query(subject: Subject, tools: SourceTools): AsyncIterable<Entity>;
}

/** A passive module: asks a third party, never the target. No `try`, no retry, no pace: the runner's. */
export type Source<Id extends string = string> = DomainSource<Id> | EntitySource<Id>;

/** The entity that a source is asked about. */
export interface Subject {
  name: string;
  target: Target;
}

export interface SourceTools {
  http: SourceHttp;
  resolve: Resolve;
  whois: Whois;
  key: string | undefined;
  /** May addresses of people be told? */
  personal: boolean;
  /** Part of the answer could not be had or read: the source counts as partial, or as failed when it gave nothing. */
  incomplete(why: string): void;
}

export interface SourceRequest {
  headers?: Record<string, string>;
  maxBytes?: number;
  /** Left out: GET. Otherwise POST. */
  body?: { json: unknown } | { form: Record<string, string> };
  /** RFC 7617. */
  basic?: { user: string; password: string };
  /** The text is a web page, as it should be. */
  page?: boolean;
}

/**
 * 404 is null; 429 and 5xx are retried, then thrown as SourceError; so are other statuses, web pages where none is
 * expected, and what is not of the form asked for. Of an answer that breaks off, what came is told and noted as
 * incomplete. Errors name the party alone: URLs may hold keys.
 */
export interface SourceHttp {
  json<T>(url: string, schema: z.ZodType<T>, request?: SourceRequest): Promise<T | null>;
  text(url: string, request?: SourceRequest): Promise<string | null>;
}

/** RFC 3912: a line to port 43 of the server, and the whole answer as text. Throws SourceError. */
export type Whois = (server: string, line: string) => Promise<string>;

/** A source did not answer, or not to the end. What it yielded before stays. */
export class SourceError extends Error {
  override name = 'SourceError';
  readonly outcome: 'limited' | 'failed' | 'timeout' | 'skipped';
  readonly skippedFor: SkipReason | undefined;
  readonly keyRefused: boolean;

  /** @param options.keyRefused it answers that the key is missing or none of its own */
  constructor(outcome: SourceError['outcome'], message: string, options?: SourceErrorOptions) {
    super(message, options);
    this.outcome = outcome;
    this.skippedFor = options?.skippedFor;
    this.keyRefused = options?.keyRefused ?? false;
  }
}

interface SourceErrorOptions extends ErrorOptions {
  skippedFor?: SkipReason;
  keyRefused?: boolean;
}

export function defineSource<Id extends string>(source: DomainSource<Id>): DomainSource<Id>;
export function defineSource<Id extends string>(source: EntitySource<Id>): EntitySource<Id>;
export function defineSource(source: Source): Source {
  return source;
}

export function asksEntities(source: Source): source is EntitySource {
  return source.accepts !== undefined && source.accepts !== 'domain';
}

/** Turns what a source lists into the domain's names, each once however many pages list it. */
export function hostFinder(
  { name: domain }: Pick<Target, 'name'>,
  { incomplete }: Pick<SourceTools, 'incomplete'>,
): (listed: readonly unknown[]) => Iterable<Entity> {
  const known = new Set<string>();
  return function* hosts(listed) {
    const texts = listed.filter((each) => typeof each === 'string');
    if (texts.length < listed.length) incomplete(`${listed.length - texts.length} names are no text`);
    const names = foundNames(texts, domain);
    if (listed.length > 0 && names.length === 0) incomplete('none of the names is of the domain');
    for (const name of names) {
      if (!known.has(name)) yield { kind: 'FQDN', name, attributes: {} };
      known.add(name);
    }
  };
}

/** The items that are of their form; the others are noted. */
export function readItems<T>(
  listed: readonly unknown[],
  schema: z.ZodType<T>,
  { incomplete }: Pick<SourceTools, 'incomplete'>,
): T[] {
  const items: T[] = [];
  for (const each of listed) {
    const parsed = schema.safeParse(each);
    if (parsed.success) items.push(parsed.data);
  }
  if (items.length < listed.length) incomplete(`${listed.length - items.length} items are of another form`);
  return items;
}
