/**
 * DNS messages as bytes (RFC 1035 section 4, RFC 6891). Names are kept in wire form, so that labels of any bytes pass
 * through unharmed; what a hostile zone holds cannot be written in a form of dotted text.
 */
import { type Edns, encodeOpt, readOpt } from './dns-edns.ts';
import {
  type Decoded,
  isAtOrBelow,
  lower,
  parentOf,
  readName,
  toText,
  toWire,
  type WireName,
} from './dns-name.ts';

export { isAtOrBelow, lower, parentOf, toText, toWire, type WireName };

export const TYPE = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  OPT: 41,
  DS: 43,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3: 50,
  NSEC3PARAM: 51,
  TLSA: 52,
  CDS: 59,
  CDNSKEY: 60,
  AXFR: 252,
  ANY: 255,
  CAA: 257,
} as const;

export const FLAG = { QR: 0x8000, AA: 0x0400, TC: 0x0200, RD: 0x0100, RA: 0x0080, CD: 0x0010 } as const;
export const RCODE = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
export const CLASS_IN = 1;
export const CLASS_CHAOS = 3;

export interface Question {
  name: WireName;
  type: number;
  class: number;
}

export interface WireRecord {
  name: WireName;
  type: number;
  /** Default IN. */
  class?: number;
  ttl: number;
  /** Bytes and names by turns; names are apart because they may be compressed. */
  rdata: readonly (Uint8Array | WireName)[];
}

export interface Message {
  id: number;
  /** The second 16 bits of the header, rcode included. */
  flags: number;
  question: Question | null;
  answers: readonly WireRecord[];
  authorities: readonly WireRecord[];
  additionals: readonly WireRecord[];
  /** The OPT pseudo-record, kept out of `additionals`. */
  edns: Edns | null;
}

/** Types whose rdata names may be compressed (RFC 3597 section 4). */
const COMPRESSIBLE: ReadonlySet<number> = new Set([TYPE.NS, TYPE.CNAME, TYPE.SOA, TYPE.PTR, TYPE.MX]);

/** Bytes before, between and after the names of an rdata: how many fixed bytes come first, then how many names. */
const NAMES_IN_RDATA: ReadonlyMap<number, { before: number; names: number }> = new Map([
  [TYPE.NS, { before: 0, names: 1 }],
  [TYPE.CNAME, { before: 0, names: 1 }],
  [TYPE.PTR, { before: 0, names: 1 }],
  [TYPE.MX, { before: 2, names: 1 }],
  [TYPE.SRV, { before: 6, names: 1 }],
  [TYPE.SOA, { before: 0, names: 2 }],
]);

/** `TXT`, or `TYPE99` (RFC 3597 section 5). */
export function typeText(type: number): string {
  const known = Object.entries(TYPE).find(([, number]) => number === type);
  return known?.[0] ?? `TYPE${type}`;
}

export function rcodeOf(message: Message): number {
  return message.flags & 0x0f;
}

