import { setTimeout as sleep } from 'node:timers/promises';
import { type Entity, isUnknown, type Unknown, unknown } from '@cyborux/contract';
import { withoutExcluded } from './exclusions.ts';
import type { NetSession } from './net.ts';
import type { AnyProbe } from './probe.ts';
import { visible } from './protocols/control-text.ts';
import type { Target } from './scope.ts';

interface Look {
  probe: AnyProbe;
  entity: Entity;
  target: Target;
  net: NetSession;
  /** Raised when the analysis has no time left or is not wanted any more. */
  stop: AbortSignal;
  /** Raised when the entity has had its share of the time. */
  host: AbortSignal;
  random: () => number;
}

/** A broken connection is worth a second look; silence has already cost its time-out. */
const TRIES = 2;
const BACKOFF_MS = 200;

/** One observation, whatever happens: a throw, a deadline and a malformed value come out as Unknown. */
export async function observe(look: Look): Promise<unknown> {
  let value: unknown;
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    value = await observeOnce(look);
    const worthAnother = isUnknown(value) && (value.reason === 'failed' || value.reason === 'unreachable');
    if (!worthAnother || look.stop.aborted || look.host.aborted) return value;
    if (attempt < TRIES) await sleep(BACKOFF_MS * (1 + look.random()));
  }
  return value;
}

async function observeOnce({ probe, entity, target, net, stop, host }: Look): Promise<unknown> {
  const ownTime = AbortSignal.timeout(probe.timeoutMs);
  const signal = AbortSignal.any([stop, host, ownTime]);
  const cut = (): Unknown => {
    if (stop.aborted) return unknown('budget', 'the analysis was out of time');
    if (host.aborted) return unknown('budget', 'the host had used up its time');
    return unknown('timeout', `no answer within ${probe.timeoutMs} ms`);
  };
  try {
    const value = await Promise.race([
      probe.observe(entity as never, withoutExcluded(net.within(signal), target), target),
      aborted(signal),
    ]);
    if (value === CUT) return cut();
    // Calls that were cut come out `canceled`; what they were cut by is the truth.
    if (isUnknown(value) && value.reason === 'canceled') return cut();
    return probe.observation.parse(value);
  } catch (error) {
    return unknown('failed', visible(error instanceof Error ? error.message : String(error), 300));
  }
}

const CUT = Symbol('cut');

function aborted(signal: AbortSignal): Promise<typeof CUT> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(CUT);
    else signal.addEventListener('abort', () => resolve(CUT), { once: true });
  });
}
