import { encodeName } from '../name.ts';
import { random16 } from './random.ts';

const HEADER = 12;
const MAX_NAME = 255;
const MAX_LABEL = 63;
/** The largest question there is. */
export const QUERY_BYTES = HEADER + MAX_NAME + 4;

/**
 * A question without EDNS: short answers are all that is hoped for, and long ones come by TCP.
 * @param into zeroed, or with an earlier question
 * @returns the bytes written, 0 when the name cannot be asked for
 */
export function writeQuery(into: Buffer, name: string, type: number, recursion: boolean): number {
  into[2] = recursion ? 1 : 0;
  into[5] = 1;
  const end = writeName(into, name);
  if (end === 0) return 0;
  into[end] = type >> 8;
  into[end + 1] = type & 0xff;
  into[end + 2] = 0;
  into[end + 3] = 1;
  return end + 4;
}

/** In lower case. */
function writeName(into: Buffer, name: string): number {
  const size = name.endsWith('.') ? name.length - 1 : name.length;
  if (name.includes('\\')) return writeEscaped(into, name);
  if (size === 0 || size + 2 > MAX_NAME) return 0;
  let label = HEADER;
  for (let index = 0; index < size; index++) {
    const code = name.charCodeAt(index);
    const at = HEADER + 1 + index;
    if (code === 0x2e) {
      if (!closeLabel(into, label, at)) return 0;
      label = at;
    } else if (code > 0x20 && code < 0x7f) {
      into[at] = code >= 0x41 && code <= 0x5a ? code | 0x20 : code;
    } else {
      return 0;
    }
  }
  const end = HEADER + 1 + size;
  if (!closeLabel(into, label, end)) return 0;
  into[end] = 0;
  return end + 1;
}

function closeLabel(into: Buffer, start: number, end: number): boolean {
  const length = end - start - 1;
  into[start] = length;
  return length > 0 && length <= MAX_LABEL;
}

function writeEscaped(into: Buffer, name: string): number {
  const isClosed = name.endsWith('.') && !name.endsWith('\\.');
  const wire = encodeName((isClosed ? name.slice(0, -1) : name).toLowerCase());
  if (wire === null || wire.length === 1) return 0;
  wire.copy(into, HEADER);
  return HEADER + wire.length;
}

/** A new id, and each letter in random case where asked for: what an answer must repeat. */
export function stampQuery(query: Buffer, length: number, id: number, mixedCase: boolean): void {
  query[0] = id >> 8;
  query[1] = id & 0xff;
  let bits = 0;
  for (let at = HEADER; at < length - 4; at++) {
    const lower = (query[at] ?? 0) | 0x20;
    if (lower < 0x61 || lower > 0x7a) continue;
    if (mixedCase && bits < 2) bits = 0x10000 | random16();
    query[at] = mixedCase && bits & 1 ? lower & ~0x20 : lower;
    bits >>= 1;
  }
}

/** How the question of a message compares with ours. */
export function compareQuestion(message: Buffer, query: Buffer, length: number): 'same' | 'case' | 'other' {
  if (message.length < length || message[4] !== 0 || message[5] !== 1) return 'other';
  let isSame = true;
  for (let at = HEADER; at < length; at++) {
    const ours = query[at] ?? 0;
    const theirs = message[at] ?? 0;
    if (ours === theirs) continue;
    const lower = ours | 0x20;
    if ((ours ^ theirs) !== 0x20 || lower < 0x61 || lower > 0x7a || at >= length - 4) return 'other';
    isSame = false;
  }
  return isSame ? 'same' : 'case';
}
