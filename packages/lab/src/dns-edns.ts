import type { WireRecord } from './dns-wire.ts';

/** The OPT pseudo-record (RFC 6891 section 6.1). */
export interface Edns {
  udpSize: number;
  dnssecOk: boolean;
  /** Default 0. */
  version?: number;
  /** The upper eight bits of the RCODE. Default 0. */
  extendedRcode?: number;
  /** As they stand in the message. */
  options?: readonly { code: number; bytes: Uint8Array }[];
}

const OPT = 41;
const DNSSEC_OK = 0x8000;

export function encodeOpt({ udpSize, dnssecOk, version = 0, extendedRcode = 0, options = [] }: Edns): Buffer {
  const head = Buffer.alloc(11);
  const rdata = Buffer.concat(options.map(({ code, bytes }) => optionBytes(code, bytes)));
  head.writeUInt16BE(OPT, 1);
  head.writeUInt16BE(udpSize, 3);
  head.writeUInt8(extendedRcode, 5);
  head.writeUInt8(version, 6);
  head.writeUInt16BE(dnssecOk ? DNSSEC_OK : 0, 7);
  head.writeUInt16BE(rdata.length, 9);
  return Buffer.concat([head, rdata]);
}

function optionBytes(code: number, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(code, 0);
  head.writeUInt16BE(bytes.length, 2);
  return Buffer.concat([head, bytes]);
}

/** @throws RangeError when an option does not end within the record. */
export function readOpt({ class: udpSize = 1, ttl, rdata }: WireRecord): Edns {
  const bytes = Buffer.concat(rdata.map((part) => Buffer.from(part as Uint8Array)));
  const options: { code: number; bytes: Uint8Array }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) throw new RangeError('option beyond its record');
    options.push({ code: bytes.readUInt16BE(at), bytes: bytes.subarray(at + 4, end) });
    at = end;
  }
  return {
    udpSize,
    dnssecOk: (ttl & DNSSEC_OK) !== 0,
    ...(options.length > 0 && { options }),
    ...(((ttl >>> 16) & 0xff) !== 0 && { version: (ttl >>> 16) & 0xff }),
    ...(ttl >>> 24 !== 0 && { extendedRcode: ttl >>> 24 }),
  };
}
