import { decodeName, MalformedMessage } from './name.ts';

/** What a message must repeat to be the answer to a query. */
export interface Asked {
  id: number;
  /** As sent, in mixed case. */
  name: string;
  type: number;
  class: number;
}

export interface RawRecord {
  /** As on the wire. */
  owner: string;
  type: number;
  class: number;
  ttl: number;
  /** Where the data is in the message. */
  start: number;
  end: number;
}

/** A response, its head read and its records located. */
export interface RawMessage {
  bytes: Buffer;
  flags: number;
  /** The question came back in the very case in which it was asked. */
  sameCase: boolean;
  answers: readonly RawRecord[];
  authority: readonly RawRecord[];
  additional: readonly RawRecord[];
}

export const FLAG = { AA: 0x0400, TC: 0x0200, RD: 0x0100, RA: 0x0080, CD: 0x0010 } as const;
export const HEADER_BYTES = 12;
export const OPT = 41;

/** One of the messages of a zone transfer; those after the first may leave the question out (RFC 5936 section 2.2.1). */
export function readTransferMessage(
  bytes: Buffer,
  asked: Asked,
): Pick<RawMessage, 'bytes' | 'flags' | 'answers'> | null {
  if (bytes.length < HEADER_BYTES || bytes.readUInt16BE(0) !== asked.id || (bytes[2] ?? 0) < 0x80)
    return null;
  const hasQuestion = bytes.readUInt16BE(4) > 0;
  const question = hasQuestion ? readQuestion(bytes, asked) : { end: HEADER_BYTES };
  if (question === null) return null;
  const { records } = readSection(bytes, question.end, bytes.readUInt16BE(6));
  return { bytes, flags: bytes.readUInt16BE(2), answers: records };
}

/** Is it a response to the query? Null: another's. A response whose question is left out is one (RFC 1035 section 7.3). */
export function readMessage(bytes: Buffer, asked: Asked): RawMessage | null {
  if (bytes.length < HEADER_BYTES || bytes.readUInt16BE(0) !== asked.id || (bytes[2] ?? 0) < 0x80)
    return null;
  const flags = bytes.readUInt16BE(2);
  const question = readQuestion(bytes, asked);
  if (question === null) return null;
  const message = { bytes, flags, sameCase: question.sameCase };
  try {
    const answers = readSection(bytes, question.end, bytes.readUInt16BE(6));
    const authority = readSection(bytes, answers.end, bytes.readUInt16BE(8));
    const additional = readSection(bytes, authority.end, bytes.readUInt16BE(10));
    return {
      ...message,
      answers: answers.records,
      authority: authority.records,
      additional: additional.records,
    };
  } catch (error) {
    // A truncated message may be cut anywhere.
    const isCut = error instanceof MalformedMessage && (flags & FLAG.TC) !== 0;
    if (isCut) return { ...message, answers: [], authority: [], additional: [] };
    throw error;
  }
}

/** @throws MalformedMessage */
function readQuestion(bytes: Buffer, asked: Asked): { end: number; sameCase: boolean } | null {
  const count = bytes.readUInt16BE(4);
  if (count === 1) {
    const { name, end } = decodeName(bytes, HEADER_BYTES);
    if (end + 4 > bytes.length) throw new MalformedMessage('The question is cut short.');
    const isOurs =
      bytes.readUInt16BE(end) === asked.type &&
      bytes.readUInt16BE(end + 2) === asked.class &&
      name.toLowerCase() === asked.name.toLowerCase();
    return isOurs ? { end: end + 4, sameCase: name === asked.name } : null;
  }
  const isError = (bytes.readUInt16BE(2) & 0xf) !== 0;
  if (count === 0 && isError) return { end: HEADER_BYTES, sameCase: true };
  throw new MalformedMessage('The answer does not repeat the question.');
}

/** The work is bounded by the bytes, whatever the count says. @throws MalformedMessage */
export function readSection(
  bytes: Buffer,
  start: number,
  count: number,
): { records: RawRecord[]; end: number } {
  const records: RawRecord[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    const { name: owner, end: head } = decodeName(bytes, at);
    if (head + 10 > bytes.length) throw new MalformedMessage('A record is cut short.');
    const end = head + 10 + bytes.readUInt16BE(head + 8);
    if (end > bytes.length) throw new MalformedMessage('A record is cut short.');
    records.push({
      owner,
      type: bytes.readUInt16BE(head),
      class: bytes.readUInt16BE(head + 2),
      ttl: bytes.readUInt32BE(head + 4),
      start: head + 10,
      end,
    });
    at = end;
  }
  return { records, end: at };
}
