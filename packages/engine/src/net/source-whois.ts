import { type Unknown, unknown } from '@cyborux/contract';
import type { Resolve } from '../net.ts';
import { SourceError, type Whois } from '../source.ts';
import { bounded } from './deadline.ts';
import type { Pacer } from './pace.ts';
import { type ReachOptions, reach } from './reach.ts';

const PORT = 43;
const MAX_BYTES = 262_144;

export interface SourceWhoisOptions extends ReachOptions {
  resolve: Resolve;
  pacer: Pacer;
  signal: AbortSignal;
}

/** Asks WHOIS servers (RFC 3912): one line, and all that they say until they close. */
export function createSourceWhois(options: SourceWhoisOptions): Whois {
  const { signal, resolve } = options;
  return async (server, line) => {
    await options.pacer(signal).catch((cause: unknown) => {
      throw new SourceError('timeout', `${server} was not asked: the time was up.`, { cause });
    });
    const peer = { host: server, port: PORT };
    const answer = await reach(peer, resolve, options, signal, ({ connection, left }) =>
      bounded(left(), signal, () => converse(connection.socket, line)),
    );
    if (answer.state === 'text') return answer.text;
    if (answer.state === 'absent')
      throw new SourceError('failed', `${server} cannot be reached (${answer.reason}).`);
    const isLate = answer.reason === 'timeout' || answer.reason === 'canceled';
    throw new SourceError(isLate ? 'timeout' : 'failed', `${server} did not answer (${answer.reason}).`);
  };
}

async function converse(
  socket: NodeJS.ReadWriteStream,
  line: string,
): Promise<{ state: 'text'; text: string } | Unknown> {
  socket.write(`${line}\r\n`);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of socket) {
      chunks.push(Buffer.from(chunk));
      size += chunk.length;
      if (size > MAX_BYTES) return unknown('malformed', 'The answer has no end.');
    }
  } catch {
    return unknown('failed', 'The connection was closed before the end of the answer.');
  }
  return { state: 'text', text: decoded(Buffer.concat(chunks)) };
}

/** RFC 3912 section 4 has no word for the character set; what is not UTF-8 is taken for Latin-1. */
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
