/** Products that name themselves in the text of a 220 greeting, by the words they use. */
const PRODUCTS: readonly (readonly [pattern: RegExp, product: string])[] = [
  [/\bPostfix\b/i, 'Postfix'],
  [/\bExim\b/i, 'Exim'],
  [/\bSendmail\b/i, 'Sendmail'],
  [/\bOpenSMTPD\b/i, 'OpenSMTPD'],
  [/\bHaraka\b/i, 'Haraka'],
  [/\bqmail\b/i, 'qmail'],
  [/\bKerio Connect\b/i, 'Kerio Connect'],
  [/\bMicrosoft ESMTP MAIL Service\b/i, 'Microsoft Exchange'],
];

/** A version right after the product's name: `Exim 4.97.1`, `Sendmail 8.17.1/8.17.1`. */
const VERSION = /^[ (v]{0,3}(\d{1,5}(?:\.\d{1,5}){1,3}(?:[a-z]\d{0,3})?)/i;

/** The mail server that a greeting names, nothing when it names none that we know. */
export function bannerProduct(banner: string): { product?: string; version?: string } {
  const text = banner.slice(0, 512);
  for (const [pattern, product] of PRODUCTS) {
    const named = pattern.exec(text);
    if (named === null) continue;
    const version = VERSION.exec(text.slice(named.index + named[0].length))?.[1];
    return version === undefined ? { product } : { product, version };
  }
  return {};
}
