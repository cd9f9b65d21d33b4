import { type DnsAnswer, type MxRecord, recordsOf } from './dns-answer.ts';
import { normaliseName } from './domain-name.ts';
import { canonicalAddress } from './ip-address.ts';
import { specialPurpose } from './special-address.ts';

/** Of a domain's exchangers no more are looked at. */
const MAX_EXCHANGES = 5;

/** The exchangers with valid names, each once, the preferred first; among equals in alphabetical order. */
export function preferredExchanges(records: readonly MxRecord[]): MxRecord[] {
  const best = new Map<string, MxRecord>();
  for (const { preference, exchange: written } of records) {
    const exchange = normaliseName(written);
    if (exchange === null || preference >= (best.get(exchange)?.preference ?? Number.POSITIVE_INFINITY))
      continue;
    best.set(exchange, { preference, exchange });
  }
  return [...best.values()]
    .sort((a, b) => a.preference - b.preference || (a.exchange < b.exchange ? -1 : 1))
    .slice(0, MAX_EXCHANGES);
}

/** A record that says that the domain takes no mail (RFC 7505 section 3). */
export function isNullExchange({ exchange }: MxRecord): boolean {
  return exchange === '' || exchange === '.';
}

/** Does the name lie in the domain, or is it the domain itself? */
export function liesIn(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

const MAX_ADDRESSES = 4;

/** The exchangers that the domain runs under a name of its own; a provider's are the provider's to keep in order. */
export function ownExchangers(records: readonly MxRecord[], domain: string): string[] {
  return preferredExchanges(records)
    .map(({ exchange }) => exchange)
    .filter((exchange) => liesIn(exchange, domain));
}

export interface ExchangerAnswers {
  exchange: string;
  A: DnsAnswer<string>;
  AAAA: DnsAnswer<string>;
}

/** Their public addresses, each once: one of each family of every exchanger, then the rest, four at most. */
export function exchangerAddresses(
  exchangers: readonly ExchangerAnswers[],
): { exchange: string; address: string }[] {
  const families = exchangers.flatMap(({ exchange, A, AAAA }) =>
    [A, AAAA].map((answer) => {
      const addresses = recordsOf(answer).map(canonicalAddress);
      return addresses.filter((address) => address !== null).map((address) => ({ exchange, address }));
    }),
  );
  const firsts = families.flatMap((family) => family.slice(0, 1));
  const others = families.flatMap((family) => family.slice(1));
  const each = new Map<string, { exchange: string; address: string }>();
  for (const place of [...firsts, ...others]) {
    if (!each.has(place.address) && specialPurpose(place.address) === null) each.set(place.address, place);
  }
  return [...each.values()].slice(0, MAX_ADDRESSES);
}
