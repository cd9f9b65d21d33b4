import { parse } from 'tldts';

/** Do two URLs belong to one registrable domain, or to one host where there is none? */
export function sameSite(one: string, other: string): boolean {
  return siteOf(one) === siteOf(other);
}

function siteOf(url: string): string {
  const { domain, hostname } = parse(url);
  return domain ?? hostname ?? '';
}
