import ipaddr from 'ipaddr.js';
import type { DnskeyRecord, DnsRecords, DnsType, DsRecord } from '../../protocols/dns-answer.ts';
import { textOf, withoutNul } from '../wire-text.ts';
import { decodeName, MalformedMessage } from './name.ts';

export const TYPE_CODES: Readonly<Record<DnsType, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  DS: 43,
  RRSIG: 46,
  DNSKEY: 48,
  NSEC3PARAM: 51,
  TLSA: 52,
  CDS: 59,
  CDNSKEY: 60,
  CAA: 257,
};

const types = new Map(Object.entries(TYPE_CODES).map(([type, code]) => [code, type as DnsType]));

export function typeOf(code: number): DnsType | undefined {
  return types.get(code);
}

/** `TYPE65280` for types that we do not read (RFC 3597 section 5). */
export function typeName(code: number): string {
  return types.get(code) ?? `TYPE${code}`;
}

type ReadRdata<T> = (message: Buffer, start: number, end: number) => T;

/** @throws MalformedMessage when the bytes are not those of the type */
export function readRdata<T extends DnsType>(
  type: T,
  message: Buffer,
  start: number,
  end: number,
): DnsRecords[T] {
  const read: ReadRdata<DnsRecords[T]> = READERS[type];
  return read(message, start, end);
}

const READERS: { readonly [T in DnsType]: ReadRdata<DnsRecords[T]> } = {
  A: (message, start, end) => address(message, start, end, 4),
  AAAA: (message, start, end) => address(message, start, end, 16),
  NS: lastName,
  CNAME: lastName,
  PTR: lastName,
  MX(message, start, end) {
    need(end - start > 2);
    return { preference: message.readUInt16BE(start), exchange: lastName(message, start + 2, end) };
  },
  SRV(message, start, end) {
    need(end - start > 6);
    return {
      priority: message.readUInt16BE(start),
      weight: message.readUInt16BE(start + 2),
      port: message.readUInt16BE(start + 4),
      target: lastName(message, start + 6, end),
    };
  },
  SOA(message, start, end) {
    const mname = decodeName(message, start);
    const rname = decodeName(message, mname.end);
    need(end - rname.end === 20);
    return {
      mname: mname.name.toLowerCase(),
      rname: rname.name.toLowerCase(),
      serial: message.readUInt32BE(rname.end),
      refresh: message.readUInt32BE(rname.end + 4),
      retry: message.readUInt32BE(rname.end + 8),
      expire: message.readUInt32BE(rname.end + 12),
      minimum: message.readUInt32BE(rname.end + 16),
    };
  },
  TXT(message, start, end) {
    const strings: Buffer[] = [];
    for (let at = start; at < end; ) {
      const next = at + 1 + (message[at] ?? 0);
      need(next <= end);
      strings.push(message.subarray(at + 1, next));
      at = next;
    }
    need(strings.length > 0);
    return text(Buffer.concat(strings));
  },
  // RFC 8659 section 4.1: flags, length of the tag, tag, value.
  CAA(message, start, end) {
    need(end - start > 2);
    const tagEnd = start + 2 + (message[start + 1] ?? 0);
    need(tagEnd <= end);
    return {
      critical: ((message[start] ?? 0) & 0x80) !== 0,
      tag: text(message.subarray(start + 2, tagEnd)).toLowerCase(),
      value: text(message.subarray(tagEnd, end)),
    };
  },
  TLSA(message, start, end) {
    need(end - start > 3);
    const [usage = 0, selector = 0, matchingType = 0] = message.subarray(start, start + 3);
    return { usage, selector, matchingType, data: message.toString('hex', start + 3, end) };
  },
  DS: readDs,
  CDS: readDs,
  DNSKEY: readDnskey,
  CDNSKEY: readDnskey,
  RRSIG(message, start, end) {
    need(end - start > 18);
    const signer = decodeName(message, start + 18);
    need(signer.end <= end);
    return {
      typeCovered: message.readUInt16BE(start),
      algorithm: message.readUInt8(start + 2),
      labels: message.readUInt8(start + 3),
      originalTtl: message.readUInt32BE(start + 4),
      expiration: message.readUInt32BE(start + 8),
      inception: message.readUInt32BE(start + 12),
      keyTag: message.readUInt16BE(start + 16),
      signer: signer.name.toLowerCase(),
      signature: message.toString('base64', signer.end, end),
    };
  },
  NSEC3PARAM(message, start, end) {
    need(end - start >= 5 && end - start === 5 + message.readUInt8(start + 4));
    return {
      hashAlgorithm: message.readUInt8(start),
      flags: message.readUInt8(start + 1),
      iterations: message.readUInt16BE(start + 2),
      salt: message.toString('hex', start + 5, end),
    };
  },
};

function readDs(message: Buffer, start: number, end: number): DsRecord {
  need(end - start >= 4);
  return {
    keyTag: message.readUInt16BE(start),
    algorithm: message.readUInt8(start + 2),
    digestType: message.readUInt8(start + 3),
    digest: message.toString('hex', start + 4, end),
  };
}

function readDnskey(message: Buffer, start: number, end: number): DnskeyRecord {
  need(end - start >= 4);
  return {
    flags: message.readUInt16BE(start),
    protocol: message.readUInt8(start + 2),
    algorithm: message.readUInt8(start + 3),
    publicKey: message.toString('base64', start + 4, end),
  };
}

function need(condition: boolean): asserts condition {
  if (!condition) throw new MalformedMessage('Record data is not what its type says.');
}

function address(message: Buffer, start: number, end: number, size: number): string {
  need(end - start === size);
  const parsed = ipaddr.fromByteArray([...message.subarray(start, end)]);
  return parsed instanceof ipaddr.IPv6 ? parsed.toRFC5952String() : parsed.toString();
}

function lastName(message: Buffer, start: number, end: number): string {
  const decoded = decodeName(message, start);
  need(decoded.end === end);
  return decoded.name.toLowerCase();
}

function text(bytes: Buffer): string {
  return withoutNul(textOf(bytes));
}
