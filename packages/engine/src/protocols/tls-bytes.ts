/** The peer's bytes are no TLS of the kind that was expected. Stays within `protocols/tls-*`: parsers answer null. */
export class MalformedTls extends Error {
  override name = 'MalformedTls';
}

/** Reads forward over bytes that a peer chose; past the end every read throws MalformedTls. */
export interface TlsReader {
  left(): number;
  take(length: number): Buffer;
  u8(): number;
  u16(): number;
  /** A vector whose length is in one, two or three octets before it (RFC 8446 section 3.4). */
  vector(lengthOctets: 1 | 2 | 3): Buffer;
}

export function readTls(bytes: Buffer): TlsReader {
  let at = 0;
  const take = (length: number): Buffer => {
    if (length > bytes.length - at)
      throw new MalformedTls(`${length} octets wanted, ${bytes.length - at} left`);
    at += length;
    return bytes.subarray(at - length, at);
  };
  const number = (octets: 1 | 2 | 3) => take(octets).readUIntBE(0, octets);
  return {
    left: () => bytes.length - at,
    take,
    u8: () => number(1),
    u16: () => number(2),
    vector: (lengthOctets) => take(number(lengthOctets)),
  };
}

/** The parser's result; null when the bytes are malformed. */
export function decodeTls<T>(bytes: Buffer, parse: (reader: TlsReader) => T): T | null {
  try {
    return parse(readTls(bytes));
  } catch (error) {
    if (error instanceof MalformedTls) return null;
    throw error;
  }
}

/** The 16-bit numbers of a list; an odd octet at the end is malformed. */
export function u16List(bytes: Buffer): number[] {
  if (bytes.length % 2 !== 0) throw new MalformedTls('half a number');
  return Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readUInt16BE(index * 2));
}

export function u8(value: number): Buffer {
  return Buffer.of(value);
}

export function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
}

/** The parts behind their length, which takes so many octets. */
export function vector(lengthOctets: 1 | 2 | 3, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length = Buffer.alloc(lengthOctets);
  length.writeUIntBE(body.length, 0, lengthOctets);
  return Buffer.concat([length, body]);
}
