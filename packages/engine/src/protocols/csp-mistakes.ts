import { HASH, has, hasNonceOrHash, hostSource, NONCE, type Policy } from './csp-source.ts';

export type Mistake =
  | 'unknown-directive'
  /** Browsers have dropped it, or never took it up. */
  | 'deprecated-directive'
  /** Of directives with one name the first counts. */
  | 'duplicate-directive'
  /** The name of a directive stands among the sources of another one. */
  | 'missing-semicolon'
  /** A keyword, nonce or hash without its single quotes is taken for a host. */
  | 'unquoted-keyword'
  /** In single quotes, and no keyword, nonce or hash. */
  | 'unknown-keyword'
  /** `'none'` does not count beside other sources. */
  | 'none-with-others'
  /** Addresses never match, 127.0.0.1 aside (CSP Level 3 section 6.7.2.9). */
  | 'ip-source'
  /** Under 128 bits (section 7.1). */
  | 'short-nonce'
  /** No script can be the first one. */
  | 'strict-dynamic-without-nonce'
  /** A browser passes over a directive with a character that is not ASCII. */
  | 'not-ascii';

/** Something that does not do what its author meant. */
export interface FoundMistake {
  weakness: Mistake;
  directive: string;
  source?: string;
}

const LISTS = new Set([
  ...[
    'child-src',
    'connect-src',
    'default-src',
    'font-src',
    'frame-src',
    'img-src',
    'manifest-src',
    'media-src',
  ],
  ...['object-src', 'script-src', 'script-src-attr', 'script-src-elem', 'style-src', 'style-src-attr'],
  ...['style-src-elem', 'worker-src', 'fenced-frame-src', 'base-uri', 'form-action', 'frame-ancestors'],
]);
const OTHERS = new Set([
  ...['sandbox', 'report-to', 'report-uri', 'upgrade-insecure-requests', 'webrtc'],
  ...['require-trusted-types-for', 'trusted-types'],
]);
const DEPRECATED = new Set([
  ...['block-all-mixed-content', 'navigate-to', 'plugin-types', 'prefetch-src', 'referrer', 'reflected-xss'],
  ...['require-sri-for'],
]);
const KEYWORDS = new Set([
  ...["'none'", "'self'", "'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "'strict-dynamic'"],
  ...["'report-sample'", "'wasm-unsafe-eval'", "'inline-speculation-rules'", "'trusted-types-eval'"],
  ...["'unsafe-allow-redirects'", "'report-sha256'", "'report-sha384'", "'report-sha512'"],
]);
const UNQUOTED_SECRET = /^(?:nonce|sha256|sha384|sha512)-/i;
const NONCE_BITS = 128;

/** What is wrong with the text of one policy. */
export function mistakesOf(policy: Policy): FoundMistake[] {
  const found: FoundMistake[] = [];
  for (const [directive, sources] of policy) {
    found.push(...nameMistakes(policy, directive));
    if (LISTS.has(directive)) found.push(...listMistakes(directive, sources));
  }
  return found;
}

function nameMistakes(policy: Policy, directive: string): FoundMistake[] {
  if (DEPRECATED.has(directive) || (directive === 'report-uri' && !policy.has('report-to'))) {
    return [{ weakness: 'deprecated-directive', directive }];
  }
  return LISTS.has(directive) || OTHERS.has(directive) ? [] : [{ weakness: 'unknown-directive', directive }];
}

function listMistakes(directive: string, sources: readonly string[]): FoundMistake[] {
  const found: FoundMistake[] = [];
  if (sources.length > 1 && has(sources, "'none'")) {
    found.push({ weakness: 'none-with-others', directive, source: "'none'" });
  }
  if (has(sources, "'strict-dynamic'") && !hasNonceOrHash(sources)) {
    found.push({ weakness: 'strict-dynamic-without-nonce', directive, source: "'strict-dynamic'" });
  }
  for (const source of sources) {
    const weakness = sourceMistake(source);
    if (weakness !== null) found.push({ weakness, directive, source });
  }
  return found;
}

function sourceMistake(source: string): Mistake | null {
  const lower = source.toLowerCase();
  if (LISTS.has(lower) || OTHERS.has(lower) || DEPRECATED.has(lower)) return 'missing-semicolon';
  if (KEYWORDS.has(`'${lower}'`) || UNQUOTED_SECRET.test(source)) return 'unquoted-keyword';
  const nonce = NONCE.exec(source)?.[1];
  if (nonce !== undefined) return nonce.length * 6 < NONCE_BITS ? 'short-nonce' : null;
  if (/^['"]|['"]$/.test(source)) return KEYWORDS.has(lower) || HASH.test(source) ? null : 'unknown-keyword';
  const host = hostSource(source)?.host ?? '';
  const isAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || host.startsWith('[');
  return isAddress && host !== '127.0.0.1' ? 'ip-source' : null;
}

/** What a browser passes over without a word, and a parsed policy no longer shows. */
export function lostIn(text: string): FoundMistake[] {
  const found: FoundMistake[] = [];
  const seen = new Set<string>();
  for (const token of text.split(';')) {
    const directive = /[^\t\n\f\r ]+/.exec(token)?.[0].toLowerCase();
    if (directive === undefined) continue;
    if (/[^\0-\x7f]/.test(token)) found.push({ weakness: 'not-ascii', directive });
    else if (seen.has(directive)) found.push({ weakness: 'duplicate-directive', directive });
    else seen.add(directive);
  }
  return found;
}
