import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { type Unknown, unknown } from '@cyborux/contract';
import { printable, textOf } from './wire-text.ts';

/** A larger header block is no answer. */
const MAX_HEADER_BYTES = 65_536;

export interface HttpRequest {
  method: 'GET' | 'HEAD' | 'OPTIONS' | 'POST';
  url: URL;
  /** Beside Host and Connection. */
  headers: Readonly<Record<string, string>>;
  body?: Buffer | undefined;
}

export type HttpHead = { state: 'answered'; response: IncomingMessage } | Unknown;

/** Sends one request on an open connection; comes back with the head of the answer, the body still to be read. */
export function sendRequest(socket: Socket, { method, url, headers, body }: HttpRequest): Promise<HttpHead> {
  return new Promise((resolve) => {
    const sent = request({
      createConnection: () => socket,
      method,
      path: url.pathname + url.search,
      setHost: false,
      headers: {
        Host: url.host,
        ...headers,
        ...(body !== undefined && { 'Content-Length': body.length }),
        Connection: 'close',
      },
      maxHeaderSize: MAX_HEADER_BYTES,
      // Servers that we look at break rules; what they send is cleaned after parsing, and each has its own connection.
      insecureHTTPParser: true,
    });
    sent.maxHeadersCount = 0;
    sent.once('response', (response) => {
      // Told again to whoever reads the body.
      response.on('error', () => {});
      resolve({ state: 'answered', response });
    });
    sent.once('upgrade', (_response, upgraded) => {
      upgraded.destroy();
      resolve(unknown('malformed', 'The server switched to another protocol.'));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(failureOf(error)));
    sent.end(body);
  });
}

function failureOf(error: NodeJS.ErrnoException): Unknown {
  const code = error.code ?? 'unknown error';
  if (code === 'HPE_HEADER_OVERFLOW') return unknown('malformed', 'The headers are too large.');
  if (code.startsWith('HPE_')) return unknown('malformed', 'The answer is not HTTP.');
  if (code === 'ECONNRESET') return unknown('failed', 'The connection was closed without an answer.');
  return unknown('failed', `The exchange failed (${code}).`);
}

/** In the order of the wire, duplicates kept, names in lower case, control characters gone. */
export function readHeaders(response: IncomingMessage): [name: string, value: string][] {
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < response.rawHeaders.length; at += 2) {
    const [name = '', value = ''] = response.rawHeaders.slice(at, at + 2);
    headers.push([clean(name).toLowerCase(), clean(value)]);
  }
  return headers;
}

/** Node hands the bytes out as Latin-1. */
function clean(text: string): string {
  return printable(textOf(Buffer.from(text, 'latin1')));
}
