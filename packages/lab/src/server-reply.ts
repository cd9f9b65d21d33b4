import type { Transport } from './dns-listener.ts';
import {
  CLASS_CHAOS,
  CLASS_IN,
  encodeMessage,
  FLAG,
  type Message,
  RCODE,
  TYPE,
  type WireRecord,
} from './dns-wire.ts';
import type { ZoneAnswer } from './zone.ts';

const PLAIN_UDP_SIZE = 512;
const OWN_UDP_SIZE = 4096;
const RECORDS_PER_MESSAGE = 100;
/** The upper bits of BADVERS, 16 (RFC 6891 section 9); the lower ones are 0. */
const BADVERS_UPPER = 1;

const NOTHING = { answers: [], authorities: [], additionals: [] } as const;

export function reply(query: Message, flags: number): Message {
  return {
    id: query.id,
    flags: FLAG.QR | (query.flags & (0x7800 | FLAG.RD | FLAG.CD)) | flags,
    question: query.question,
    ...NOTHING,
    edns: query.edns && { udpSize: OWN_UDP_SIZE, dnssecOk: query.edns.dnssecOk },
  };
}

export function refuse(query: Message, rcode: number, authorities: readonly WireRecord[] = []): Buffer {
  return encodeMessage({ ...reply(query, rcode), authorities });
}

/** As one who does not know of OPT records. */
export function refusePlainly(query: Message, rcode: number): Buffer {
  return encodeMessage({ ...reply(query, rcode), edns: null });
}

export function badVersion(query: Message): Buffer {
  const edns = { udpSize: OWN_UDP_SIZE, dnssecOk: false, extendedRcode: BADVERS_UPPER };
  return encodeMessage({ ...reply(query, RCODE.NOERROR), edns });
}

export function truncated(query: Message, flags = 0): Buffer {
  return encodeMessage(reply(query, flags | FLAG.TC));
}

/** What does not fit is left out, and TC says so (RFC 2181 section 9): additional records may go without it. */
export function fitted(
  query: Message,
  found: ZoneAnswer,
  transport: Transport,
  { flags: further = 0, oversized = false }: { flags?: number; oversized?: boolean } = {},
): Buffer {
  const { answers, authorities, additionals } = found;
  const flags = found.rcode | (found.authoritative ? FLAG.AA : 0) | further;
  const whole = { ...reply(query, flags), answers, authorities, additionals };
  const limit = transport === 'tcp' || oversized ? 0xffff : udpLimit(query);
  const bytes = encodeMessage(whole);
  if (bytes.length <= limit) return bytes;
  if (found.authoritative) {
    const lean = encodeMessage({ ...whole, additionals: [] });
    if (lean.length <= limit) return lean;
  }
  return truncated(query, flags);
}

export function udpLimit(query: Message): number {
  const asked = query.edns?.udpSize ?? PLAIN_UDP_SIZE;
  return Math.min(Math.max(asked, PLAIN_UDP_SIZE), OWN_UDP_SIZE);
}

/** A zone in as many messages as it takes (RFC 5936 section 2.2). */
export function transferred(query: Message, records: readonly WireRecord[]): Buffer[] {
  const count = Math.ceil(records.length / RECORDS_PER_MESSAGE);
  return Array.from({ length: count }, (_, index) => {
    const answers = records.slice(index * RECORDS_PER_MESSAGE, (index + 1) * RECORDS_PER_MESSAGE);
    return encodeMessage({ ...reply(query, FLAG.AA), answers });
  });
}

/** The answer to a question of the class CHAOS. */
export function chaosText(query: Message, text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8').subarray(0, 255);
  const rdata = [Buffer.concat([Buffer.of(bytes.length), bytes])];
  const name = query.question?.name ?? '\0';
  const answers = [{ name, type: TYPE.TXT, class: CLASS_CHAOS, ttl: 0, rdata }];
  return encodeMessage({ ...reply(query, FLAG.AA), answers });
}

/** An answer whose owner is a pointer to itself, and whose rdata points at that. */
export function compressionLoop(query: Message): Buffer {
  const head = encodeMessage({ ...reply(query, FLAG.AA), edns: null });
  head.writeUInt16BE(1, 6);
  const at = head.length;
  const record = Buffer.alloc(14);
  record.writeUInt16BE(0xc000 | at, 0);
  record.writeUInt16BE(query.question?.type ?? TYPE.A, 2);
  record.writeUInt16BE(CLASS_IN, 4);
  record.writeUInt32BE(300, 6);
  record.writeUInt16BE(2, 10);
  record.writeUInt16BE(0xc000 | (at + 12), 12);
  return Buffer.concat([head, record]);
}
