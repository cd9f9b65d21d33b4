import { attributesOf, startTags } from './html-tags.ts';
import { decodeEntities } from './html-text.ts';

/** Names in any case; a field that stands several times has several values, or several pairs. `Headers` will do. */
export type HeaderFields =
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | Iterable<readonly [name: string, value: string]>;

export interface ObservatoryHop {
  /** Absolute. */
  url: string;
  status?: number;
  /** Only its Set-Cookie fields are looked at. */
  headers?: HeaderFields;
}

/** What came at the end of the redirects that began at one URL. */
export interface ObservatoryResponse {
  /** The URL that answered, absolute. Default: the last one of `redirects`, or the root of the site. */
  url?: string;
  /** Default 200. */
  status?: number;
  headers?: HeaderFields;
  /** Of the page, decoded. Default: empty. */
  body?: string;
  /** Did every certificate on the way check out? Default true. */
  verified?: boolean;
  /** Every URL that was asked, the first one and the one that answered included. Default: `url` alone. */
  redirects?: readonly (ObservatoryHop | string)[];
}

/**
 * What the Observatory asks a site for. What could not be reached is null, or left out; `https` may also be left out
 * when `auto` came over https.
 */
export interface ObservatoryResponses {
  /** Hostname, or a URL of it. */
  site: string;
  /** From `http://site/`. */
  http?: ObservatoryResponse | null;
  /** From `https://site/`. */
  https?: ObservatoryResponse | null;
  /** The page that is judged. Default: that of `https`, or that of `http` when there is no https. */
  auto?: ObservatoryResponse | null;
  /** The answer to OPTIONS with an Origin of another site. `origin` is that origin. */
  cors?: (ObservatoryResponse & { origin?: string }) | null;
  /** The answer to `/robots.txt`: it may set cookies. */
  robots?: ObservatoryResponse | null;
  /** Hosts that browsers' preload lists force to https; `true`: all that were met. */
  preloaded?: boolean | readonly string[] | ((host: string) => boolean);
}

/** The origin that the Observatory itself sends. */
const OBSERVATORY_ORIGIN = 'https://http-observatory.security.mozilla.org';

export interface ReadResponse {
  status: number;
  verified: boolean;
  /** Never empty. */
  route: readonly { url: URL; status: number }[];
  /** The values of a field, joined by `, ` as HTTP clients do; null when it is not there. */
  field(name: string): string | null;
  setCookies: readonly string[];
  body: string;
}

export interface ObservedSite {
  host: string;
  page: ReadResponse;
  /** The page was asked for over https. */
  secure: boolean;
  http: ReadResponse | null;
  https: ReadResponse | null;
  cors: (ReadResponse & { origin: string }) | null;
  /** Set-Cookie fields of the whole visit, in order, with the host that sent them. */
  cookies: readonly { host: string; field: string }[];
  /** Policies of meta elements. */
  metaPolicies: readonly string[];
  metaReferrer: string | null;
  isPreloaded(host: string): boolean;
}

export const HTML_TYPES: readonly string[] = ['text/html', 'application/xhtml+xml'];

/** Null when nothing answered. Throws a TypeError when `site` or a URL is none. */
export function observe(responses: ObservatoryResponses): ObservedSite | null {
  const host = hostOf(responses.site);
  const http = read(responses.http, `http://${host}/`);
  const safe = responses.https === undefined && isSecure(responses.auto) ? responses.auto : responses.https;
  const https = read(safe, `https://${host}/`);
  const secure = https !== null;
  const page = read(responses.auto, `${secure ? 'https' : 'http'}://${host}/`) ?? https ?? http;
  if (page === null) return null;
  const cors = read(responses.cors, `https://${host}/`);
  return {
    host,
    page,
    secure,
    http,
    https,
    cors: cors === null ? null : { ...cors, origin: responses.cors?.origin ?? OBSERVATORY_ORIGIN },
    cookies: cookiesOf(host, [
      safe ?? responses.http,
      responses.auto === safe ? null : responses.auto,
      responses.robots,
    ]),
    ...metaOf(page),
    isPreloaded: preloadOf(responses.preloaded),
  };
}

function hostOf(site: string): string {
  return new URL(/^[a-z]+:\/\//i.test(site) ? site : `https://${site}`).hostname;
}

function hopsOf({ redirects = [] }: ObservatoryResponse): ObservatoryHop[] {
  return redirects.map((hop) => (typeof hop === 'string' ? { url: hop } : hop));
}

function isSecure(response: ObservatoryResponse | null | undefined): boolean {
  const asked = response == null ? undefined : (hopsOf(response)[0]?.url ?? response.url);
  return asked?.startsWith('https:') ?? false;
}

function read(response: ObservatoryResponse | null | undefined, asked: string): ReadResponse | null {
  if (response == null) return null;
  const fields = fieldsOf(response.headers ?? []);
  const values = (name: string) => fields.filter(([each]) => each === name).map(([, value]) => value);
  const hops = hopsOf(response).map(({ url, status }) => ({ url: new URL(url), status: status ?? 301 }));
  const end = new URL(response.url ?? hops.at(-1)?.url ?? asked);
  const status = response.status ?? 200;
  return {
    status,
    verified: response.verified ?? true,
    route: hops.at(-1)?.url.href === end.href ? hops : [...hops, { url: end, status }],
    field: (name) => joined(name, values(name)),
    setCookies: values('set-cookie'),
    body: response.body ?? '',
  };
}

function joined(name: string, values: string[]): string | null {
  // Node's HTTP client, which the Observatory uses, keeps only the first of these.
  if (name === 'content-type') return values[0] ?? null;
  return values.length === 0 ? null : values.join(', ');
}

function fieldsOf(headers: HeaderFields): [name: string, value: string][] {
  const pairs = Symbol.iterator in headers ? [...headers] : Object.entries(headers);
  return pairs.flatMap(([name, value]) =>
    [value ?? []].flat().map((each): [string, string] => [name.toLowerCase(), each]),
  );
}

function cookiesOf(host: string, visit: readonly (ObservatoryResponse | null | undefined)[]) {
  const hops = visit.flatMap((response) => (response == null ? [] : [...hopsOf(response), response]));
  return hops.flatMap((hop) => {
    const sender = hop.url === undefined ? host : new URL(hop.url).hostname;
    const fields = fieldsOf(hop.headers ?? []).filter(([name]) => name === 'set-cookie');
    return fields.map(([, field]) => ({ host: sender, field }));
  });
}

function metaOf(page: ReadResponse): Pick<ObservedSite, 'metaPolicies' | 'metaReferrer'> {
  const metaPolicies: string[] = [];
  let metaReferrer: string | null = null;
  const type = page.field('content-type')?.split(';')[0] ?? '';
  for (const tag of HTML_TYPES.includes(type) ? startTags(page.body) : []) {
    if (tag.name !== 'meta') continue;
    const attributes = attributesOf(tag);
    const content = decodeEntities(attributes.get('content') ?? '');
    if (content === '') continue;
    const equivalent = attributes.get('http-equiv');
    if (equivalent?.toLowerCase().trim() === 'content-security-policy') metaPolicies.push(content);
    if (equivalent === undefined && attributes.get('name')?.toLowerCase().trim() === 'referrer')
      metaReferrer = content;
  }
  return { metaPolicies, metaReferrer };
}

function preloadOf(preloaded: ObservatoryResponses['preloaded']): (host: string) => boolean {
  if (typeof preloaded === 'function') return preloaded;
  if (typeof preloaded === 'boolean') return () => preloaded;
  return (host) => preloaded?.includes(host) ?? false;
}
