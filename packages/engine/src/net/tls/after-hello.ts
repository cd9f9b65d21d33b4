import { randomBytes } from 'node:crypto';
import type { Unknown } from '@cyborux/contract';
import type { Nobody } from '../../net.ts';
import { createFlightReader, type FlightReader } from '../../protocols/tls-flight.ts';
import { alertName, RECORD, WIRE_VERSION } from '../../protocols/tls-names.ts';
import { encodeOffer } from '../../protocols/tls-offer.ts';
import { createRecordReader } from '../../protocols/tls-record.ts';
import { type Inquiry, readFlight } from './ask.ts';
import type { OldProtocol } from './openings.ts';
import type { Ending, NoStart, Talk } from './talk.ts';

/** How a server took what came after its flight. */
export type Reaction =
  | { state: 'reacted'; kind: 'alert'; alert: number }
  | { state: 'reacted'; kind: 'record'; type: number }
  | { state: 'reacted'; kind: Ending | 'quiet' }
  /** It did not get so far: no whole flight came. */
  | { state: 'no-flight' };

/** How long a server may think about it. Silence is a reaction too. */
const PATIENCE_MS = 1_500;

/** Says something to a server that waits for the client's key exchange, and looks at the first thing that comes back. */
export async function reactionTo(
  inquiry: Inquiry,
  offer: { protocol: OldProtocol; suites: readonly number[] },
  saying: (flight: FlightReader['flight'], version: number) => Buffer,
): Promise<Reaction | NoStart | Nobody | Unknown> {
  return await inquiry.talk<Reaction>(async (open) => {
    const { message, bytes } = encodeOffer(
      { servername: inquiry.target.servername, ...offer },
      randomBytes(64),
    );
    const reader = createFlightReader(message);
    open.send(bytes);
    await readFlight(open, reader, 'flight');
    const { flight } = reader;
    if (!flight.isComplete || flight.hello === null) return { state: 'no-flight' };
    open.send(saying(flight, WIRE_VERSION[offer.protocol]));
    return await firstReaction(open);
  });
}

async function firstReaction(open: Talk): Promise<Reaction> {
  const records = createRecordReader();
  for (;;) {
    const chunk = await open.next(PATIENCE_MS);
    if (typeof chunk === 'string') return { state: 'reacted', kind: chunk };
    const [record] = records.push(chunk);
    if (record?.type === RECORD.alert && record.body.length >= 2) {
      return { state: 'reacted', kind: 'alert', alert: record.body.readUInt8(1) };
    }
    if (record !== undefined) return { state: 'reacted', kind: 'record', type: record.type };
    if (records.isBroken()) return { state: 'reacted', kind: 'closed' };
  }
}

/** Two reactions that look the same to a client. */
export function reactionName(reaction: Extract<Reaction, { state: 'reacted' }>): string {
  if (reaction.kind === 'alert') return alertName(reaction.alert);
  return reaction.kind === 'record' ? `record ${reaction.type}` : reaction.kind;
}
