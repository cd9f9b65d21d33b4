/** Where each kind of load falls back to (CSP Level 3 section 6.8.3). */
const FALLBACKS = {
  'script-src-elem': ['script-src-elem', 'script-src', 'default-src'],
  'script-src-attr': ['script-src-attr', 'script-src', 'default-src'],
  'script-src': ['script-src', 'default-src'],
  'style-src-elem': ['style-src-elem', 'style-src', 'default-src'],
  'style-src-attr': ['style-src-attr', 'style-src', 'default-src'],
  'object-src': ['object-src', 'default-src'],
  'base-uri': ['base-uri'],
} as const;
export type CspLoad = keyof typeof FALLBACKS;

/** One policy: directive names in lower case to their source expressions or tokens. */
export type Policy = ReadonlyMap<string, readonly string[]>;

/** What a browser goes by for a kind of load. */
export interface SourceList {
  directive: string;
  sources: readonly string[];
}

const NO_SCRIPTS: SourceList = { directive: 'sandbox', sources: [] };

/** Null when the policy does not restrict the load. */
export function effective(policy: Policy, load: CspLoad): SourceList | null {
  const sandbox = policy.get('sandbox');
  if (load.startsWith('script-') && sandbox !== undefined && !has(sandbox, 'allow-scripts'))
    return NO_SCRIPTS;
  const directive = FALLBACKS[load].find((name) => policy.has(name));
  return directive === undefined ? null : { directive, sources: policy.get(directive) ?? [] };
}

export const NONCE = /^'nonce-([A-Za-z0-9+/_-]+)={0,2}'$/i;
export const HASH = /^'sha(?:256|384|512)-[A-Za-z0-9+/_-]+={0,2}'$/i;

export function has(sources: readonly string[], keyword: string): boolean {
  return sources.some((source) => source.toLowerCase() === keyword);
}

export function hasNonceOrHash(sources: readonly string[]): boolean {
  return sources.some((source) => NONCE.test(source) || HASH.test(source));
}

/** "Does a source list allow all inline behavior for type?" (CSP Level 3 section 6.7.3.2). */
export function allowsInline({ sources }: SourceList, scripts: boolean): boolean {
  if (hasNonceOrHash(sources)) return false;
  if (scripts && has(sources, "'strict-dynamic'")) return false;
  return has(sources, "'unsafe-inline'");
}

const ANY_HOST = /^(?:(?:https?|wss?):\/\/)?\*(?::(?:\*|\d{1,5}))?(?:\/.*)?$/i;

/** The expression that lets every host in; `http:` and `https:` are such too. */
export function anyHost(sources: readonly string[]): string | undefined {
  return sources.find((source) => ANY_HOST.test(source) || /^https?:$/i.test(source));
}

const HOST_SOURCE =
  /^(?:([a-z][a-z0-9+.-]{0,30}):\/\/)?([^/:?#'"]+|\[[0-9a-f:.]+\])(?::(\*|\d{1,5}))?(\/[^?#]*)?$/i;

export interface HostSource {
  /** Lower case; null when the scheme of the page decides. */
  scheme: string | null;
  /** Lower case; may begin with `*.`. */
  host: string;
  port: string | null;
  path: string;
}

/** Reads a host-source (CSP Level 3 section 2.3.1). Null for a keyword, a scheme or nonsense. */
export function hostSource(source: string): HostSource | null {
  const match = HOST_SOURCE.exec(source);
  if (match === null) return null;
  const [, scheme, host = '', port, path = ''] = match;
  return { scheme: scheme?.toLowerCase() ?? null, host: host.toLowerCase(), port: port ?? null, path };
}

/** Does the expression match an https URL without a redirect (section 6.7.2.8)? */
export function matchesUrl(source: string, url: URL): boolean {
  if (/^https?:$/i.test(source) || source === '*') return true;
  const { scheme, host, port, path } = hostSource(source) ?? {};
  if (host === undefined || path === undefined) return false;
  if (scheme != null && scheme !== 'http' && scheme !== 'https') return false;
  if (port != null && port !== '*' && port !== '443' && port !== '80') return false;
  return hostMatches(host, url.hostname) && pathMatches(path, url.pathname);
}

function hostMatches(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : pattern === host;
}

/** One that ends in a slash stands for all below it, another one for itself. */
function pathMatches(pattern: string, path: string): boolean {
  if (pattern === '' || pattern === '/') return true;
  return pattern.endsWith('/') ? path.startsWith(pattern) : path === pattern;
}
