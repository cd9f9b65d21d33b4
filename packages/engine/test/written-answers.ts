import type { Entity } from '@cyborux/contract';
import type { Target } from '../src/scope.ts';
import {
  type DomainSource,
  type EntitySource,
  SourceError,
  type SourceHttp,
  type SourceRequest,
  type SourceTools,
  type Whois,
} from '../src/source.ts';

/** What a third party answers: JSON, text, a 404 (null), or why the client gave up. */
export type WrittenAnswer = { json: unknown } | { text: string } | null | SourceError;

export interface Asked {
  url: string;
  headers: Record<string, string>;
}

/**
 * A source's client whose answers are written down beforehand, URL by URL (and body, as JSON, behind a space); another
 * question is refused.
 */
export function writtenHttp(answers: Record<string, WrittenAnswer>, asked: Asked[] = []): SourceHttp {
  function answerTo(url: string, request: SourceRequest = {}): Exclude<WrittenAnswer, SourceError> {
    asked.push({ url, headers: request.headers ?? {} });
    const question =
      request.body === undefined ? url : `${url} ${JSON.stringify(Object.values(request.body)[0])}`;
    const answer = answers[question];
    if (answer === undefined) throw new Error(`nothing is written down for ${question}`);
    if (answer instanceof SourceError) throw answer;
    return answer;
  }

  return {
    async json(url, schema, request) {
      const answer = answerTo(url, request);
      if (answer === null) return null;
      const parsed = schema.safeParse('json' in answer ? structuredClone(answer.json) : undefined);
      if (!parsed.success) throw new SourceError('failed', 'not the expected JSON', { cause: parsed.error });
      return parsed.data;
    },
    async text(url, request) {
      const answer = answerTo(url, request);
      if (answer === null) return null;
      return 'text' in answer ? answer.text : JSON.stringify(answer.json);
    },
  };
}

/** WHOIS servers whose answers are written down beforehand as `server line`; another question is refused. */
export function writtenWhois(answers: Record<string, string | SourceError>, asked: string[] = []): Whois {
  return async (server, line) => {
    const question = `${server} ${line}`;
    asked.push(question);
    const answer = answers[question];
    if (answer === undefined) throw new Error(`nothing is written down for ${question}`);
    if (answer instanceof SourceError) throw answer;
    return answer;
  };
}

/** What the source yields, the error that ended it, and what it could not read. */
export async function collect(
  source: DomainSource,
  target: Target,
  http: SourceHttp,
  key?: string,
  more: Partial<SourceTools> = {},
): Promise<{ entities: Entity[]; error: SourceError | undefined; doubts: string[] }> {
  const entities: Entity[] = [];
  const doubts: string[] = [];
  const resolve = () => Promise.reject(new Error('the source does not ask the DNS'));
  try {
    const whois = () => Promise.reject(new Error('the source does not ask WHOIS'));
    const incomplete = (why: string) => void doubts.push(why);
    const tools = { http, resolve, whois, key, personal: false, incomplete, ...more };
    for await (const entity of source.query(target, tools)) entities.push(entity);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { entities, error, doubts };
  }
  return { entities, error: undefined, doubts };
}

/** As `collect`, for a source that is asked about an entity. */
export function collectAbout(
  source: EntitySource,
  name: string,
  target: Target,
  http: SourceHttp,
  key?: string,
) {
  const query = (_: Target, tools: SourceTools) => source.query({ name, target }, tools);
  return collect({ ...source, accepts: 'domain', query }, target, http, key);
}

export function namesOf(entities: readonly Entity[], kind: Entity['kind']): string[] {
  return entities.filter((entity) => entity.kind === kind).map((entity) => entity.name);
}
