/** RFC 1035 section 3.1: a label has at most 63 bytes, a name 255 with its length bytes. */
const MAX_LABEL = 63;
const MAX_NAME = 255;

export class MalformedMessage extends Error {
  override name = 'MalformedMessage';
}

/**
 * A name in presentation form (RFC 1035 section 5.1: `\.` and `\DDD` escapes) as wire bytes. Null when it cannot be:
 * an empty or long label, a long name, a byte that must be escaped and is not. The empty name is the root.
 */
export function encodeName(name: string): Buffer | null {
  const labels: number[][] = [];
  let label: number[] = [];
  const text = name === '.' ? '' : name;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2e) {
      labels.push(label);
      label = [];
    } else if (code === 0x5c) {
      const escaped = readEscape(text, at + 1);
      if (escaped === null) return null;
      label.push(escaped.byte);
      at += escaped.length;
    } else if (code > 0x20 && code < 0x7f) {
      label.push(code);
    } else {
      return null;
    }
  }
  if (label.length > 0) labels.push(label);
  if (labels.some(({ length }) => length === 0 || length > MAX_LABEL)) return null;
  const wire = Buffer.from([...labels.flatMap((bytes) => [bytes.length, ...bytes]), 0]);
  return wire.length > MAX_NAME ? null : wire;
}

function readEscape(text: string, at: number): { byte: number; length: number } | null {
  const digits = text.slice(at, at + 3);
  if (/^[0-9]{3}$/.test(digits)) {
    const byte = Number(digits);
    return byte > 255 ? null : { byte, length: 3 };
  }
  const code = text.charCodeAt(at);
  return code > 0x20 && code < 0x7f && !/[0-9]/.test(digits.charAt(0)) ? { byte: code, length: 1 } : null;
}

/**
 * The name at an offset, in the case of the wire, without its last dot, and the offset after it.
 * @throws MalformedMessage
 */
export function decodeName(message: Buffer, start: number): { name: string; end: number } {
  const labels: string[] = [];
  let length = 1;
  let at = start;
  let end = -1;
  // A pointer leads to a prior place (RFC 1035 section 4.1.4), so each jump must go further back than the last.
  let floor = start;
  for (;;) {
    const size = message[at];
    if (size === undefined) throw new MalformedMessage('A name runs past the end.');
    if (size === 0) return { name: labels.join('.'), end: end === -1 ? at + 1 : end };
    if (size >= 0xc0) {
      const low = message[at + 1];
      if (low === undefined) throw new MalformedMessage('A name runs past the end.');
      if (end === -1) end = at + 2;
      at = ((size & 0x3f) << 8) | low;
      if (at >= floor) throw new MalformedMessage('A compression pointer does not lead back.');
      floor = at;
      continue;
    }
    if (size > MAX_LABEL) throw new MalformedMessage('A label is of no known type.');
    length += size + 1;
    if (length > MAX_NAME) throw new MalformedMessage('A name is too long.');
    if (at + 1 + size > message.length) throw new MalformedMessage('A name runs past the end.');
    labels.push(printLabel(message.subarray(at + 1, at + 1 + size)));
    at += size + 1;
  }
}

function printLabel(bytes: Buffer): string {
  let text = '';
  for (const byte of bytes) {
    if (byte === 0x2e || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`;
    else if (byte > 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\${String(byte).padStart(3, '0')}`;
  }
  return text;
}
