import { OPT, type RawMessage, type RawRecord } from './sections.ts';

export interface EdnsOption {
  code: number;
  data: Buffer;
}

/** The OPT record of a message (RFC 6891 section 6.1). */
export interface Edns {
  version: number;
  udpPayload: number;
  dnssecOk: boolean;
  options: readonly EdnsOption[];
}

/** What passes everywhere without fragments (DNS flag day 2020). */
const UDP_PAYLOAD_BYTES = 1232;
export const PLAIN_EDNS: Edns = { version: 0, udpPayload: UDP_PAYLOAD_BYTES, dnssecOk: false, options: [] };

export function encodeEdns({ version, udpPayload, dnssecOk, options }: Edns): Buffer {
  const head = Buffer.alloc(11);
  head.writeUInt16BE(OPT, 1);
  head.writeUInt16BE(udpPayload, 3);
  head[6] = version;
  head.writeUInt16BE(dnssecOk ? 0x8000 : 0, 7);
  const encoded = options.flatMap(({ code, data }) => {
    const option = Buffer.alloc(4);
    option.writeUInt16BE(code, 0);
    option.writeUInt16BE(data.length, 2);
    return [option, data];
  });
  const rdata = Buffer.concat(encoded);
  head.writeUInt16BE(rdata.length, 9);
  return Buffer.concat([head, rdata]);
}

/** Null without an OPT record. `rcodeBits` are the upper eight of the code. Options that run past the end are left out. */
export function readEdns({ bytes, additional }: RawMessage): (Edns & { rcodeBits: number }) | null {
  const record = additional.find(({ type }) => type === OPT);
  if (record === undefined) return null;
  return {
    version: (record.ttl >>> 16) & 0xff,
    udpPayload: record.class,
    dnssecOk: (record.ttl & 0x8000) !== 0,
    options: readOptions(bytes, record),
    rcodeBits: record.ttl >>> 24,
  };
}

function readOptions(bytes: Buffer, { start, end }: RawRecord): EdnsOption[] {
  const options: EdnsOption[] = [];
  for (let at = start; at + 4 <= end; ) {
    const next = at + 4 + bytes.readUInt16BE(at + 2);
    if (next > end) break;
    options.push({ code: bytes.readUInt16BE(at), data: bytes.subarray(at + 4, next) });
    at = next;
  }
  return options;
}
