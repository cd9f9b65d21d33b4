import { asksEntities, type NetSession, type Source, SourceError, type SourceTools } from '@cyborux/engine';
import type { Logger } from 'pino';

/** Reserved for documentation (RFC 2606), and known to every source. */
const TARGET = { name: 'example.com', registrable: 'example.com' };
/** Reserved as well (RFC 5737, RFC 5398). */
const SUBJECTS = { IPAddress: '192.0.2.1', AutonomousSystem: 'AS64496' };
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
  const pace = { source: source.id, requestsPerMinute: source.requestsPerMinute, signal };
  let whole = true;
  const incomplete = () => {
    whole = false;
  };
  const tools = onceOnly({
    http: net.sourceHttp({ ...pace, incomplete }),
    resolve: net.within(signal).resolve,
    whois: (server, line) => net.sourceWhois(pace)(server, line),
    key,
    personal: false,
    incomplete,
  });
  try {
    const answers = ask(source, tools)[Symbol.asyncIterator]();
    await Promise.race([answers.next(), raised(signal)]);
    return whole ? { state: 'accepted' } : untested(source);
  } catch (error) {
    if (error instanceof Enough) return { state: 'accepted' };
    if (error instanceof SourceError && error.keyRefused) {
      return { state: 'refused', detail: `${source.title} does not accept this key.` };
    }
    log.info({ source: source.id }, 'key of a source could not be tested');
    return untested(source);
  } finally {
    await net.close();
  }
}

function ask(source: Source, tools: SourceTools) {
  if (!asksEntities(source)) return source.query(TARGET, tools);
  return source.query({ name: SUBJECTS[source.accepts], target: TARGET }, tools);
}

function untested({ title }: Source): KeyTest {
  return { state: 'untested', detail: `${title} gave the test of the key no answer that could be read.` };
}

/** The first answer was one: no more is asked. */
class Enough extends Error {
  override name = 'Enough';
}

function onceOnly(tools: SourceTools): SourceTools {
  let answered = false;
  const once = async <T>(call: () => Promise<T>): Promise<T> => {
    if (answered) throw new Enough();
    const answer = await call();
    answered = true;
    return answer;
  };
  const { http, whois } = tools;
  return {
    ...tools,
    http: {
      json: (url, schema, request) => once(() => http.json(url, schema, request)),
      text: (url, request) => once(() => http.text(url, request)),
    },
    whois: (server, line) => once(() => whois(server, line)),
  };
}

function raised(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new SourceError('timeout', 'no answer in time')), {
      once: true,
    });
  });
}
