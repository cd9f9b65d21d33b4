/**
 * A domain name in wire form (RFC 1035 section 3.1) as a Latin-1 string: length byte and label by turns, the root's
 * zero byte last. A string, so that it can key a map.
 */
export type WireName = string;

export interface Decoded<T> {
  value: T;
  /** Offset of the byte after it. */
  end: number;
}

export const ROOT: WireName = '\0';

/** Master-file text to wire form; `\.` and `\DDD` are understood (RFC 1035 section 5.1). Relative names get `origin`. */
export function toWire(text: string, origin: WireName = ROOT): WireName {
  if (text === '@') return origin;
  if (text === '.') return ROOT;
  const labels: string[] = [];
  let label = '';
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  for (let at = 0; at < bytes.length; at += 1) {
    const char = bytes.charAt(at);
    if (char === '.') {
      labels.push(label);
      label = '';
      continue;
    }
    if (char !== '\\') {
      label += char;
      continue;
    }
    const code = /^\d{3}/.exec(bytes.slice(at + 1))?.[0];
    label += code === undefined ? bytes.charAt(at + 1) : String.fromCharCode(Number(code));
    at += code === undefined ? 1 : 3;
  }
  const absolute = label === '';
  if (!absolute) labels.push(label);
  let wire = '';
  for (const part of labels) {
    if (part.length === 0 || part.length > 63) throw new RangeError(`bad label in ${JSON.stringify(text)}`);
    wire += String.fromCharCode(part.length) + part;
  }
  wire += absolute ? ROOT : origin;
  if (wire.length > 255) throw new RangeError(`name too long: ${JSON.stringify(text)}`);
  return wire;
}

/** Dotted text without the last dot, other bytes than printable ASCII as `\DDD`. The root is `.`. */
export function toText(name: WireName): string {
  if (name === ROOT) return '.';
  const labels: string[] = [];
  for (let rest = name; rest !== ROOT; rest = parentOf(rest)) {
    const label = rest.slice(1, 1 + rest.charCodeAt(0));
    labels.push(label.replace(/[^\x21-\x7e]|[.\\]/g, escapeByte));
  }
  return labels.join('.');
}

function escapeByte(char: string): string {
  return char === '.' || char === '\\' ? `\\${char}` : `\\${String(char.charCodeAt(0)).padStart(3, '0')}`;
}

/** ASCII alone (RFC 4343). Length bytes are below `A`, so the whole string can be folded. */
export function lower(name: WireName): WireName {
  return name.replace(/[A-Z]+/g, (upper) => upper.toLowerCase());
}

/** The name without its first label. */
export function parentOf(name: WireName): WireName {
  return name.slice(1 + name.charCodeAt(0));
}

/** Both in the same case. */
export function isAtOrBelow(name: WireName, zone: WireName): boolean {
  let rest = name;
  while (rest.length > zone.length) rest = parentOf(rest);
  return rest === zone;
}

/** @throws RangeError for a pointer that does not lead back, a bad label, or a name that is too long. */
export function readName(bytes: Buffer, start: number): Decoded<WireName> {
  let wire = '';
  let at = start;
  let floor = start;
  let end = -1;
  for (;;) {
    const length = bytes.readUInt8(at);
    if (length >= 0xc0) {
      const target = bytes.readUInt16BE(at) & 0x3fff;
      if (target >= floor) throw new RangeError('compression pointer does not lead back');
      if (end < 0) end = at + 2;
      floor = target;
      at = target;
      continue;
    }
    if (length > 63) throw new RangeError('bad label type');
    if (length === 0) return { value: wire + ROOT, end: end < 0 ? at + 1 : end };
    if (at + 1 + length > bytes.length) throw new RangeError('label beyond the message');
    wire += bytes.toString('latin1', at, at + 1 + length);
    if (wire.length > 254) throw new RangeError('name too long');
    at += 1 + length;
  }
}
