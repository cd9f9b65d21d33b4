import { isIPv4, isIPv6 } from 'node:net';
import { ROOT } from './dns-name.ts';
import { TYPE, toWire, type WireName, type WireRecord } from './dns-wire.ts';

/** Master-file tokens: words and quoted character-strings, escapes left in (RFC 1035 section 5.1). */
const TOKEN = /"((?:[^"\\]|\\.)*)"|((?:[^\s"\\]|\\.)+)/gsy;

/** One record: `owner TTL type rdata`. Other types than the well-known ones as `TYPE123 \# 2 abcd` (RFC 3597). */
export function parseRecord(line: string, origin: WireName): WireRecord {
  const [owner, ttl, type, ...fields] = tokens(line);
  if (owner === undefined || ttl === undefined || type === undefined || !/^\d+$/.test(ttl)) {
    throw new SyntaxError(`not a record: ${JSON.stringify(line)}`);
  }
  const number = typeNumber(type);
  const rdata = parseRdata(number, fields, origin);
  if (number === undefined || rdata === null) throw new SyntaxError(`bad rdata: ${JSON.stringify(line)}`);
  return { name: toWire(owner, origin), type: number, ttl: Number(ttl), rdata };
}

function tokens(line: string): string[] {
  const found: string[] = [];
  let at = 0;
  while (at < line.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(line);
    if (!match) {
      if (!/\s/.test(line.charAt(at))) throw new SyntaxError(`open quotation: ${JSON.stringify(line)}`);
      at += 1;
      continue;
    }
    found.push(match[1] ?? match[2] ?? '');
    at = TOKEN.lastIndex;
  }
  return found;
}

/** Of a mnemonic, or of `TYPE123`. */
export function typeNumber(type: string): number | undefined {
  const generic = /^TYPE(\d{1,5})$/.exec(type)?.[1];
  if (generic !== undefined) return Number(generic);
  return Object.hasOwn(TYPE, type) ? TYPE[type as keyof typeof TYPE] : undefined;
}

function parseRdata(
  type: number | undefined,
  fields: string[],
  origin: WireName,
): WireRecord['rdata'] | null {
  const [first = '', second = '', third = '', fourth = ''] = fields;
  if (first === '\\#') return [Buffer.from(fields.slice(2).join(''), 'hex')];
  switch (type) {
    case TYPE.A:
      return isIPv4(first) ? [addressBytes(first)] : null;
    case TYPE.AAAA:
      return isIPv6(first) ? [addressBytes(first)] : null;
    case TYPE.NS:
    case TYPE.CNAME:
    case TYPE.PTR:
      return first === '' ? null : [toWire(first, origin)];
    case TYPE.MX:
      return second === '' ? null : [uint16s([first]), toWire(second, origin)];
    case TYPE.SRV:
      return fourth === '' ? null : [uint16s([first, second, third]), toWire(fourth, origin)];
    case TYPE.SOA:
      return fields.length === 7
        ? [toWire(first, origin), toWire(second, origin), uint32s(fields.slice(2))]
        : null;
    case TYPE.TXT:
      return fields.length === 0 ? null : fields.map(characterString);
    case TYPE.CAA:
      return fields.length === 3
        ? [Buffer.of(Number(first)), characterString(second), textBytes(third)]
        : null;
    case TYPE.DS:
    case TYPE.CDS:
      return [uint16s([first]), bytes([second, third]), hexOf(fields.slice(3))];
    case TYPE.DNSKEY:
    case TYPE.CDNSKEY:
      return [uint16s([first]), bytes([second, third]), Buffer.from(fields.slice(3).join(''), 'base64')];
    case TYPE.TLSA:
      return [bytes([first, second, third]), hexOf(fields.slice(3))];
    default:
      return null;
  }
}

function bytes(values: string[]): Buffer {
  return Buffer.from(values.map(Number));
}

function hexOf(fields: string[]): Buffer {
  return Buffer.from(fields.join(''), 'hex');
}

function uint16s(values: string[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(Number(value), index * 2);
  return bytes;
}

function uint32s(values: string[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(Number(value), index * 4);
  return bytes;
}

/** `\DDD` is a byte, `\x` is x, and the rest is UTF-8. */
function textBytes(text: string): Buffer {
  const latin1 = Buffer.from(text, 'utf8').toString('latin1');
  const plain = latin1.replace(/\\(\d{3}|.)/gs, (_, escaped: string) =>
    escaped.length === 3 ? String.fromCharCode(Number(escaped)) : escaped,
  );
  return Buffer.from(plain, 'latin1');
}

function characterString(text: string): Buffer {
  const bytes = textBytes(text);
  if (bytes.length > 255) throw new RangeError(`character-string of ${bytes.length} bytes`);
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}

/** An IP address as it stands in A and AAAA records. */
export function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const front = hextets(head);
  const back = tail === undefined ? [] : hextets(tail);
  const middle = new Array<number>(8 - front.length - back.length).fill(0);
  return uint16s([...front, ...middle, ...back].map(String));
}

function hextets(text: string): number[] {
  return text === ''
    ? []
    : text.split(':').flatMap((group) => (group.includes('.') ? dotted(group) : Number.parseInt(group, 16)));
}

/** The end of an address that embeds an IPv4 address (RFC 4291 section 2.2). */
function dotted(group: string): number[] {
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
}

/** The address of an A or AAAA record, IPv6 in the form of RFC 5952. */
export function addressText(record: WireRecord): string | null {
  const [bytes] = record.rdata;
  if (!(bytes instanceof Uint8Array)) return null;
  if (record.type === TYPE.A && bytes.length === 4) return bytes.join('.');
  if (record.type !== TYPE.AAAA || bytes.length !== 16) return null;
  const groups: string[] = [];
  for (let at = 0; at < 16; at += 2)
    groups.push((((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16));
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}

/** The wire form of a zone's name, with or without its last dot. */
export function originOf(zone: string): WireName {
  return zone === '.' ? ROOT : toWire(zone.endsWith('.') ? zone : `${zone}.`);
}

/** The records, with those of the same owner and type as a replacement taken out for it. Owners are written alike. */
export function replaceSets(records: readonly string[], replacements: readonly string[]): string[] {
  const replaced = new Set(replacements.map(setOf));
  return [...records.filter((line) => !replaced.has(setOf(line))), ...replacements];
}

function setOf(line: string): string {
  const [owner, , type] = line.split(/\s+/);
  return `${owner} ${type}`;
}
