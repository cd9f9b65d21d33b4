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
  body: HttpBody;
}

const MAX_REDIRECTS = 3;

/** GETs a third party's answer. Its certificate must be right; redirects are followed as long as they stay on https. */
export async function requestSource(
  address: string,
  request: { headers: Readonly<Record<string, string>>; maxBytes: number },
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
    // A key for one party is not for the one that it points to.
    if (next?.origin !== url.origin) headers = {};
    url = next;
  }
  return unknown('failed', 'It redirects too often.');
}

async function getOnce(
  url: URL,
  request: { headers: Readonly<Record<string, string>>; maxBytes: number },
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
      const head = await sendRequest(channel.tls, { method: 'GET', url, headers });
      if (head.state === 'unknown') return head;
      const isRedirect = head.status >= 300 && head.status < 400;
      return {
        state: 'answered',
        status: head.status,
        contentType: joinedField(head, 'content-type') ?? '',
        location: isRedirect ? joinedField(head, 'location') : undefined,
        retryAfter: joinedField(head, 'retry-after'),
        body: await readBody(head.body, joinedField(head, 'content-encoding') ?? '', request.maxBytes),
      };
    }),
  );
}
