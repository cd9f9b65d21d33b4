import type { Socket } from 'node:net';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import { type Unknown, unknown } from '@cyborux/contract';
import type { FetchOptions, HttpAnswer, HttpResponse, Resolve } from '../net.ts';
import { charsetOf } from '../protocols/charset.ts';
import { bounded } from './deadline.ts';
import { readBody } from './http-body.ts';
import { type HttpHead, type HttpRequest, joinedField, sendRequest } from './http-exchange.ts';
import { type NoHttp2, sendHttp2Request } from './http2-exchange.ts';
import { type Exchange, type ReachOptions, reach } from './reach.ts';
import { pathErrorOf } from './tls-client.ts';
import type { TlsContexts } from './tls-context.ts';
import { upgrade } from './tls-upgrade.ts';
import { withoutNul } from './wire-text.ts';

const DEFAULT_MAX_BYTES = 65_536;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

export interface HttpClientOptions extends ReachOptions {
  contexts: TlsContexts;
  userAgent: string;
}

/** In our order of preference (RFC 7301). */
const HTTP_2_OR_1 = ['h2', 'http/1.1'] as const;
const HTTP_1 = ['http/1.1'] as const;

/** One exchange over a connection of its own: HTTP/2 with whoever chooses it, else HTTP/1.1. */
export async function fetchOnce(
  address: string,
  request: FetchOptions,
  resolve: Resolve,
  options: HttpClientOptions,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const url = URL.parse(address);
  const defaultPort = DEFAULT_PORTS[url?.protocol ?? ''];
  if (url === null || defaultPort === undefined) return unknown('malformed', 'Not an http or https URL.');
  const port = url.port === '' ? defaultPort : Number(url.port);
  const peer = { host: url.hostname, port, address: request.address };
  // Both connections share the time of one: the second has what the first left.
  let totalMs = options.totalMs;
  const over = (protocols: readonly string[]) =>
    reach(peer, resolve, { ...options, totalMs }, signal, async (exchange) => {
      const answer = await converse(url, protocols, request, options, exchange);
      totalMs = exchange.left();
      return answer;
    });
  const answer = await over(HTTP_2_OR_1);
  if (answer.state !== 'no-http2') return answer;
  const second = await over(HTTP_1);
  return second.state === 'no-http2' ? unknown('malformed', 'It speaks HTTP/2 unasked.') : second;
}

async function converse(
  url: URL,
  protocols: readonly string[],
  request: FetchOptions,
  options: HttpClientOptions,
  exchange: Exchange,
): Promise<HttpAnswer | NoHttp2> {
  const { connection, left, startedAt, signal } = exchange;
  const opening = await bounded(left(), signal, async () => {
    const channel = await openChannel(connection.socket, url, protocols, options.contexts);
    if (channel.state === 'unknown') return channel;
    const headers = { ...defaultHeaders(options.userAgent), ...request.headers };
    const head = await send(channel.socket, { method: request.method ?? 'GET', url, headers });
    return head.state === 'answered' ? { ...channel, head } : head;
  });
  if (opening.state !== 'open') return opening;
  const { head } = opening;
  const coding = joinedField(head, 'content-encoding') ?? '';
  const body = await readWithin(exchange, () =>
    readBody(head.body, coding, request.maxBytes ?? DEFAULT_MAX_BYTES),
  );
  if (signal.aborted) return unknown('canceled');
  const isCut = body.end !== 'complete';
  const answer: HttpResponse = {
    state: 'present',
    url: url.href,
    address: connection.address,
    port: connection.port,
    status: head.status,
    headers: head.headers,
    body:
      request.body === 'base64'
        ? body.bytes.toString('base64')
        : bodyText(body.bytes, joinedField(head, 'content-type') ?? '', isCut),
    truncated: isCut,
    httpVersion: head.httpVersion,
    durationMs: Math.round(performance.now() - startedAt),
  };
  return opening.certificateError === undefined
    ? answer
    : { ...answer, certificateError: opening.certificateError };
}

async function send(socket: Socket, request: HttpRequest): Promise<HttpHead | NoHttp2> {
  const isHttp2 = socket instanceof TLSSocket && socket.alpnProtocol === 'h2';
  return isHttp2 ? await sendHttp2Request(socket, request) : await sendRequest(socket, request);
}

function defaultHeaders(userAgent: string): Record<string, string> {
  return { 'User-Agent': userAgent, Accept: '*/*', 'Accept-Encoding': 'gzip, deflate, br, zstd' };
}

type Channel = { state: 'open'; socket: Socket; certificateError?: string | null };

async function openChannel(
  socket: Socket,
  url: URL,
  alpn: readonly string[],
  contexts: TlsContexts,
): Promise<Channel | Unknown> {
  if (url.protocol === 'http:') return { state: 'open', socket };
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  const secureContext = contexts.lenient('TLSv1', 'TLSv1.3');
  const outcome = await upgrade(socket, { secureContext, servername: host, alpn });
  if (outcome.state === 'rejected') return unknown('failed', `The TLS handshake failed: ${outcome.detail}.`);
  if (outcome.state === 'unknown') return outcome;
  return { state: 'open', socket: outcome.tls, certificateError: certificateErrorOf(outcome.tls, host) };
}

function certificateErrorOf(tls: TLSSocket, host: string): string | null {
  const pathError = pathErrorOf(tls);
  if (pathError !== null) return pathError;
  const certificate = tls.getPeerCertificate();
  // Node falls back on the common name; RFC 9525 section 2 does not.
  const isNamed =
    certificate.subjectaltname !== undefined && checkServerIdentity(host, certificate) === undefined;
  return isNamed ? null : 'HOSTNAME_MISMATCH';
}

/** When time is up or the call is canceled the connection goes, and what was read until then is the answer. */
async function readWithin<T>(exchange: Exchange, read: () => Promise<T>): Promise<T> {
  const cut = () => exchange.connection.socket.destroy();
  const timer = setTimeout(cut, exchange.left());
  exchange.signal.addEventListener('abort', cut, { once: true });
  if (exchange.signal.aborted) cut();
  try {
    return await read();
  } finally {
    clearTimeout(timer);
    exchange.signal.removeEventListener('abort', cut);
  }
}

function bodyText(bytes: Buffer, contentType: string, isCut: boolean): string {
  const decoder = new TextDecoder(charsetOf(bytes, contentType));
  // A character cut in two at the end is left out.
  return withoutNul(decoder.decode(bytes, { stream: isCut }));
}
