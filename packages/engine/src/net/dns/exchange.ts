import { randomBytes } from 'node:crypto';
import { unknown } from '@cyborux/contract';
import type { ExchangedRecord, NameServer, ServerExchange, ServerQuestion } from '../../net.ts';
import { bounded } from '../deadline.ts';
import type { Destinations } from '../routes.ts';
import { DNS_PORT } from './authorities.ts';
import { type DnsClient, serverKey } from './client.ts';
import { type Edns, type EdnsOption, PLAIN_EDNS } from './edns.ts';
import { type DnsMessage, encodeQuery, lifetime } from './message.ts';
import { MalformedMessage } from './name.ts';
import { canonicalName } from './name-tree.ts';
import { readRdata, typeName, typeOf } from './records.ts';
import { OPT, type RawRecord } from './sections.ts';
import type { Sent } from './transports.ts';

const COOKIE = 10;
/** A datagram may be lost on the way; the same message is sent once more. */
const UDP_TRIES = 2;

/** One message of one server, as it came. */
export async function exchange(
  server: NameServer,
  question: ServerQuestion,
  client: DnsClient,
  destinations: Destinations,
  signal: AbortSignal,
): Promise<ServerExchange> {
  const destination = destinations(server.address, DNS_PORT);
  if (destination.state === 'absent') return { state: 'absent', reason: 'connection-refused' };
  if (destination.state === 'unknown') return destination;
  const query = encodeQuery(
    {
      name: canonicalName(question.name),
      type: question.type,
      recursion: question.recursion ?? false,
      class: question.class ?? 'IN',
    },
    { edns: ednsOf(question), mixedCase: true },
  );
  if (query === null) return unknown('malformed', 'The name cannot be asked for.');
  const { transports, timeoutMs, enter } = client.options;
  const send = question.transport === 'tcp' ? transports.tcp : transports.udp;
  const key = serverKey(destination);
  const isKnownSilent = client.memory.silences(key) > 0;
  const tries = question.transport === 'tcp' || isKnownSilent ? 1 : UDP_TRIES;
  for (let attempt = 1; ; attempt++) {
    const leave = await enter(destination, signal);
    if (leave === null) return unknown('canceled');
    if (client.memory.isGivenUp(key)) {
      leave();
      return unknown('timeout', 'The server has been silent all along.');
    }
    const started = performance.now();
    try {
      const sent = await bounded(timeoutMs, signal, (within) => send(destination, query, within));
      if ('kind' in sent) return toExchange(sent, Math.round(performance.now() - started));
      if (sent.reason === 'canceled' || attempt === tries) return sent;
    } finally {
      leave();
    }
  }
}

function ednsOf({ edns = {} }: ServerQuestion): Edns | null {
  if (edns === null) return null;
  const options = (edns.options ?? []).map(
    // A client's cookie has eight octets (RFC 7873 section 4); other options are asked for by their code alone.
    (code): EdnsOption => ({ code, data: code === COOKIE ? randomBytes(8) : Buffer.alloc(0) }),
  );
  return {
    version: edns.version ?? PLAIN_EDNS.version,
    udpPayload: edns.udpPayload ?? PLAIN_EDNS.udpPayload,
    dnssecOk: edns.dnssecOk ?? false,
    options,
  };
}

function toExchange(sent: Sent, durationMs: number): ServerExchange {
  if (sent.kind === 'refused') return { state: 'absent', reason: 'connection-refused' };
  if (sent.kind === 'spent')
    return unknown('budget', 'The analysis has asked all the questions that it may.');
  if (sent.kind === 'lost') return unknown('unreachable', sent.detail);
  if (sent.kind === 'malformed') return unknown('malformed', sent.detail);
  const { rcode, authoritative, truncated, recursionAvailable, edns, raw } = sent.message;
  const read = (records: readonly RawRecord[]) => exchangedRecords(sent.message, records);
  return {
    state: 'answered',
    rcode,
    authoritative,
    truncated,
    recursionAvailable,
    sameCase: raw.sameCase,
    edns: edns && {
      version: edns.version,
      udpPayload: edns.udpPayload,
      dnssecOk: edns.dnssecOk,
      options: edns.options.map(({ code }) => code),
    },
    answers: read(raw.answers),
    authority: read(raw.authority),
    additional: read(raw.additional),
    bytes: raw.bytes.length,
    durationMs,
  };
}

function exchangedRecords({ raw }: DnsMessage, records: readonly RawRecord[]): ExchangedRecord[] {
  return records
    .filter(({ type }) => type !== OPT)
    .map((record) => ({
      owner: record.owner.toLowerCase(),
      ttl: lifetime(record.ttl),
      type: typeName(record.type),
      value: readableValue(raw.bytes, record),
    }));
}

function readableValue(bytes: Buffer, { type: code, start, end }: RawRecord): ExchangedRecord['value'] {
  const type = typeOf(code);
  if (type === undefined) return null;
  try {
    return readRdata(type, bytes, start, end);
  } catch (error) {
    // A record of another class, or of a truncated message, need not be what its type says.
    if (error instanceof MalformedMessage) return null;
    throw error;
  }
}
