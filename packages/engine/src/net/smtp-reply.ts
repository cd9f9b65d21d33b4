import { printable, textOf } from './wire-text.ts';

/** RFC 5321 section 4.2: a code and lines of text, all but the last with a hyphen after the code. */
export interface SmtpReply {
  code: number;
  lines: readonly string[];
}

export type SmtpReading = { state: 'reply'; reply: SmtpReply } | { state: 'incomplete' | 'malformed' };

const MAX_CHARACTERS = 16_384;
const MAX_LINES = 100;

/**
 * Reads the first reply of what has arrived; what follows it nobody asked for.
 * @param text the bytes as Latin-1
 */
export function readSmtpReply(text: string): SmtpReading {
  const lines: string[] = [];
  let at = 0;
  for (;;) {
    const end = text.indexOf('\n', at);
    if (end === -1) break;
    const line = text.slice(at, end);
    const match = /^([2-5][0-9]{2})(?:([ -])(.*))?$/s.exec(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (match === null || lines.length === MAX_LINES || end > MAX_CHARACTERS) return { state: 'malformed' };
    const [, code, separator, rest = ''] = match;
    lines.push(printable(textOf(Buffer.from(rest, 'latin1'))));
    if (separator !== '-') return { state: 'reply', reply: { code: Number(code), lines } };
    at = end + 1;
  }
  return { state: text.length > MAX_CHARACTERS ? 'malformed' : 'incomplete' };
}

/** As one line: `550 5.7.1 Go away`. */
export function printReply({ code, lines }: SmtpReply): string {
  return `${code} ${lines.join(' ')}`.trim();
}
