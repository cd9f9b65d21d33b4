import { specialPurpose } from './special-address.ts';

const ADDRESS = /(?<![\w.-])(?:10|172|192|169)(?:\.\d{1,3}){3}(?![\w.-]*\w)/g;
/** Only where a host stands in a URL: elsewhere `config.local` is a variable of a script. */
const NAME =
  /\/\/(?:[^\s/@"'<>]{1,64}@)?((?:[a-z0-9_-]{1,63}\.){1,5}(?:internal|intranet|local|localdomain|lan|corp|home\.arpa))(?![\w.-])/gi;
const PRIVATE = ['private', 'link-local'];

/** Private addresses (RFC 1918) and names of internal zones in a text, each once, the first so many. */
export function internalNames(text: string, limit: number): string[] {
  const found = new Set<string>();
  for (const [address] of text.matchAll(ADDRESS)) {
    if (found.size >= limit) break;
    if (isOctets(address) && PRIVATE.includes(specialPurpose(address) ?? '')) found.add(address);
  }
  for (const [, name = ''] of text.matchAll(NAME)) {
    if (found.size >= limit) break;
    found.add(name.toLowerCase());
  }
  return [...found];
}

function isOctets(address: string): boolean {
  return address.split('.').every((part) => Number(part) <= 255 && !/^0\d/.test(part));
}
