import { type NetSession, type Source, SourceError, type SourceHttp } from '@cyborux/engine';
import type { Logger } from 'pino';

/** Reserved for documentation (RFC 2606), and known to every source. */
const TARGET = { name: 'example.com', registrable: 'example.com' };
const TIMEOUT_MS = 10_000;

export type KeyTest = { state: 'accepted' } | { state: 'refused' | 'untested'; detail: string };

/** Asks the source one request with the key. Whatever is no clear refusal and no answer leaves it untested. */
export async function tryKey(
  { openNetwork, log }: { openNetwork: () => NetSession; log: Logger },
  source: Source,
  key: string,
): Promise<KeyTest> {
  const net = openNetwork();
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const http = net.sourceHttp({ requestsPerMinute: source.requestsPerMinute, signal });
  const tools = { http: onceOnly(http), resolve: net.within(signal).resolve, key };
  try {
    const answers = source.query(TARGET, tools)[Symbol.asyncIterator]();
    await Promise.race([answers.next(), raised(signal)]);
    return { state: 'accepted' };
  } catch (error) {
    if (error instanceof Enough) return { state: 'accepted' };
    if (error instanceof SourceError && error.keyRefused) {
      return { state: 'refused', detail: `${source.title} does not accept this key.` };
    }
    log.info({ source: source.id }, 'key of a source could not be tested');
    return { state: 'untested', detail: `${source.title} did not answer the test of the key.` };
  } finally {
    await net.close();
  }
}

/** The first answer was one: no more is asked. */
class Enough extends Error {
  override name = 'Enough';
}

function onceOnly(http: SourceHttp): SourceHttp {
  let answered = false;
  const calls = Object.entries(http).map(([name, call]: [string, (...args: unknown[]) => unknown]) => [
    name,
    async (...args: unknown[]) => {
      if (answered) throw new Enough();
      const answer = await call(...args);
      answered = true;
      return answer;
    },
  ]);
  return Object.fromEntries(calls) as SourceHttp;
}

function raised(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new SourceError('timeout', 'no answer in time')), {
      once: true,
    });
  });
}
