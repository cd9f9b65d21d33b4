import { randomBytes } from 'node:crypto';
import type { DnsRecords, DnsType } from '../../protocols/dns-answer.ts';
import { type Edns, encodeEdns, readEdns } from './edns.ts';
import { decodeName, encodeName, MalformedMessage } from './name.ts';
import { readRdata, TYPE_CODES, typeOf } from './records.ts';
import { type Asked, FLAG, HEADER_BYTES, type RawMessage, type RawRecord, readMessage } from './sections.ts';

export interface DnsQuestion {
  name: string;
  type: DnsType | number;
  /** RD: asks the server to find the answer elsewhere. */
  recursion: boolean;
  /** CD: asks a validating resolver for data that does not hold too (RFC 4035 section 3.2.2). */
  checkingDisabled?: boolean;
  class?: 'IN' | 'CH';
}

export interface DnsQuery extends Asked {
  bytes: Buffer;
  edns: Edns | null;
}

export type DnsRecord = {
  [T in DnsType]: { owner: string; ttl: number; type: T; value: DnsRecords[T] };
}[DnsType];

/** The sections hold the records of the types that we read, in the question's class; nothing when truncated. */
export interface DnsMessage {
  rcode: string;
  authoritative: boolean;
  truncated: boolean;
  recursionAvailable: boolean;
  answers: readonly DnsRecord[];
  authority: readonly DnsRecord[];
  additional: readonly DnsRecord[];
  edns: Edns | null;
  raw: RawMessage;
}

/** What a datagram is to a query: its reply, nonsense, or another's. */
export type Reply =
  | { kind: 'reply'; message: DnsMessage }
  | { kind: 'malformed'; detail: string }
  | { kind: 'foreign' };

const CLASSES = { IN: 1, CH: 3 } as const;
/** IANA, DNS Parameters. */
const RCODES: Readonly<Record<number, string>> = {
  0: 'NOERROR',
  1: 'FORMERR',
  2: 'SERVFAIL',
  3: 'NXDOMAIN',
  4: 'NOTIMP',
  5: 'REFUSED',
  6: 'YXDOMAIN',
  7: 'YXRRSET',
  8: 'NXRRSET',
  9: 'NOTAUTH',
  10: 'NOTZONE',
  16: 'BADVERS',
  23: 'BADCOOKIE',
};

/**
 * @param options.mixedCase spells the name in random case, which an answer must repeat: more bits that a forger must guess
 * @returns null when the name cannot be written in a message
 */
export function encodeQuery(
  question: DnsQuestion,
  options: { edns: Edns | null; mixedCase: boolean },
): DnsQuery | null {
  const name = encodeName(question.name.toLowerCase());
  if (name === null) return null;
  if (options.mixedCase) mixCase(name);
  const header = Buffer.alloc(HEADER_BYTES);
  randomBytes(2).copy(header);
  const flags = (question.recursion ? FLAG.RD : 0) | (question.checkingDisabled === true ? FLAG.CD : 0);
  header.writeUInt16BE(flags, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(options.edns === null ? 0 : 1, 10);
  const type = typeof question.type === 'number' ? question.type : TYPE_CODES[question.type];
  const questionClass = CLASSES[question.class ?? 'IN'];
  const tail = Buffer.alloc(4);
  tail.writeUInt16BE(type, 0);
  tail.writeUInt16BE(questionClass, 2);
  const opt = options.edns === null ? Buffer.alloc(0) : encodeEdns(options.edns);
  const bytes = Buffer.concat([header, name, tail, opt]);
  return {
    bytes,
    id: header.readUInt16BE(0),
    name: decodeName(bytes, HEADER_BYTES).name,
    type,
    class: questionClass,
    edns: options.edns,
  };
}

/** Length bytes are at most 63 and so never look like letters. */
function mixCase(wire: Buffer): void {
  const random = randomBytes(wire.length);
  for (const [at, byte] of wire.entries()) {
    if (byte >= 0x61 && byte <= 0x7a && (random[at] ?? 0) & 1) wire[at] = byte & ~0x20;
  }
}

/** Reads what came back for a query. Never throws; the work is bounded by the bytes. */
export function readReply(bytes: Buffer, query: Asked): Reply {
  try {
    const raw = readMessage(bytes, query);
    return raw === null ? { kind: 'foreign' } : { kind: 'reply', message: interpret(raw, query.class) };
  } catch (error) {
    if (error instanceof MalformedMessage) return { kind: 'malformed', detail: error.message };
    throw error;
  }
}

function interpret(raw: RawMessage, questionClass: number): DnsMessage {
  const edns = readEdns(raw);
  const truncated = (raw.flags & FLAG.TC) !== 0;
  const read = (records: readonly RawRecord[]) =>
    truncated
      ? []
      : records
          .filter((record) => record.class === questionClass)
          .flatMap((record) => readRecord(raw.bytes, record) ?? []);
  return {
    rcode: rcodeName((raw.flags & 0xf) | ((edns?.rcodeBits ?? 0) << 4)),
    authoritative: (raw.flags & FLAG.AA) !== 0,
    truncated,
    recursionAvailable: (raw.flags & FLAG.RA) !== 0,
    answers: read(raw.answers),
    authority: read(raw.authority),
    additional: read(raw.additional),
    edns,
    raw,
  };
}

function readRecord(bytes: Buffer, { owner, type: code, ttl, start, end }: RawRecord): DnsRecord | null {
  const type = typeOf(code);
  if (type === undefined) return null;
  const value = readRdata(type, bytes, start, end);
  return { owner: owner.toLowerCase(), ttl: lifetime(ttl), type, value } as DnsRecord;
}

/** RFC 2181 section 8: a TTL with the top bit set is zero. */
export function lifetime(ttl: number): number {
  return ttl > 0x7fffffff ? 0 : ttl;
}

export function rcodeName(rcode: number): string {
  return RCODES[rcode] ?? `RCODE${rcode}`;
}
