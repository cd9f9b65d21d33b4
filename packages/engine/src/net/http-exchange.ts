import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { type Unknown, unknown } from '@cyborux/contract';
import { printable, textOf } from './wire-text.ts';

/** A larger header block is no answer. */
export const MAX_HEADER_BYTES = 65_536;

export interface HttpRequest {
  method: 'GET' | 'HEAD' | 'OPTIONS' | 'POST';
  url: URL;
  /** Beside Host and Connection. */
  headers: Readonly<Record<string, string>>;
  body?: Buffer | undefined;
}

/** The head of an answer, its body still to be read. */
export interface AnsweredHead {
  state: 'answered';
  status: number;
  /** In the order of the wire, duplicates kept, names in lower case, control characters gone. */
  headers: [name: string, value: string][];
  /** `1.0`, `1.1`, `2.0`. */
  httpVersion: string;
  body: Readable;
}

export type HttpHead = AnsweredHead | Unknown;

/** Sends one request on an open connection. */
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
      resolve(headOf(response));
    });
    sent.once('upgrade', (_response, upgraded) => {
      upgraded.destroy();
      resolve(unknown('malformed', 'The server switched to another protocol.'));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(failureOf(error)));
    sent.end(body);
  });
}

function headOf(response: IncomingMessage): AnsweredHead {
  return {
    state: 'answered',
    status: response.statusCode ?? 0,
    headers: readHeaders(response.rawHeaders),
    httpVersion: response.httpVersion,
    body: response,
  };
}

export function failureOf(error: NodeJS.ErrnoException): Unknown {
  const code = error.code ?? 'unknown error';
  if (code === 'HPE_HEADER_OVERFLOW') return unknown('malformed', 'The headers are too large.');
  if (code.startsWith('HPE_')) return unknown('malformed', 'The answer is not HTTP.');
  if (code === 'ECONNRESET') return unknown('failed', 'The connection was closed without an answer.');
  // In TLS 1.3 the alert comes behind the handshake (RFC 8446 section 4.4.2.4).
  if (code.endsWith('_ALERT_CERTIFICATE_REQUIRED'))
    return unknown('failed', 'The server lets in clients with a certificate alone.');
  return unknown('failed', `The exchange failed (${code}).`);
}

/** @param raw names and values in turn, as Node hands the bytes out: as Latin-1 */
export function readHeaders(raw: readonly string[]): [name: string, value: string][] {
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = '', value = ''] = raw.slice(at, at + 2);
    headers.push([clean(name).toLowerCase(), clean(value)]);
  }
  return headers;
}

/** All values of a field, as if they had come in one (RFC 9110 section 5.2). */
export function joinedField({ headers }: Pick<AnsweredHead, 'headers'>, name: string): string | undefined {
  const values = headers.filter(([field]) => field === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

function clean(text: string): string {
  return printable(textOf(Buffer.from(text, 'latin1')));
}
