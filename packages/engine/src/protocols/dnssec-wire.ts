import { lowerCase, type Name, nameBytes } from './dnssec-name.ts';
import { NAMES_IN_RDATA, TYPE } from './dnssec-type.ts';

/** A record of class IN. */
export interface WireRecord {
  name: Name;
  type: number;
  ttl: number;
  /** In canonical form (RFC 4034 section 6.2): names written out, and in lower case where the type says so. */
  rdata: Buffer;
}

export interface WireMessage {
  /** With the upper bits of an OPT record (RFC 6891 section 6.1.3). */
  rcode: number;
  truncated: boolean;
  question: { name: Name; type: number } | null;
  answer: readonly WireRecord[];
  authority: readonly WireRecord[];
}

const HEADER = 12;
const MAX_NAME = 255;
const CLASS_IN = 1;

/**
 * Reads a response (RFC 1035 section 4.1), null when it is malformed or none. The work is bounded by the length: a name
 * costs at most 255 octets, and compression only ever points backwards.
 */
export function parseMessage(bytes: Uint8Array): WireMessage | null {
  if (bytes.length < HEADER || bytes.length > 0xffff) return null;
  const reader: Reader = { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: HEADER };
  try {
    return readMessage(reader);
  } catch (error) {
    if (error instanceof MalformedMessage) return null;
    throw error;
  }
}

class MalformedMessage extends Error {
  override name = 'MalformedMessage';
}

interface Reader {
  readonly bytes: Buffer;
  at: number;
}

function readMessage(reader: Reader): WireMessage {
  const { bytes } = reader;
  const flags = bytes.readUInt16BE(2);
  if ((flags & 0x8000) === 0) throw new MalformedMessage('a query');
  const truncated = (flags & 0x0200) !== 0;
  const questions = bytes.readUInt16BE(4);
  let question: WireMessage['question'] = null;
  for (let index = 0; index < questions; index += 1) {
    const asked = { name: readName(reader, bytes.length), type: readUInt16(reader) };
    readUInt16(reader);
    if (index > 0) throw new MalformedMessage('several questions');
    question = asked;
  }
  // What a truncated response still holds is never used.
  if (truncated) return { rcode: flags & 0xf, truncated, question, answer: [], authority: [] };
  const answer = readSection(reader, bytes.readUInt16BE(6));
  const authority = readSection(reader, bytes.readUInt16BE(8));
  const additional = readSection(reader, bytes.readUInt16BE(10));
  const opt = additional.find(({ type }) => type === TYPE.OPT);
  const rcode = (flags & 0xf) | (opt === undefined ? 0 : (opt.ttl >>> 24) << 4);
  return { rcode, truncated, question, answer, authority };
}

function readSection(reader: Reader, count: number): WireRecord[] {
  const records: WireRecord[] = [];
  for (let index = 0; index < count; index += 1) {
    const name = readName(reader, reader.bytes.length);
    const type = readUInt16(reader);
    const recordClass = readUInt16(reader);
    const ttl = readUInt16(reader) * 0x10000 + readUInt16(reader);
    const end = readUInt16(reader) + reader.at;
    if (end > reader.bytes.length) throw new MalformedMessage('data past the end');
    if (recordClass === CLASS_IN || type === TYPE.OPT) {
      // A TTL with its top bit set is none (RFC 2181 section 8); in an OPT record the field is no TTL.
      const seconds = type === TYPE.OPT || ttl < 0x80000000 ? ttl : 0;
      records.push({ name, type, ttl: seconds, rdata: readRdata(reader, type, end) });
    }
    reader.at = end;
  }
  return records;
}

function readRdata(reader: Reader, type: number, end: number): Buffer {
  const fields = NAMES_IN_RDATA.get(type);
  if (fields === undefined) return reader.bytes.subarray(reader.at, end);
  const parts: Buffer[] = [];
  for (const field of fields) {
    if (field === 'name') parts.push(nameBytes(readName(reader, end)));
    else {
      const length = field === 'text' ? (reader.bytes[reader.at] ?? 0) + 1 : field;
      if (reader.at + length > end) throw new MalformedMessage('data too short for its type');
      parts.push(reader.bytes.subarray(reader.at, reader.at + length));
      reader.at += length;
    }
  }
  parts.push(reader.bytes.subarray(reader.at, end));
  return Buffer.concat(parts);
}

function readUInt16(reader: Reader): number {
  if (reader.at + 2 > reader.bytes.length) throw new MalformedMessage('the message ends early');
  reader.at += 2;
  return reader.bytes.readUInt16BE(reader.at - 2);
}

function readName(reader: Reader, end: number): Name {
  const found = nameAt(reader.bytes, reader.at, end);
  if (found === null) throw new MalformedMessage('no name');
  reader.at = found.end;
  return found.name;
}

/** The name that starts at an octet, and where it ends; null when there is none, or it reaches past `end`. */
export function nameAt(bytes: Buffer, start: number, end: number): { name: Name; end: number } | null {
  const labels: string[] = [];
  let octets = 1;
  let at = start;
  let after: number | null = null;
  // Each jump must go before all octets read so far, so that no chain of pointers can loop.
  let lowest = start;
  let limit = end;
  for (;;) {
    if (at >= limit) return null;
    const length = bytes[at] ?? 0;
    if (length === 0) return { name: labels, end: after ?? at + 1 };
    if (length >= 0xc0) {
      if (at + 1 >= limit) return null;
      const target = bytes.readUInt16BE(at) & 0x3fff;
      if (target >= lowest || target < HEADER) return null;
      after ??= at + 2;
      lowest = target;
      limit = bytes.length;
      at = target;
      continue;
    }
    octets += length + 1;
    if (length > 63 || octets > MAX_NAME || at + 1 + length > limit) return null;
    labels.push(lowerCase(bytes.toString('latin1', at + 1, at + 1 + length)));
    at += 1 + length;
  }
}
