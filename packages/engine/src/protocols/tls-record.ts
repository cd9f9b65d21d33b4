import { RECORD } from './tls-names.ts';

export interface TlsRecord {
  type: number;
  version: number;
  header: Buffer;
  body: Buffer;
}

export interface HandshakeMessage {
  type: number;
  body: Buffer;
  /** With its header, for the transcript. */
  raw: Buffer;
}

/** Of ciphertext (RFC 8446 section 5.2; 2^14 + 2048 in TLS 1.2). */
const MAX_RECORD = (1 << 14) + 2048;
const HEADER = 5;
/** A chain of certificates with a staple is some ten kilobytes; this is many times that. */
const MAX_MESSAGE = 1 << 18;
const TYPES: readonly number[] = Object.values(RECORD);

/** Cuts what arrives into records. What is no record ends the reading: `isBroken`. */
export interface RecordReader {
  push(chunk: Buffer): TlsRecord[];
  isBroken(): boolean;
}

export function createRecordReader(): RecordReader {
  let rest: Buffer = Buffer.alloc(0);
  let broken = false;
  return {
    push(chunk) {
      const found: TlsRecord[] = [];
      rest = Buffer.concat([rest, chunk]);
      while (!broken && rest.length > 0) {
        broken = !startsRecord(rest);
        if (broken || rest.length < HEADER) break;
        const end = HEADER + rest.readUInt16BE(3);
        if (rest.length < end) break;
        const header = rest.subarray(0, HEADER);
        found.push({
          type: header.readUInt8(0),
          version: header.readUInt16BE(1),
          header,
          body: rest.subarray(HEADER, end),
        });
        rest = rest.subarray(end);
      }
      return found;
    },
    isBroken: () => broken,
  };
}

/** May these octets, of which there may be few yet, be a record's first ones? */
function startsRecord(bytes: Buffer): boolean {
  if (!TYPES.includes(bytes.readUInt8(0))) return false;
  if (bytes.length > 1 && bytes.readUInt8(1) !== 3) return false;
  return bytes.length < HEADER || bytes.readUInt16BE(3) <= MAX_RECORD;
}

/** Joins fragments of handshake messages, and parts those that share a record (RFC 8446 section 5.1). */
export interface HandshakeJoiner {
  push(fragment: Buffer): HandshakeMessage[];
  /** Octets of a message that is not whole yet. */
  pending(): number;
  /** A message is announced that is longer than any honest one. */
  isBroken(): boolean;
}

export function createHandshakeJoiner(): HandshakeJoiner {
  let parts: Buffer[] = [];
  let length = 0;
  let broken = false;
  return {
    push(fragment) {
      const found: HandshakeMessage[] = [];
      parts.push(fragment);
      length += fragment.length;
      while (!broken && length >= 4) {
        const [first] = parts as [Buffer];
        // Joined only when there is something to be read, so that many small fragments cost no more than few large ones.
        const bytes = first.length >= 4 && first.length === length ? first : headOf(parts);
        const wanted = 4 + bytes.readUIntBE(1, 3);
        broken = wanted > MAX_MESSAGE;
        if (broken || length < wanted) break;
        const whole = parts.length === 1 ? first : Buffer.concat(parts);
        const raw = whole.subarray(0, wanted);
        found.push({ type: raw.readUInt8(0), body: raw.subarray(4), raw });
        parts = [whole.subarray(wanted)];
        length -= wanted;
      }
      return found;
    },
    pending: () => length,
    isBroken: () => broken,
  };
}

function headOf(parts: readonly Buffer[]): Buffer {
  const head: number[] = [];
  for (const part of parts) {
    for (const octet of part.subarray(0, 4 - head.length)) head.push(octet);
    if (head.length === 4) break;
  }
  return Buffer.from(head);
}
