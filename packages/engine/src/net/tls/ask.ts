import { randomBytes } from 'node:crypto';
import { isUnknown, type Unknown, unknown } from '@cyborux/contract';
import type { Nobody, Resolve } from '../../net.ts';
import { createFlightReader, type Flight, type FlightReader } from '../../protocols/tls-flight.ts';
import { alertName } from '../../protocols/tls-names.ts';
import { encodeOffer, type TlsOffer } from '../../protocols/tls-offer.ts';
import type { ServerHello } from '../../protocols/tls-server-hello.ts';
import { type Ending, type NoStart, type Talk, type TalkOptions, type TlsTarget, talk } from './talk.ts';

/** A flight that has a ServerHello at least. */
export type Answered = { state: 'answered'; hello: ServerHello; flight: Readonly<Flight>; address: string };
/** What the server did with a hello, when it did not answer it in kind. Each is an observation of its own. */
export type Refused =
  | { state: 'refused'; by: 'alert'; alert: number; detail: string }
  | { state: 'refused'; by: Ending; detail: string }
  | { state: 'refused'; by: 'other-version' | 'other-protocol'; detail: string };
export type HelloOutcome = Answered | Refused | NoStart | Nobody | Unknown;

/** `hello`: as soon as the ServerHello is there. `flight`: all that the server says of itself. */
export type Until = 'hello' | 'flight';

/** One server under survey. */
export interface Inquiry {
  target: TlsTarget;
  /** One hello on a connection of its own; one that ends without a word is asked again, once. */
  ask(offer: TlsOffer, until?: Until): Promise<HelloOutcome>;
  /** Any work on a connection of its own. */
  talk<T>(work: (open: Talk) => Promise<T>): Promise<T | NoStart | Nobody | Unknown>;
  /** Connections so far. */
  connections(): number;
}

/** How long all may take together, and who may end it before. */
export interface Limits {
  /** The caller's. */
  signal: AbortSignal;
  /** Raised by the caller's signal, or when the time of the survey is up. */
  within: AbortSignal;
}

export function openInquiry(
  target: TlsTarget,
  resolve: Resolve,
  options: TalkOptions,
  { signal, within }: Limits,
): Inquiry {
  let connections = 0;
  const inquiry: Inquiry = {
    target,
    async talk(work) {
      connections += 1;
      const outcome = await talk(target, resolve, options, within, work);
      return within.aborted && !signal.aborted && isCanceled(outcome) ? OUT_OF_TIME : outcome;
    },
    async ask(offer, until = 'hello') {
      const first = await once(inquiry, offer, until);
      const isSilent = first.state === 'refused' && (first.by === 'closed' || first.by === 'reset');
      return isSilent ? await once(inquiry, offer, until) : first;
    },
    connections: () => connections,
  };
  return inquiry;
}

const OUT_OF_TIME = unknown('budget', 'The time for this server was up.');

function isCanceled(outcome: unknown): boolean {
  return isUnknown(outcome) && outcome.reason === 'canceled';
}

async function once(inquiry: Inquiry, offer: TlsOffer, until: Until): Promise<HelloOutcome> {
  return await inquiry.talk(async (open) => {
    const { message, bytes } = encodeOffer(
      { servername: inquiry.target.servername, ...offer },
      randomBytes(64),
    );
    const reader = createFlightReader(message, offer.shares);
    open.send(bytes);
    const ending = await readFlight(open, reader, until);
    return outcomeOf(reader.flight, ending, open.address);
  });
}

/** Reads until what is wanted is there. Null: it is. */
export async function readFlight(open: Talk, reader: FlightReader, until: Until): Promise<Ending | null> {
  while (!reader.isOver() && !(until === 'hello' && reader.flight.hello !== null)) {
    const chunk = await open.next();
    if (typeof chunk === 'string') return chunk;
    reader.push(chunk);
  }
  return null;
}

export function outcomeOf(flight: Readonly<Flight>, ending: Ending | null, address: string): HelloOutcome {
  const { hello, alert, oddity } = flight;
  if (hello !== null) return { state: 'answered', hello, flight, address };
  if (alert !== null) return { state: 'refused', by: 'alert', alert, detail: alertName(alert) };
  if (oddity === 'not-tls') return { state: 'refused', by: 'other-protocol', detail: 'no TLS record' };
  if (oddity !== null) return unknown('malformed', 'The answer to the hello cannot be read.');
  if (ending === null) return unknown('failed', 'The talk ended before its time.');
  const detail = ending === 'closed' ? 'the connection was closed' : 'the connection was reset';
  return { state: 'refused', by: ending, detail };
}

/** The answer, when it is in the version that was offered; one in another is a refusal. */
export function inVersion(outcome: HelloOutcome, version: number): HelloOutcome {
  if (outcome.state !== 'answered' || outcome.hello.version === version) return outcome;
  return { state: 'refused', by: 'other-version', detail: `version 0x${outcome.hello.version.toString(16)}` };
}
