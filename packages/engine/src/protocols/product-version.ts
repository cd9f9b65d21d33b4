export interface Product {
  product: string;
  /** Null when only the name is told. */
  version: string | null;
}

const MAX_TEXT = 1024;
const MAX_PRODUCTS = 20;
const BARE_VERSION = /^[vV]?\d+(?:\.\d+)+\S{0,40}$/;

/** `Jetty(9.4.43)`: a version in the form of a comment. */
const VERSION_COMMENT = /(?<=[^\s(])\((\d+\.[\w.+-]{1,60})\)/g;

/**
 * The products that a Server or X-Powered-By field names (RFC 9110 sections 10.1.5 and 10.2.4):
 * `Apache/2.4.41 (Ubuntu) OpenSSL/1.1.1f`. Comments are left out, save a version. `Phusion Passenger 6.0.4` is one product.
 */
export function products(field: string): Product[] {
  const found: Product[] = [];
  let words: string[] = [];
  const flush = (version: string | null) => {
    if (words.length > 0) found.push({ product: words.join(' '), version });
    words = [];
  };
  for (const token of withoutComments(field.slice(0, MAX_TEXT).replace(VERSION_COMMENT, '/$1')).split(
    /[\s,;]+/,
  )) {
    if (token === '') continue;
    const slash = token.indexOf('/');
    if (slash > 0) {
      words.push(token.slice(0, slash));
      const version = token.slice(slash + 1);
      flush(/^[vV]?\d/.test(version) ? version.replace(/^[vV]/, '') : null);
    } else if (BARE_VERSION.test(token) && words.length > 0) flush(token.replace(/^[vV]/, ''));
    else words.push(token);
  }
  flush(null);
  return found.slice(0, MAX_PRODUCTS);
}

/** Comments nest (RFC 9110 section 5.6.5). */
function withoutComments(text: string): string {
  let depth = 0;
  let kept = '';
  for (const char of text) {
    if (char === '(') depth += 1;
    else if (char === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) kept += char;
    // The words around a comment are two words.
    if (char === ')' && depth === 0) kept += ' ';
  }
  return kept;
}
