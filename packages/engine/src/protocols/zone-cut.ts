import type { Delegation, NameServer, Net } from '../net.ts';
import { delegatedNames, glueOf } from './delegation.ts';
import { type DnsAnswer, recordsOf } from './dns-answer.ts';
import { normaliseName } from './domain-name.ts';
import { canonicalAddress } from './ip-address.ts';

/** The root has thirteen; who has more does not need all of them looked at. */
const MAX_SERVERS = 13;
const MAX_ADDRESSES_OF_A_FAMILY = 2;

export interface FoundServer {
  name: string;
  A: DnsAnswer<string>;
  AAAA: DnsAnswer<string>;
  /** Addresses that the parent has for it. */
  glue: string[];
  /** All that is known of it, IPv4 first, cut to two of a family. */
  addresses: string[];
}

export interface ZoneCut {
  /** What the resolvers say. NODATA: the name is no zone of its own. */
  NS: DnsAnswer<string>;
  /** What the parent says. */
  delegation: Delegation;
  /** Those that the parent or the zone itself names, by name. */
  servers: FoundServer[];
}

/** Learns which servers a zone has, from above and from itself, and where they are. */
export async function findServers(
  zone: string,
  { resolve, delegation: walk }: Pick<Net, 'resolve' | 'delegation'>,
): Promise<ZoneCut> {
  const [told, delegation] = await Promise.all([resolve(zone, 'NS'), walk(zone)]);
  // Behind an alias are another zone's servers.
  const isAlias = told.state === 'present' && (told.aliases ?? []).length > 0;
  const NS: DnsAnswer<string> = isAlias ? { state: 'absent', reason: 'nodata' } : told;
  const names = [...recordsOf(NS), ...delegatedNames(delegation)].map(normaliseName);
  const distinct = [...new Set(names)].filter((name) => name !== null).sort();
  const servers = distinct.slice(0, MAX_SERVERS).map(async (name) => {
    const [A, AAAA] = await Promise.all([resolve(name, 'A'), resolve(name, 'AAAA')]);
    const glue = glueOf(delegation, name);
    return { name, A, AAAA, glue, addresses: addressesOf([...recordsOf(A), ...recordsOf(AAAA), ...glue]) };
  });
  return { NS, delegation, servers: await Promise.all(servers) };
}

/** Each address once, so that no server is asked twice for having two names. */
export function eachAddress(servers: readonly FoundServer[]): NameServer[] {
  const byAddress = new Map<string, NameServer>();
  for (const { name, addresses } of servers) {
    for (const address of addresses) {
      if (!byAddress.has(address)) byAddress.set(address, { name, address });
    }
  }
  return [...byAddress.values()];
}

function addressesOf(texts: readonly string[]): string[] {
  const addresses = texts.map(canonicalAddress).filter((address) => address !== null);
  const distinct = [...new Set(addresses)].sort();
  const isIPv6 = (address: string) => address.includes(':');
  return [
    ...distinct.filter((address) => !isIPv6(address)).slice(0, MAX_ADDRESSES_OF_A_FAMILY),
    ...distinct.filter(isIPv6).slice(0, MAX_ADDRESSES_OF_A_FAMILY),
  ];
}
