import { isIP } from 'node:net';
import type { DnsServer } from './server.ts';

/** Instead of a server: down from the root. */
export const ITERATIVE = 'iterative';

const PORTS = { dns: 53, tls: 853, https: 443 } as const;

/**
 * `192.0.2.1`, `192.0.2.1:53`, `2001:db8::1`, `[2001:db8::1]:53`; over TLS `tls://192.0.2.1` and over HTTPS
 * `https://192.0.2.1/dns-query`. A name that the certificate is for follows in the fragment, `tls://192.0.2.1:853#dns.example`,
 * or is the host itself, with the address in the fragment: `https://dns.example/dns-query#192.0.2.1`.
 *
 * @throws when it is none of these
 */
export function parseServer(text: string): DnsServer {
  if (/^(tls|https):\/\//i.test(text)) return parseSecure(text);
  if (isIP(text) !== 0) return { host: text, port: PORTS.dns };
  const match = /^\[?([^\]]+?)\]?(?::([0-9]{1,5}))?$/.exec(text);
  const [, host = '', port = '53'] = match ?? [];
  if (isIP(host) === 0 || Number(port) > 65_535) throw notAnAddress(text);
  return { host, port: Number(port) };
}

function parseSecure(text: string): DnsServer {
  // With the scheme of the web the parser knows how hosts are written.
  const url = URL.parse(text.replace(/^tls:/i, 'https:'));
  if (url === null || url.username !== '' || url.password !== '') throw notAnAddress(text);
  const isTls = /^tls:/i.test(text);
  const host = bare(url.hostname);
  const fragment = bare(url.hash.slice(1));
  const [address, name] = isIP(host) === 0 ? [fragment, host] : [host, fragment === '' ? null : fragment];
  if (isIP(address) === 0 || (isTls && url.pathname !== '/' && url.pathname !== '')) throw notAnAddress(text);
  const port =
    url.port === '' ? (isTls && !/:443(?!\d)/.test(text) ? PORTS.tls : PORTS.https) : Number(url.port);
  if (isTls) return { host: address, port, secure: { over: 'tls', name } };
  return { host: address, port, secure: { over: 'https', name, path: `${url.pathname}${url.search}` } };
}

function bare(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

function notAnAddress(text: string): Error {
  return new Error(`Not a resolver's address: ${text}`);
}
