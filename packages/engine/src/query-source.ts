import { type Entity, entitySchema, type SourceOutcome } from '@cyborux/contract';
import type { NetSession } from './net.ts';
import { visible } from './protocols/control-text.ts';
import { rootsOf, type Target } from './scope.ts';
import { asksEntities, type Source, SourceError, type SourceTools } from './source.ts';

export interface Query {
  source: Source;
  target: Target;
  /** The entity that it is asked about, for sources that are asked about entities. */
  about?: string;
  net: NetSession;
  key: string | undefined;
  signal: AbortSignal;
  timeoutMs: number;
  personalData: boolean;
  now: () => Date;
  found: (entity: Entity) => Promise<void>;
}

const MAX_DETAIL = 300;

/** Asks one source to its end, or to where it fails; what it gave until then stays. Never throws. */
export async function querySource(query: Query): Promise<SourceOutcome> {
  const { source, key, now } = query;
  const start = now().getTime();
  const doubts = new Set<string>();
  let entities = 0;
  const told = (
    outcome: SourceOutcome['outcome'],
    more: Pick<SourceOutcome, 'detail' | 'skipped_for' | 'key_refused'> = {},
  ): SourceOutcome => ({
    source: source.id,
    outcome,
    ...more,
    ...(more.detail !== undefined && { detail: visible(withoutKey(more.detail, key), MAX_DETAIL) }),
    entities,
    duration_ms: now().getTime() - start,
  });
  if (source.credential?.optional === false && key === undefined) {
    return told('skipped', { detail: 'needs a key', skipped_for: 'needs-key' });
  }
  if (source.personalData === true && !query.personalData) {
    return told('skipped', {
      detail: 'tells of persons, whose data is not collected here',
      skipped_for: 'personal-data',
    });
  }
  const signal = AbortSignal.any([query.signal, AbortSignal.timeout(query.timeoutMs)]);
  const cut = aborted(signal);
  try {
    const answers = ask(query, toolsOf(query, signal, doubts))[Symbol.asyncIterator]();
    while (true) {
      const next = await Promise.race([answers.next(), cut]);
      if (next.done === true) break;
      await query.found(entitySchema.parse(next.value));
      entities += 1;
    }
    if (doubts.size === 0) return told('answered');
    return told(entities > 0 ? 'partial' : 'failed', { detail: [...doubts].join('; ') });
  } catch (error) {
    const outcome = error instanceof SourceError ? error.outcome : 'failed';
    const detail = error instanceof Error ? error.message : String(error);
    const { skippedFor, keyRefused } = error instanceof SourceError ? error : {};
    // A source that failed half way answered in part; a limit and a silence stay what they are.
    return told(entities > 0 && outcome === 'failed' ? 'partial' : outcome, {
      detail,
      ...(skippedFor && { skipped_for: skippedFor }),
      ...(keyRefused && key !== undefined && { key_refused: true }),
    });
  }
}

async function* ask({ source, target, about = '' }: Query, tools: SourceTools): AsyncGenerator<Entity> {
  if (asksEntities(source)) {
    yield* source.query({ name: about, target }, tools);
    return;
  }
  // About every domain that the user counts in, one after the other.
  for (const root of rootsOf(target)) yield* source.query({ ...target, ...root }, tools);
}

function toolsOf(
  { source, net, key, personalData }: Query,
  signal: AbortSignal,
  doubts: Set<string>,
): SourceTools {
  const pace = { source: source.id, requestsPerMinute: source.requestsPerMinute, signal };
  const incomplete = (why: string) => void doubts.add(why);
  return {
    http: net.sourceHttp({ ...pace, incomplete }),
    resolve: net.within(signal).resolve,
    whois: (server, line) => net.sourceWhois(pace)(server, line),
    key,
    personal: personalData,
    incomplete,
  };
}

/** Parties repeat the key that they refuse. */
function withoutKey(detail: string, key: string | undefined): string {
  return key === undefined || key === '' ? detail : detail.replaceAll(key, '***');
}

function aborted(signal: AbortSignal): Promise<never> {
  const cut = new Promise<never>((_, reject) => {
    const fail = () => reject(new SourceError('timeout', 'no answer in time'));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
  // Raised after the source has ended, it is nobody's concern.
  cut.catch(() => undefined);
  return cut;
}
