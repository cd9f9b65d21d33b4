import { type Entity, entitySchema, type SourceOutcome } from '@cyborux/contract';
import type { NetSession } from './net.ts';
import { visible } from './protocols/control-text.ts';
import { rootsOf, type Target } from './scope.ts';
import { type Source, SourceError, type SourceTools } from './source.ts';

interface Query {
  source: Source;
  target: Target;
  net: NetSession;
  key: string | undefined;
  signal: AbortSignal;
  timeoutMs: number;
  personalData: boolean;
  now: () => Date;
  found: (entity: Entity) => Promise<void>;
}

/** Asks one source to its end, or to where it fails; what it gave until then stays. Never throws. */
export async function querySource(query: Query): Promise<SourceOutcome> {
  const { source, target, net, key, now } = query;
  const start = now().getTime();
  let entities = 0;
  const told = (
    outcome: SourceOutcome['outcome'],
    more: Pick<SourceOutcome, 'detail' | 'skipped_for' | 'key_refused'> = {},
  ): SourceOutcome => ({
    source: source.id,
    outcome,
    ...more,
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
  const tools = {
    http: net.sourceHttp({ requestsPerMinute: source.requestsPerMinute, signal }),
    resolve: net.within(signal).resolve,
    key,
  };
  const cut = aborted(signal);
  try {
    const answers = askAll(source, target, tools)[Symbol.asyncIterator]();
    while (true) {
      const next = await Promise.race([answers.next(), cut]);
      if (next.done === true) return told('answered');
      await query.found(entitySchema.parse(next.value));
      entities += 1;
    }
  } catch (error) {
    const outcome = error instanceof SourceError ? error.outcome : 'failed';
    const detail = visible(error instanceof Error ? error.message : String(error), 300);
    const { skippedFor, keyRefused } = error instanceof SourceError ? error : {};
    // A source that failed half way answered in part; a limit and a silence stay what they are.
    return told(entities > 0 && outcome === 'failed' ? 'partial' : outcome, {
      detail,
      ...(skippedFor && { skipped_for: skippedFor }),
      ...(keyRefused && key !== undefined && { key_refused: true }),
    });
  }
}

/** About every domain that the user counts in, one after the other. */
async function* askAll(source: Source, target: Target, tools: SourceTools): AsyncGenerator<Entity> {
  for (const root of rootsOf(target)) yield* source.query({ ...target, ...root }, tools);
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
