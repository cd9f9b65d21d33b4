import { addressVersion, canonicalPrefix, prefixContains, reverseLabels } from './ip-address.ts';

/** One line of `<reversed>.origin.asn.cymru.com`: a routed prefix and the systems that announce it. */
export interface Origin {
  asns: readonly number[];
  prefix: string;
  /** Where the registry says the prefix was given to, two letters; not where the machine stands. */
  country?: string;
  registry?: string;
}

/** The line of `AS<n>.asn.cymru.com`. */
export interface System {
  asn: number;
  holder: string;
  country?: string;
}

const MAX_ASN = 4_294_967_295;
const MAX_ASNS_A_LINE = 16;
const MAX_HOLDER = 200;

export function originName(address: string): string {
  const zone = addressVersion(address) === 4 ? 'origin' : 'origin6';
  return `${reverseLabels(address)}.${zone}.asn.cymru.com`;
}

export function systemName(asn: number): string {
  return `AS${asn}.asn.cymru.com`;
}

/**
 * `64500 64501 | 192.0.2.0/24 | ZZ | arin | 1998-09-25`. null when the line is not of this form, or its prefix does
 * not hold the address.
 */
export function parseOrigin(text: string, address: string): Origin | null {
  const [systems = '', range = '', country = '', registry = ''] = fields(text);
  const asns = [...new Set(systems.split(' ').map(parseAsn))].filter((asn) => asn !== null);
  const prefix = canonicalPrefix(range);
  if (asns.length === 0 || prefix === null || !prefixContains(prefix, address)) return null;
  return {
    asns: asns.slice(0, MAX_ASNS_A_LINE),
    prefix,
    ...countryOf(country),
    ...(/^[a-z]{3,12}$/.test(registry) ? { registry } : {}),
  };
}

/** `64500 | ZZ | arin | 2002-01-04 | EXAMPLE-AS Example Ltd, ZZ`. null when the line is not of this form. */
export function parseSystem(text: string): System | null {
  const [number = '', country = '', , , ...rest] = fields(text);
  const asn = parseAsn(number);
  const told = rest.join(' | ');
  const suffix = `, ${country}`;
  const holder = country !== '' && told.endsWith(suffix) ? told.slice(0, -suffix.length) : told;
  if (asn === null || holder === '') return null;
  return { asn, holder: holder.slice(0, MAX_HOLDER), ...countryOf(country) };
}

/** Most specific prefix first; the same lines in any order come out in one order. */
export function bySpecificity(a: Origin, b: Origin): number {
  const length = (origin: Origin) => Number(origin.prefix.slice(origin.prefix.indexOf('/') + 1));
  return length(b) - length(a) || (a.asns[0] ?? 0) - (b.asns[0] ?? 0);
}

function fields(text: string): string[] {
  return text.split('|', 16).map((field) => field.trim());
}

function parseAsn(text: string): number | null {
  const asn = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return asn >= 1 && asn <= MAX_ASN ? asn : null;
}

function countryOf(text: string): { country?: string } {
  return /^[A-Z]{2}$/.test(text) ? { country: text } : {};
}
