import { z } from 'zod';
import { canonicalPrefix, prefixContains } from './ip-address.ts';
import { rangePrefixes } from './ip-range.ts';
import { abuseDesk, entity, hasRole, listOf, optionalText, organizationOf } from './rdap-object.ts';

const number = z.int().min(0).max(4_294_967_295);

/** An IP network object (RFC 9083 section 5.4), with the prefixes of the extension `cidr0`. */
export const rdapNetworkSchema = z.object({
  objectClassName: z.literal('ip network'),
  startAddress: optionalText,
  endAddress: optionalText,
  name: optionalText,
  country: optionalText,
  cidr0_cidrs: listOf(z.object({ v4prefix: optionalText, v6prefix: optionalText, length: z.int() })),
  entities: listOf(entity),
});
export type RdapNetwork = z.infer<typeof rdapNetworkSchema>;

/** An autonomous system number object (RFC 9083 section 5.5): a number, or a range of them. */
export const rdapSystemSchema = z.object({
  objectClassName: z.literal('autnum'),
  startAutnum: number.optional().catch(undefined),
  endAutnum: number.optional().catch(undefined),
  name: optionalText,
  country: optionalText,
  entities: listOf(entity),
});
export type RdapSystem = z.infer<typeof rdapSystemSchema>;

/** Whom a registry has given a part of the internet to. What it does not tell is left out. */
export interface Allocation {
  /** As the registry names the network or the system, `ACME-NET`. */
  name?: string;
  organization?: string;
  /** Two letters; where its holder is, not its machines. */
  country?: string;
  /** `mailto:` URIs. */
  abuse: readonly string[];
}

export function networkAllocation(network: RdapNetwork): Allocation & { prefixes: readonly string[] } {
  const listed = network.cidr0_cidrs.flatMap(({ v4prefix, v6prefix = '', length }) => {
    const prefix = canonicalPrefix(`${v4prefix ?? v6prefix}/${length}`);
    return prefix === null ? [] : [prefix];
  });
  const { startAddress = '', endAddress = '' } = network;
  return {
    prefixes: listed.length > 0 ? listed : rangePrefixes(startAddress, endAddress),
    ...allocation(network),
  };
}

/** The prefix of the allocation that holds the address; undefined when it is about others. */
export function prefixOf(prefixes: readonly string[], address: string): string | undefined {
  return prefixes.find((prefix) => prefixContains(prefix, address));
}

/** null when the object does not tell which system it is of, or that it is of this one. */
export function systemAllocation(system: RdapSystem, asn: number): Allocation | null {
  const { startAutnum, endAutnum = startAutnum } = system;
  if (startAutnum === undefined || endAutnum === undefined || asn < startAutnum || asn > endAutnum)
    return null;
  return allocation(system);
}

function allocation({ name, country = '', entities }: RdapNetwork | RdapSystem): Allocation {
  const registrant = entities.find((each) => hasRole(each, 'registrant'));
  const organization = registrant && organizationOf(registrant);
  return {
    ...(name !== undefined && name !== '' && { name }),
    ...(organization !== undefined && { organization }),
    ...(/^[a-z]{2}$/i.test(country) && { country: country.toUpperCase() }),
    abuse: abuseDesk(entities, registrant),
  };
}
