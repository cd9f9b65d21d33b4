import { type Unknown, unknown } from '@cyborux/contract';
import type { Nobody, Resolve } from '../net.ts';
import { bounded } from './deadline.ts';
import { type HttpBody, readBody } from './http-body.ts';
import { joinedField, sendRequest } from './http-exchange.ts';
import { type ReachOptions, reach } from './reach.ts';
import type { TlsContexts } from './tls-context.ts';
import { upgrade } from './tls-upgrade.ts';

export interface SourceRequestOptions extends ReachOptions {
  contexts: TlsContexts;
  userAgent: string;
}

export interface SourceResponse {
  state: 'answered';
  status: number;
  contentType: string;
  location: string | undefined;
  retryAfter: string | undefined;
  /** The party says itself that what was allowed is used up (`X-RateLimit-Remaining: 0`). */
  usedUp: boolean;
  body: HttpBody;
}

export interface PreparedRequest {
  headers: Readonly<Record<string, string>>;
  maxBytes: number;
  /** Makes it a POST. */
  body?: Buffer | undefined;
}

const MAX_REDIRECTS = 3;

/**
 * GETs or POSTs for a third party's answer. Its certificate must be right; redirects are followed as long as they stay
 * on https, with a body only to where it was sent first (RFC 9110 section 15.4: 307 and 308 repeat it).
 */
export async function requestSource(
  address: string,
  request: PreparedRequest,
  resolve: Resolve,
  options: SourceRequestOptions,
  signal: AbortSignal,
): Promise<SourceResponse | Nobody | Unknown> {
  let url = URL.parse(address);
  let headers = request.headers;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    if (url?.protocol !== 'https:') return unknown('blocked', 'Third parties are asked over https alone.');
    const answer = await getOnce(url, { ...request, headers }, resolve, options, signal);
    if (answer.state !== 'answered' || answer.location === undefined) return answer;
    const next: URL | null = URL.parse(answer.location, url.href);
    if (request.body !== undefined && (next?.origin !== url.origin || answer.status < 307)) {
      return unknown('failed', 'It redirects a request that has a body.');
    }
    // A key for one party is not for the one that it points to.
    if (next?.origin !== url.origin) headers = {};
    url = next;
  }
  return unknown('failed', 'It redirects too often.');
}

async function getOnce(
  url: URL,
  request: PreparedRequest,
  resolve: Resolve,
  options: SourceRequestOptions,
  signal: AbortSignal,
): Promise<SourceResponse | Nobody | Unknown> {
  const peer = { host: url.hostname, port: url.port === '' ? 443 : Number(url.port) };
  return await reach(peer, resolve, options, signal, ({ connection, left }) =>
    bounded(left(), signal, async (): Promise<SourceResponse | Unknown> => {
      const channel = await upgrade(connection.socket, {
        secureContext: options.contexts.strict(),
        servername: url.hostname,
        alpn: ['http/1.1'],
        verify: true,
      });
      if (channel.state === 'rejected')
        return unknown('failed', `The TLS handshake failed: ${channel.detail}.`);
      if (channel.state === 'unknown') return channel;
      const headers = {
        'User-Agent': options.userAgent,
        Accept: 'application/json',
        'Accept-Encoding': 'gzip, deflate, br',
        ...request.headers,
      };
      const head = await sendRequest(channel.tls, {
        method: request.body === undefined ? 'GET' : 'POST',
        url,
        headers,
        body: request.body,
      });
      if (head.state === 'unknown') return head;
      const isRedirect = head.status >= 300 && head.status < 400;
      return {
        state: 'answered',
        status: head.status,
        contentType: joinedField(head, 'content-type') ?? '',
        location: isRedirect ? joinedField(head, 'location') : undefined,
        retryAfter: joinedField(head, 'retry-after'),
        usedUp: joinedField(head, 'x-ratelimit-remaining') === '0',
        body: await readBody(head.body, joinedField(head, 'content-encoding') ?? '', request.maxBytes),
      };
    }),
  );
}