export function encodeMessage(message: Message): Buffer {
  const parts: Uint8Array[] = [];
  const offsets = new Map<WireName, number>();
  let length = 0;

  function push(bytes: Uint8Array): void {
    parts.push(bytes);
    length += bytes.length;
  }

  function pushName(name: WireName, compress: boolean): void {
    const bytes = Buffer.from(name, 'latin1');
    for (let rest = name; rest !== '\0'; rest = parentOf(rest)) {
      const key = lower(rest);
      const at = name.length - rest.length;
      const known = offsets.get(key);
      if (known !== undefined && compress) {
        push(bytes.subarray(0, at));
        push(Buffer.of(0xc0 | (known >> 8), known & 0xff));
        return;
      }
      if (known === undefined && length + at < 0x4000) offsets.set(key, length + at);
    }
    push(bytes);
  }

  function pushRecord(record: WireRecord): void {
    pushName(record.name, true);
    const head = Buffer.alloc(10);
    head.writeUInt16BE(record.type, 0);
    head.writeUInt16BE(record.class ?? CLASS_IN, 2);
    head.writeUInt32BE(record.ttl, 4);
    push(head);
    const start = length;
    for (const part of record.rdata) {
      if (typeof part === 'string') pushName(part, COMPRESSIBLE.has(record.type));
      else push(part);
    }
    head.writeUInt16BE(length - start, 8);
  }

  const header = Buffer.alloc(12);
  header.writeUInt16BE(message.id, 0);
  header.writeUInt16BE(message.flags, 2);
  header.writeUInt16BE(message.question ? 1 : 0, 4);
  header.writeUInt16BE(message.answers.length, 6);
  header.writeUInt16BE(message.authorities.length, 8);
  header.writeUInt16BE(message.additionals.length + (message.edns ? 1 : 0), 10);
  push(header);
  if (message.question) {
    pushName(message.question.name, false);
    const tail = Buffer.alloc(4);
    tail.writeUInt16BE(message.question.type, 0);
    tail.writeUInt16BE(message.question.class, 2);
    push(tail);
  }
  for (const record of message.answers) pushRecord(record);
  for (const record of message.authorities) pushRecord(record);
  for (const record of message.additionals) pushRecord(record);
  if (message.edns) push(encodeOpt(message.edns));
  return Buffer.concat(parts, length);
}

/** @throws RangeError when the bytes are not a whole message. */
export function decodeMessage(bytes: Buffer): Message {
  const counts = [4, 6, 8, 10].map((at) => bytes.readUInt16BE(at));
  const [questions = 0, answerCount = 0, authorityCount = 0, additionalCount = 0] = counts;
  if (questions > 1) throw new RangeError('more than one question');
  let at = 12;
  let question: Question | null = null;
  if (questions === 1) {
    const name = readName(bytes, at);
    at = name.end + 4;
    question = { name: name.value, type: bytes.readUInt16BE(at - 4), class: bytes.readUInt16BE(at - 2) };
  }

  let edns: Message['edns'] = null;
  function section(count: number): WireRecord[] {
    const records: WireRecord[] = [];
    for (let index = 0; index < count; index += 1) {
      const { value, end } = readRecord(bytes, at);
      at = end;
      if (value.type === TYPE.OPT) edns = readOpt(value);
      else records.push(value);
    }
    return records;
  }

  const answers = section(answerCount);
  const authorities = section(authorityCount);
  const additionals = section(additionalCount);
  return {
    id: bytes.readUInt16BE(0),
    flags: bytes.readUInt16BE(2),
    question,
    answers,
    authorities,
    additionals,
    edns,
  };
}

function readRecord(bytes: Buffer, start: number): Decoded<WireRecord> {
  const name = readName(bytes, start);
  const at = name.end;
  const type = bytes.readUInt16BE(at);
  const end = at + 10 + bytes.readUInt16BE(at + 8);
  if (end > bytes.length) throw new RangeError('rdata beyond the message');
  const classNumber = bytes.readUInt16BE(at + 2);
  const rdata = readRdata(bytes, type, at + 10, end);
  const value = { name: name.value, type, ttl: bytes.readUInt32BE(at + 4), rdata };
  return { value: classNumber === CLASS_IN ? value : { ...value, class: classNumber }, end };
}

function readRdata(bytes: Buffer, type: number, start: number, end: number): (Uint8Array | WireName)[] {
  const shape = NAMES_IN_RDATA.get(type);
  if (!shape) return [bytes.subarray(start, end)];
  const parts: (Uint8Array | WireName)[] = [];
  let at = start + shape.before;
  if (shape.before > 0) parts.push(bytes.subarray(start, at));
  for (let index = 0; index < shape.names; index += 1) {
    const name = readName(bytes, at);
    parts.push(name.value);
    at = name.end;
  }
  if (at > end) throw new RangeError('name beyond its rdata');
  if (at < end) parts.push(bytes.subarray(at, end));
  return parts;
}

/** The name that an NS, CNAME, MX ... record leads to. */
export function targetOf(record: WireRecord): WireName | null {
  for (const part of record.rdata) if (typeof part === 'string') return part;
  return null;
}
