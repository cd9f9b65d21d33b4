import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { nameServers } from '../probes/name-servers.ts';
import { isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { canonicalAddress, canonicalPrefix } from '../protocols/ip-address.ts';

export const nameServerRedundancy = defineCheck({
  id: 'name-server-redundancy',
  title: 'The zone is served from more than one place',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc1034#section-4.1',
    'https://www.rfc-editor.org/rfc/rfc2182#section-3.1',
  ],
  needs: { seen: part(nameServers, (seen) => (isUnknown(seen.NS) ? seen.NS : seen)) },
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
  },
  evaluate({ seen: { NS, servers } }) {
    if (NS.state === 'absent') return notApplicable;
    const names = servers.map(({ name }) => name);
    const evidence = { 'name servers': names.join(', ') };
    if (names.length < 2) return fail('single-server', evidence);

    const texts = servers.flatMap(({ A, AAAA }) => [...recordsOf(A), ...recordsOf(AAAA)]);
    const addresses = [...new Set(texts.map(canonicalAddress))].filter((address) => address !== null).sort();
    if (new Set(addresses.map(networkOf)).size > new Set(addresses.map(familyOf)).size) return pass;
    const silent = servers.find(({ A, AAAA }) => isUnknown(A) || isUnknown(AAAA));
    if (silent !== undefined) return open(`The addresses of ${silent.name} could not be learnt.`);
    if (addresses.length === 0) return open('No name server has an address.');
    const shared = { ...evidence, addresses: addresses.join(', ') };
    const one = addresses.length === new Set(addresses.map(familyOf)).size;
    return fail(one ? 'single-server' : 'single-network', shared);
  },
});

function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4;
}

/** What is commonly announced as one: a /24, a /48. */
function networkOf(address: string): string | null {
  return canonicalPrefix(`${address}/${familyOf(address) === 4 ? 24 : 48}`);
}
