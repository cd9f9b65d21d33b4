/** RFC 5322 section 3.2.3 dot-atom; quoted local parts are not met in public contacts. */
const LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~.-]{1,64}$/;
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** The `mailto:` URI (RFC 6068) of a mail address, its domain in lower case. null when it is not one. */
export function mailtoUri(text: string): string | null {
  const address = text.trim().replace(/^mailto:/i, '');
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const domain = address.slice(at + 1).toLowerCase();
  if (!LOCAL_PART.test(local) || !DOMAIN.test(domain)) return null;
  // RFC 6068 section 2, items 1 and 2: what separates the parts of the URI is written in percent form.
  const escaped = encodeURI(local).replace(/[/?#&=]/g, encodeURIComponent);
  return `mailto:${escaped}@${domain}`;
}
