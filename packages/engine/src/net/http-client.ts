import type { Socket } from 'node:net';
import { checkServerIdentity, type TLSSocket } from 'node:tls';
import { type Unknown, unknown } from '@cyborux/contract';
import type { FetchOptions, HttpAnswer, HttpResponse, Resolve } from '../net.ts';
import { bounded } from './deadline.ts';
import { readBody } from './http-body.ts';
import { readHeaders, sendRequest } from './http-exchange.ts';
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

/** One exchange over a connection of its own. */
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
  return await reach(peer, resolve, options, signal, (exchange) => converse(url, request, options, exchange));
}

async function converse(
  url: URL,
  request: FetchOptions,
  options: HttpClientOptions,
  exchange: Exchange,
): Promise<HttpAnswer> {
  const { connection, left, startedAt, signal } = exchange;
  const opening = await bounded(left(), signal, async () => {
    const channel = await openChannel(connection.socket, url, options.contexts);
    if (channel.state === 'unknown') return channel;
    const headers = { ...defaultHeaders(options.userAgent), ...request.headers };
    const head = await sendRequest(channel.socket, { method: request.method ?? 'GET', url, headers });
    return head.state === 'unknown' ? head : { ...channel, response: head.response };
  });
  if (opening.state === 'unknown') return opening;
  const { response } = opening;
  const body = await readWithin(exchange, () => readBody(response, request.maxBytes ?? DEFAULT_MAX_BYTES));
  if (signal.aborted) return unknown('canceled');
  const headers = readHeaders(response);
  const answer: HttpResponse = {
    state: 'present',
    url: url.href,
    address: connection.address,
    port: connection.port,
    status: response.statusCode ?? 0,
    headers,
    body:
      request.body === 'base64'
        ? body.bytes.toString('base64')
        : bodyText(body.bytes, response.headers['content-type'] ?? '', body.end !== 'complete'),
    truncated: body.end !== 'complete',
    httpVersion: response.httpVersion,
    durationMs: Math.round(performance.now() - startedAt),
  };
  return opening.certificateError === undefined
    ? answer
    : { ...answer, certificateError: opening.certificateError };
}

function defaultHeaders(userAgent: string): Record<string, string> {
  return { 'User-Agent': userAgent, Accept: '*/*', 'Accept-Encoding': 'gzip, deflate, br' };
}

type Channel = { state: 'open'; socket: Socket; certificateError?: string | null };

async function openChannel(socket: Socket, url: URL, contexts: TlsContexts): Promise<Channel | Unknown> {
  if (url.protocol === 'http:') return { state: 'open', socket };
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  const secureContext = contexts.lenient('TLSv1', 'TLSv1.3');
  const outcome = await upgrade(socket, { secureContext, servername: host, alpn: ['http/1.1'] });
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
  const decoder = new TextDecoder(charsetOf(contentType));
  // A character cut in two at the end is left out.
  return withoutNul(decoder.decode(bytes, { stream: isCut }));
}

function charsetOf(contentType: string): string {
  const [, charset = 'utf-8'] = /;\s*charset="?([^\s;"]{1,40})/i.exec(contentType) ?? [];
  try {
    return new TextDecoder(charset).encoding;
  } catch {
    return 'utf-8';
  }
}
