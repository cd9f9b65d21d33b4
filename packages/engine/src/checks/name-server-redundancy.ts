import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { nameServers, type ObservedNameServer } from '../probes/name-servers.ts';
import { isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { canonicalAddress, canonicalPrefix } from '../protocols/ip-address.ts';
import { bySpecificity, parseOrigin } from '../protocols/team-cymru.ts';
import { type ZoneServers, zoneServers } from '../protocols/zone-servers.ts';

export const nameServerRedundancy = defineCheck({
  id: 'name-server-redundancy',
  title: 'The zone is served from more than one place',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc1034#section-4.1',
    'https://www.rfc-editor.org/rfc/rfc2182#section-3.1',
  ],
  needs: { zone: part(nameServers, zoneServers) },
  findings: {
    'single-server': {
      severity: 'medium',
      title: 'A single name server serves the zone',
      remediation:
        'Add a second authoritative name server in another network, transfer the zone to it, and list it both in the zone and at the registrar.',
    },
    'single-network': {
      severity: 'low',
      optional: true,
      title: 'All name servers stand in one network',
      remediation:
        'Move one of the name servers to another network and another site, or add a secondary service of a second provider.',
    },
    'single-as': {
      severity: 'info',
      optional: true,
      title: 'All name servers are reached through one autonomous system',
      remediation:
        'Consider a secondary service in another network: a fault in the routing of one operator takes the whole zone away otherwise.',
    },
    'no-ipv6': {
      severity: 'info',
      optional: true,
      title: 'No name server has an IPv6 address',
      remediation:
        'Give at least two of the name servers an IPv6 address, in the zone and, where they lie within it, as glue at the registrar.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const { servers } = zone;
    const evidence = { 'name servers': servers.map(({ name }) => name).join(', ') };
    if (servers.length < 2) return fail('single-server', evidence);

    const addresses = addressesOf(servers);
    const silent = servers.find(({ A, AAAA }) => isUnknown(A) || isUnknown(AAAA));
    const unlearnt = open(`The addresses of ${silent?.name} could not be learnt.`);
    const shared = { ...evidence, addresses: addresses.join(', ') };
    const families = new Set(addresses.map(familyOf)).size;
    const isSpread = new Set(addresses.map(networkOf)).size > families;
    if (!isSpread && silent !== undefined) return unlearnt;
    if (addresses.length === 0) return open('No name server has an address.');
    if (addresses.length === families) return fail('single-server', shared);

    const isIPv4Alone = addresses.every((address) => familyOf(address) === 4);
    const systems = systemsOf(zone);
    const unrouted = zone.addresses.find(({ origin }) => isUnknown(origin));
    const isOneSystem = isSpread && systems.size === 1 && unrouted === undefined;
    const findings = [
      ...(isSpread ? [] : [fail('single-network', shared)]),
      ...(isOneSystem && silent === undefined
        ? [fail('single-as', { ...shared, system: `AS${[...systems].join()}` })]
        : []),
      ...(isIPv4Alone && silent === undefined ? [fail('no-ipv6', shared)] : []),
    ];
    if (findings.length > 0) return findings;
    if (isIPv4Alone || isOneSystem) return unlearnt;
    if (isSpread && systems.size < 2 && unrouted !== undefined) {
      return open(`The network of ${unrouted.address} could not be learnt.`);
    }
    return pass;
  },
});

function addressesOf(servers: readonly ObservedNameServer[]): string[] {
  const texts = servers.flatMap(({ A, AAAA }) => [...recordsOf(A), ...recordsOf(AAAA)]);
  return [...new Set(texts.map(canonicalAddress))].filter((address) => address !== null).sort();
}

/** Numbers of the systems that announce the addresses, as far as they are known. */
function systemsOf({ addresses }: ZoneServers): Set<number> {
  const nearest = addresses.flatMap(({ address, origin }) => {
    const origins = recordsOf(origin).map((text) => parseOrigin(text, address));
    return (
      origins
        .filter((each) => each !== null)
        .sort(bySpecificity)
        .at(0)?.asns ?? []
    );
  });
  return new Set(nearest);
}

function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4;
}

/** What is commonly announced as one: a /24, a /48. */
function networkOf(address: string): string | null {
  return canonicalPrefix(`${address}/${familyOf(address) === 4 ? 24 : 48}`);
}
