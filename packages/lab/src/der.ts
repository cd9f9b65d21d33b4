/** Writes DER (ITU-T X.690): just the types that a certificate is made of. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOctets(content.length), content]);
}

export const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]) => tlv(0x31, ...parts);
export const octetString = (bytes: Uint8Array) => tlv(0x04, bytes);
export const utf8String = (text: string) => tlv(0x0c, Buffer.from(text));
export const boolean = (value: boolean) => tlv(0x01, Buffer.from([value ? 0xff : 0]));
/** A context-specific wrapper around whole elements, `[n] EXPLICIT`. */
export const explicit = (number: number, ...parts: readonly Uint8Array[]) => tlv(0xa0 | number, ...parts);
/** A context-specific tag in place of a primitive type's own, `[n] IMPLICIT`. */
export const implicit = (number: number, bytes: Uint8Array) => tlv(0x80 | number, bytes);

export function bitString(bytes: Uint8Array, unusedBits = 0): Buffer {
  return tlv(0x03, Buffer.from([unusedBits]), bytes);
}

/** A whole number of 0 or more, big-endian. */
export function integer(bytes: Uint8Array): Buffer {
  const significant = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  const value = bytes.some((byte) => byte !== 0) ? significant : Buffer.alloc(1);
  const padding = (value[0] ?? 0) & 0x80 ? Buffer.alloc(1) : Buffer.alloc(0);
  return tlv(0x02, padding, value);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280 section 4.1.2.5). */
export function time(date: Date): Buffer {
  const digits = `${date.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}Z`;
  if (date.getUTCFullYear() >= 2050) return tlv(0x18, Buffer.from(digits));
  return tlv(0x17, Buffer.from(digits.slice(2)));
}

function lengthOctets(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Buffer.from([0x80 | octets.length, ...octets]);
}

function base128(value: number): number[] {
  const groups = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    groups.unshift(0x80 | (rest % 128));
  }
  return groups;
}
