import type { Socket } from 'node:net';
import { unknown } from '@cyborux/contract';
import type { NameServer, TransferAnswer } from '../../net.ts';
import { bounded } from '../deadline.ts';
import { type DialOptions, dial } from '../dial.ts';
import { DNS_PORT } from './authorities.ts';
import { type DnsQuery, encodeQuery, rcodeName } from './message.ts';
import { MalformedMessage } from './name.ts';
import { canonicalName } from './name-tree.ts';
import { readRdata, TYPE_CODES } from './records.ts';
import { type RawRecord, readTransferMessage } from './sections.ts';
import { framed, frameReader } from './stream.ts';

const AXFR = 252;
const MAX_RECORDS = 200_000;
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_NAMES = 10_000;
/** RRSIG, NSEC3: what else has them has records of other types too. */
const OF_DNSSEC = new Set([46, 50]);

export interface TransferOptions extends DialOptions {
  timeoutMs: number;
  /** Counts the message; false when there may be no more. */
  spend(): boolean;
}

/** Asks one server for a whole zone (RFC 5936), and counts what it hands out. */
export async function transfer(
  server: NameServer,
  zone: string,
  options: TransferOptions,
  signal: AbortSignal,
): Promise<TransferAnswer> {
  const question = { name: canonicalName(zone), type: AXFR, recursion: false };
  const query = encodeQuery(question, { edns: null, mixedCase: false });
  if (query === null) return unknown('malformed', 'The name cannot be asked for.');
  const ledger = createLedger(query);
  const connection = await bounded(options.connectMs, signal, (within) =>
    dial([server.address], DNS_PORT, options, within),
  );
  if (connection.state === 'absent') return { state: 'absent', reason: 'connection-refused' };
  if (connection.state === 'unknown') return connection;
  if (!options.spend()) {
    connection.socket.destroy();
    return unknown('budget', 'The analysis has asked all the questions that it may.');
  }
  try {
    const answer = await bounded(options.timeoutMs, signal, (within) =>
      receive(connection.socket, query, ledger, within),
    );
    return answer.state === 'unknown' && answer.reason !== 'canceled'
      ? (ledger.handedOut() ?? answer)
      : answer;
  } finally {
    connection.socket.destroy();
  }
}

function receive(
  socket: Socket,
  query: DnsQuery,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<TransferAnswer> {
  return new Promise((resolve) => {
    const end = (answer: TransferAnswer) => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      resolve(answer);
    };
    const abort = () => end(unknown('timeout', 'The transfer was given up.'));
    const closed = () => end(unknown('unreachable', 'The connection ended before the zone did.'));
    const read = frameReader((bytes) => {
      const answer = ledger.take(bytes);
      if (answer !== null) end(answer);
    });
    signal.addEventListener('abort', abort, { once: true });
    socket.on('error', closed);
    socket.on('close', closed);
    socket.on('data', read);
    socket.write(framed(query.bytes));
  });
}

interface Ledger {
  /** Null as long as more is to come. */
  take(bytes: Buffer): TransferAnswer | null;
  /** What a transfer that broke off has proven: null when it is nothing. */
  handedOut(): TransferAnswer | null;
}

function createLedger(query: DnsQuery): Ledger {
  const names = new Set<string>();
  let serial: number | null = null;
  let count = 0;
  let received = 0;

  const present = (more: { cut?: true }): TransferAnswer => ({
    state: 'present',
    count,
    names: [...names],
    serial: serial ?? 0,
    ...more,
  });
  // A lone SOA record is no zone: a server may give it to everybody.
  const handedOut = () => (count > 1 ? present({ cut: true }) : null);

  const note = (bytes: Buffer, record: RawRecord): TransferAnswer | null => {
    const owner = record.owner.toLowerCase();
    if (record.type === TYPE_CODES.SOA && owner === query.name) {
      if (serial !== null) return present({});
      serial = readRdata('SOA', bytes, record.start, record.end).serial;
    } else if (serial === null) {
      return unknown('malformed', 'The zone does not begin with its SOA record.');
    }
    count += 1;
    // The hashed owners of a chain of NSEC3 records (RFC 5155 section 3) and of their signatures are no names.
    if (!OF_DNSSEC.has(record.type) && names.size < MAX_NAMES) names.add(owner);
    return count >= MAX_RECORDS ? handedOut() : null;
  };

  const take = (bytes: Buffer): TransferAnswer | null => {
    received += bytes.length;
    const message = readTransferMessage(bytes, query);
    if (message === null) return unknown('malformed', 'The answer is to another question.');
    const rcode = message.flags & 0xf;
    if (rcode !== 0) return handedOut() ?? { state: 'refused', rcode: rcodeName(rcode) };
    if (message.answers.length === 0 && serial === null) return { state: 'refused', rcode: rcodeName(rcode) };
    for (const record of message.answers) {
      const end = note(bytes, record);
      if (end !== null) return end;
    }
    return received >= MAX_BYTES ? (handedOut() ?? unknown('budget', 'The transfer is too large.')) : null;
  };

  return {
    handedOut,
    take(bytes) {
      try {
        return take(bytes);
      } catch (error) {
        if (error instanceof MalformedMessage) return handedOut() ?? unknown('malformed', error.message);
        throw error;
      }
    },
  };
}
