import ipaddr from 'ipaddr.js';
import type { DnsRecords, DnsType } from '../protocols/dns-answer.ts';
import { decodeName, MalformedMessage } from './dns-name.ts';
import { textOf, withoutNul } from './wire-text.ts';

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
  CAA: 257,
};

const types = new Map(Object.entries(TYPE_CODES).map(([type, code]) => [code, type as DnsType]));

export function typeOf(code: number): DnsType | undefined {
  return types.get(code);
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
};

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
