/** Quotation marks as word processors set them, and plain ones that were taken for part of the text. */
const OPENING = /^[\s"'\u00ab\u00bb\u2018-\u201f\u2033]+/;
const KNOWN = /^(?:v=(?:spf1|dmarc1|dkim1|stsv1|tlsrptv1|bimi1)\b|[a-z0-9][a-z0-9-]{2,60}-verification=)/i;

/** Does a text that machines look for begin with quotation marks, so that they do not find it? */
export function misquoted(text: string): boolean {
  const start = text.slice(0, 200);
  const bare = start.replace(OPENING, '');
  return bare !== start && /^["'\u00ab\u00bb\u2018-\u201f\u2033]/.test(start.trimStart()) && KNOWN.test(bare);
}

/** Octets of a TXT record in a message, its owner name compressed (RFC 1035 section 3.3.14). */
export function txtOctets(text: string): number {
  const octets = new TextEncoder().encode(text).length;
  return 12 + octets + Math.max(1, Math.ceil(octets / 255));
}
