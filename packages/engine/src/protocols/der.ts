/** The bytes are not DER (X.690 section 10), or not of the expected type. */
export class DerError extends Error {
  override name = 'DerError';
}

export interface DerElement {
  /** The identifier octet: class, constructed bit and number. */
  tag: number;
  content: Uint8Array;
  /** Tag, length and content. */
  raw: Uint8Array;
}

export const DER = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  enumerated: 0x0a,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** More than any certificate has of anything. */
const MAX_ELEMENTS = 20_000;

/** The one element that the bytes are, with nothing behind it. */
export function readElement(bytes: Uint8Array): DerElement {
  const element = elementAt(bytes, 0);
  if (element.raw.length !== bytes.length) throw new DerError('trailing bytes');
  return element;
}

/** The elements that stand one after the other. Does not look into them. */
export function readElements(bytes: Uint8Array): DerElement[] {
  const elements: DerElement[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (elements.length === MAX_ELEMENTS) throw new DerError('too many elements');
    const element = elementAt(bytes, at);
    elements.push(element);
    at += element.raw.length;
  }
  return elements;
}

/** The elements of a constructed one of this tag. */
export function readSequence(element: DerElement | undefined, tag: number = DER.sequence): DerElement[] {
  return readElements(contentOf(element, tag));
}

/** The content of an element that must have this tag. */
export function contentOf(element: DerElement | undefined, tag: number): Uint8Array {
  if (element?.tag !== tag) throw new DerError('unexpected type');
  return element.content;
}

function elementAt(bytes: Uint8Array, at: number): DerElement {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) throw new DerError('cut off');
  if ((tag & 0x1f) === 0x1f) throw new DerError('high tag number');
  const [length, header] = first < 0x80 ? [first, 2] : longLength(bytes, at, first & 0x7f);
  const end = at + header + length;
  if (end > bytes.length) throw new DerError('cut off');
  return { tag, content: bytes.subarray(at + header, end), raw: bytes.subarray(at, end) };
}

function longLength(bytes: Uint8Array, at: number, octets: number): [length: number, header: number] {
  if (octets === 0 || octets > 4) throw new DerError('length');
  let length = 0;
  for (const octet of bytes.subarray(at + 2, at + 2 + octets)) length = length * 256 + octet;
  const shortest = octets === 1 ? 0x80 : 256 ** (octets - 1);
  if (at + 2 + octets > bytes.length || length < shortest) throw new DerError('length');
  return [length, 2 + octets];
}

/** In dotted form. */
export function readOid(element: DerElement | undefined): string {
  const content = contentOf(element, DER.oid);
  const arcs: bigint[] = [];
  let value = 0n;
  for (const [index, octet] of content.entries()) {
    if (value === 0n && octet === 0x80) throw new DerError('object identifier');
    value = (value << 7n) | BigInt(octet & 0x7f);
    if (octet & 0x80) {
      if (index === content.length - 1 || value > 1n << 128n) throw new DerError('object identifier');
      continue;
    }
    arcs.push(value);
    value = 0n;
  }
  const [head, ...rest] = arcs;
  if (head === undefined) throw new DerError('object identifier');
  const top = head < 40n ? 0n : head < 80n ? 1n : 2n;
  return [top, head - top * 40n, ...rest].join('.');
}

export function readBoolean(element: DerElement | undefined): boolean {
  const [octet, ...rest] = contentOf(element, DER.boolean);
  if (rest.length > 0 || (octet !== 0x00 && octet !== 0xff)) throw new DerError('boolean');
  return octet === 0xff;
}

/** A number from 0 that fits; `tag` for an implicitly tagged one. */
export function readUnsigned(element: DerElement | undefined, tag: number = DER.integer): number {
  const content = contentOf(element, tag);
  const [first, second] = content;
  if (first === undefined || first >= 0x80) throw new DerError('integer');
  if (first === 0 && second !== undefined && second < 0x80) throw new DerError('integer');
  return content.reduce((value, octet) => Math.min(value * 256 + octet, Number.MAX_SAFE_INTEGER), 0);
}

/** Whole octets, or a list of named bits. */
export function readBits(element: DerElement | undefined): { bytes: Uint8Array; unused: number } {
  const content = contentOf(element, DER.bitString);
  const unused = content[0];
  if (unused === undefined || unused > 7 || (unused > 0 && content.length === 1)) {
    throw new DerError('bit string');
  }
  return { bytes: content.subarray(1), unused };
}

const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;

/** UTCTime or GeneralizedTime as RFC 5280 sections 4.1.2.5.1 and 4.1.2.5.2 have them: to the second, in UTC. */
export function readTime(element: DerElement | undefined): Date {
  const text = Buffer.from(element?.content ?? []).toString('latin1');
  const short = element?.tag === DER.utcTime;
  if (!short && element?.tag !== DER.generalizedTime) throw new DerError('time');
  const [, ...parts] =
    TIME.exec(short ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text) ?? [];
  const [year = Number.NaN, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (year < 100) time.setUTCFullYear(year);
  const overflows = time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day;
  if (Number.isNaN(time.getTime()) || overflows || hour > 23 || minute > 59 || second > 59) {
    throw new DerError('time');
  }
  return time;
}
