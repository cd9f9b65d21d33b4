import { randomBytes } from 'node:crypto';
import type { DnsRecords, DnsType } from '../../protocols/dns-answer.ts';
import { decodeName, encodeName, MalformedMessage } from './name.ts';
import { readRdata, TYPE_CODES, typeOf } from './records.ts';

export interface DnsQuery {
  bytes: Buffer;
  id: number;
  /** As sent, in mixed case. */
  name: string;
  type: DnsType;
}

export type DnsRecord = {
  [T in DnsType]: { owner: string; ttl: number; type: T; value: DnsRecords[T] };
}[DnsType];

export interface DnsMessage {
  rcode: string;
  authoritative: boolean;
  truncated: boolean;
  recursionAvailable: boolean;
  /** Those of the types that we read, in class IN. None when truncated. */
  answers: readonly DnsRecord[];
  authority: readonly DnsRecord[];
}

/** What a datagram is to a query: its reply, one whose question differs in case alone, nonsense, or another's. */
export type Reply =
  | { kind: 'reply'; message: DnsMessage }
  | { kind: 'other-case' }
  | { kind: 'malformed'; detail: string }
  | { kind: 'foreign' };

const CLASS_IN = 1;
const OPT = 41;
const HEADER_BYTES = 12;
/** What passes everywhere without fragments (DNS flag day 2020). */
const UDP_PAYLOAD_BYTES = 1232;
const BADVERS = 16;
const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];

/**
 * @param options.mixedCase spells the name in random case, which an answer must repeat: more bits that a forger must guess
 * @returns null when the name cannot be written in a message
 */
export function encodeQuery(
  question: { name: string; type: DnsType; recursion: boolean },
  options: { edns: boolean; mixedCase: boolean },
): DnsQuery | null {
  const name = encodeName(question.name.toLowerCase());
  if (name === null) return null;
  if (options.mixedCase) mixCase(name);
  const header = Buffer.alloc(HEADER_BYTES);
  randomBytes(2).copy(header);
  header.writeUInt16BE(question.recursion ? 0x0100 : 0, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(options.edns ? 1 : 0, 10);
  const tail = Buffer.alloc(4);
  tail.writeUInt16BE(TYPE_CODES[question.type], 0);
  tail.writeUInt16BE(CLASS_IN, 2);
  const bytes = Buffer.concat([header, name, tail, options.edns ? optRecord() : Buffer.alloc(0)]);
  return {
    bytes,
    id: header.readUInt16BE(0),
    name: decodeName(bytes, HEADER_BYTES).name,
    type: question.type,
  };
}

/** Length bytes are at most 63 and so never look like letters. */
function mixCase(wire: Buffer): void {
  const random = randomBytes(wire.length);
  for (const [at, byte] of wire.entries()) {
    if (byte >= 0x61 && byte <= 0x7a && (random[at] ?? 0) & 1) wire[at] = byte & ~0x20;
  }
}

/** RFC 6891 section 6.1.2. */
function optRecord(): Buffer {
  const record = Buffer.alloc(11);
  record.writeUInt16BE(OPT, 1);
  record.writeUInt16BE(UDP_PAYLOAD_BYTES, 3);
  return record;
}

/** Reads what came back for a query. Never throws; the work is bounded by the bytes. */
export function readReply(bytes: Buffer, query: DnsQuery): Reply {
  if (bytes.length < HEADER_BYTES || bytes.readUInt16BE(0) !== query.id || (bytes[2] ?? 0) < 0x80) {
    return { kind: 'foreign' };
  }
  try {
    return readOwnReply(bytes, query);
  } catch (error) {
    if (error instanceof MalformedMessage) return { kind: 'malformed', detail: error.message };
    throw error;
  }
}

function readOwnReply(bytes: Buffer, query: DnsQuery): Reply {
  const flags = bytes.readUInt16BE(2);
  const questions = bytes.readUInt16BE(4);
  const rcode = flags & 0xf;
  let at = HEADER_BYTES;
  if (questions === 1) {
    const name = decodeName(bytes, at);
    if (name.end + 4 > bytes.length) throw new MalformedMessage('The question is cut short.');
    const isOurs =
      bytes.readUInt16BE(name.end) === TYPE_CODES[query.type] &&
      bytes.readUInt16BE(name.end + 2) === CLASS_IN &&
      name.name.toLowerCase() === query.name.toLowerCase();
    if (!isOurs) return { kind: 'foreign' };
    if (name.name !== query.name) return { kind: 'other-case' };
    at = name.end + 4;
  } else if (questions !== 0 || rcode === 0) {
    // An error may come without the question that it is about (RFC 1035 section 7.3).
    throw new MalformedMessage('The answer does not repeat the question.');
  }
  const base = {
    authoritative: (flags & 0x0400) !== 0,
    truncated: (flags & 0x0200) !== 0,
    recursionAvailable: (flags & 0x0080) !== 0,
  };
  if (base.truncated) {
    return { kind: 'reply', message: { ...base, rcode: rcodeName(rcode), answers: [], authority: [] } };
  }
  const answers = readSection(bytes, at, bytes.readUInt16BE(6));
  const authority = readSection(bytes, answers.end, bytes.readUInt16BE(8));
  const additional = readSection(bytes, authority.end, bytes.readUInt16BE(10));
  return {
    kind: 'reply',
    message: {
      ...base,
      rcode: rcodeName(rcode | (additional.extendedRcode << 4)),
      answers: answers.records,
      authority: authority.records,
    },
  };
}

function rcodeName(rcode: number): string {
  return RCODES[rcode] ?? (rcode === BADVERS ? 'BADVERS' : `RCODE${rcode}`);
}

interface Section {
  records: DnsRecord[];
  end: number;
  extendedRcode: number;
}

function readSection(bytes: Buffer, start: number, count: number): Section {
  const section: Section = { records: [], end: start, extendedRcode: 0 };
  for (let index = 0; index < count; index++) {
    const owner = decodeName(bytes, section.end);
    const start = owner.end + 10;
    if (start > bytes.length) throw new MalformedMessage('A record is cut short.');
    const end = start + bytes.readUInt16BE(owner.end + 8);
    if (end > bytes.length) throw new MalformedMessage('A record is cut short.');
    const code = bytes.readUInt16BE(owner.end);
    const type = typeOf(code);
    if (code === OPT) {
      section.extendedRcode = bytes[owner.end + 4] ?? 0;
    } else if (type !== undefined && bytes.readUInt16BE(owner.end + 2) === CLASS_IN) {
      const ttl = bytes.readUInt32BE(owner.end + 4);
      section.records.push({
        owner: owner.name.toLowerCase(),
        // RFC 2181 section 8: a TTL with the top bit set is zero.
        ttl: ttl > 0x7fffffff ? 0 : ttl,
        type,
        value: readRdata(type, bytes, start, end),
      } as DnsRecord);
    }
    section.end = end;
  }
  return section;
}
