import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import {
  type Answer,
  type DecodedPacket,
  decode,
  encode,
  type Packet,
  RECURSION_DESIRED,
  type RecordType,
} from 'dns-packet';

export interface Asking {
  host?: string;
  port: number;
  name: string;
  type: RecordType;
  /** Advertised with EDNS; left out: no EDNS. */
  udpSize?: number;
  recursion?: boolean;
}

export type Answered = DecodedPacket & { rcode: string };

/** Another implementation than the lab's own reads the answers. Null when none comes in time. */
export async function askUdp(asking: Asking, timeoutMs = 3_000): Promise<Answered | null> {
  const bytes = await askUdpRaw(asking, timeoutMs);
  return bytes && (decode(bytes) as Answered);
}

export async function askUdpRaw(asking: Asking, timeoutMs = 3_000): Promise<Buffer | null> {
  return askUdpBytes(encode(query(asking)), asking.port, timeoutMs);
}

/** The message is the caller's. */
export async function askUdpBytes(
  message: Uint8Array,
  port: number,
  timeoutMs = 3_000,
): Promise<Buffer | null> {
  const socket = createSocket('udp4');
  try {
    socket.send(message, port, '127.0.0.1');
    const [bytes] = (await once(socket, 'message', { signal: AbortSignal.timeout(timeoutMs) })) as [Buffer];
    return bytes;
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return null;
    throw error;
  } finally {
    socket.close();
  }
}

/** Null when the server ends the connection without an answer. */
export async function askTcp(asking: Asking): Promise<Answered | null> {
  const socket = connect(asking.port, asking.host ?? '127.0.0.1');
  const message = encode(query(asking));
  socket.write(Buffer.concat([Buffer.of(message.length >> 8, message.length & 0xff), message]));
  let held = Buffer.alloc(0);
  try {
    for await (const chunk of socket) {
      held = Buffer.concat([held, chunk]);
      if (held.length >= 2 && held.length >= 2 + held.readUInt16BE(0))
        return decode(held.subarray(2)) as Answered;
    }
    return null;
  } catch {
    return null;
  } finally {
    socket.destroy();
  }
}

/** The types of the records of a transfer, in order, up to the closing SOA. */
export async function transferTcp(port: number, zone: string): Promise<string[]> {
  const socket = connect(port, '127.0.0.1');
  const message = encode(query({ port, name: zone, type: 'AXFR' }));
  socket.write(Buffer.concat([Buffer.of(message.length >> 8, message.length & 0xff), message]));
  const types: string[] = [];
  let held = Buffer.alloc(0);
  for await (const chunk of socket) {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 2 && held.length >= 2 + held.readUInt16BE(0)) {
      const end = 2 + held.readUInt16BE(0);
      types.push(...(decode(held.subarray(2, end)).answers ?? []).map(({ type }) => type));
      held = held.subarray(end);
    }
    if (types.filter((type) => type === 'SOA').length === 2) break;
  }
  socket.destroy();
  return types;
}

/** `name TYPE data` of each record, TXT as its text. */
export function lines(records: readonly Answer[] | undefined): string[] {
  return (records ?? []).map((record) => `${record.name} ${record.type} ${dataText(record)}`);
}

function dataText(record: Answer): string {
  if (record.type === 'OPT') return String(record.udpPayloadSize);
  if (record.type === 'TXT')
    return Buffer.concat([record.data].flat().map((part) => Buffer.from(part))).toString();
  if (record.type === 'MX') return `${record.data.preference} ${record.data.exchange}`;
  if (record.type === 'SOA') return record.data.mname;
  return typeof record.data === 'string' ? record.data : JSON.stringify(record.data);
}

function query({ name, type, udpSize, recursion = false }: Asking): Packet {
  const opt = {
    type: 'OPT' as const,
    name: '.',
    udpPayloadSize: udpSize ?? 0,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
  return {
    type: 'query',
    id: 4711,
    flags: recursion ? RECURSION_DESIRED : 0,
    questions: [{ name, type }],
    additionals: udpSize === undefined ? [] : [opt],
  };
}
