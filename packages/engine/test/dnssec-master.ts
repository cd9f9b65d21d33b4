import { createHash } from 'node:crypto';
import { nameOctets, type Record, record, typeNumber } from './dnssec-signer.ts';

/** Reads records as RFCs print them, one a line, names ending in a dot; `IN` may stand after the TTL. */
export function masterFile(text: string): Record[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').map(readLine);
}

function readLine(line: string): Record {
  const [name = '', ttl = '', type = '', ...fields] = line.replace(' IN ', ' ').split(/\s+/);
  const rdata = readers[type]?.(fields) ?? record(`${name} ${ttl} ${type} ${fields.join(' ')}`, '.').rdata;
  return { name, type, ttl: Number(ttl), rdata };
}

const readers: { [type: string]: (fields: string[]) => Buffer } = {
  DNSKEY: ([flags = '', protocol = '', algorithm = '', ...key]) =>
    Buffer.concat([
      uint(flags, 2),
      uint(protocol, 1),
      uint(algorithm, 1),
      Buffer.from(key.join(''), 'base64'),
    ]),
  RRSIG: ([
    type = '',
    algorithm,
    labels,
    ttl,
    expiration = '',
    inception = '',
    tag,
    signer = '',
    ...signature
  ]) =>
    Buffer.concat([
      uint(typeNumber(type), 2),
      uint(algorithm, 1),
      uint(labels, 1),
      uint(ttl, 4),
      uint(seconds(expiration), 4),
      uint(seconds(inception), 4),
      uint(tag, 2),
      nameOctets(signer),
      Buffer.from(signature.join(''), 'base64'),
    ]),
  NSEC: ([next = '', ...types]) => Buffer.concat([nameOctets(next), bitmap(types)]),
  NSEC3: ([algorithm, flags, iterations, salt = '', next = '', ...types]) =>
    Buffer.concat([
      uint(algorithm, 1),
      uint(flags, 1),
      uint(iterations, 2),
      uint(salt.length / 2, 1),
      Buffer.from(salt, 'hex'),
      uint(20, 1),
      fromBase32hex(next),
      bitmap(types),
    ]),
};

function uint(value: string | number | undefined, octets: number): Buffer {
  const bytes = Buffer.alloc(octets);
  bytes.writeUIntBE(Number(value), 0, octets);
  return bytes;
}

/** `20040509183619`, or seconds. */
function seconds(text: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined) return Number(text);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

function bitmap(types: readonly string[]): Buffer {
  const bits = Buffer.alloc(32);
  for (const type of types.map((each) => (each === 'NSEC3PARAM' ? 51 : typeNumber(each)))) {
    bits[type >> 3] = (bits[type >> 3] ?? 0) | (0x80 >> (type & 7));
  }
  const length = bits.findLastIndex((octet) => octet !== 0) + 1;
  return length === 0 ? Buffer.alloc(0) : Buffer.concat([Buffer.from([0, length]), bits.subarray(0, length)]);
}

function fromBase32hex(text: string): Buffer {
  let value = 0n;
  for (const digit of text.toLowerCase()) value = value * 32n + BigInt(Number.parseInt(digit, 32));
  return Buffer.from(value.toString(16).padStart(40, '0'), 'hex');
}

/** The digest of a DS record for a printed DNSKEY record. */
export function digestOf(key: Record, hash: string): string {
  return createHash(hash).update(nameOctets(key.name)).update(key.rdata).digest('hex');
}
