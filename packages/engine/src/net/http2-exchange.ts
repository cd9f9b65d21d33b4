import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { type AnsweredHead, type HttpRequest, MAX_HEADER_BYTES, readHeaders } from './http-exchange.ts';

/** More fields than any server needs, and fewer than a bomb of small ones has. */
const MAX_FIELDS = 4_000;

/** The peer agreed to HTTP/2, and gave no answer over it: some ask for HTTP/1.1 (RFC 9113 section 7), some are broken. */
export type NoHttp2 = { state: 'no-http2' };

/** Sends one request on a connection whose peer chose `h2` (RFC 9113). Pushes and other streams are refused. */
export function sendHttp2Request(socket: TLSSocket, request: HttpRequest): Promise<AnsweredHead | NoHttp2> {
  return new Promise((resolve) => {
    const session = connect(request.url.origin, {
      createConnection: () => socket,
      maxHeaderListPairs: MAX_FIELDS,
      maxReservedRemoteStreams: 0,
      settings: { enablePush: false, maxHeaderListSize: MAX_HEADER_BYTES },
    });
    const end = (outcome: AnsweredHead | NoHttp2) => {
      if (outcome.state === 'no-http2') session.destroy();
      resolve(outcome);
    };
    const giveUp = () => end({ state: 'no-http2' });
    session.on('error', giveUp);
    session.once('close', giveUp);
    const stream = send(session, request);
    stream.on('error', giveUp);
    stream.once('close', giveUp);
    stream.once('response', (_headers, _flags, raw: string[] = []) => {
      stream.once('close', () => session.destroy());
      end(headOf(stream, raw));
    });
  });
}

function send(session: ClientHttp2Session, { method, url, headers }: HttpRequest): ClientHttp2Stream {
  const pseudo = {
    ':method': method,
    ':scheme': url.protocol.slice(0, -1),
    ':authority': url.host,
    ':path': url.pathname + url.search,
  };
  return session.request({ ...pseudo, ...headers }, { endStream: true });
}

function headOf(stream: ClientHttp2Stream, raw: readonly string[]): AnsweredHead {
  const fields = readHeaders(raw);
  const status = fields.find(([name]) => name === ':status')?.[1];
  return {
    state: 'answered',
    status: Number(status),
    headers: fields.filter(([name]) => !name.startsWith(':')),
    httpVersion: '2.0',
    body: Readable.from(wholeOrError(stream)),
  };
}

/** Node ends a stream whose connection is gone as if it were whole, and leaves a reset to be told from. */
async function* wholeOrError(stream: ClientHttp2Stream): AsyncGenerator<Buffer> {
  yield* stream;
  if (stream.rstCode !== 0) throw new Error(`The stream was reset (${stream.rstCode}).`);
}
