import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { nameServers } from '../probes/name-servers.ts';
import { delegatedNames } from '../protocols/delegation.ts';
import { recordsOf } from '../protocols/dns-answer.ts';
import { isHostname } from '../protocols/domain-name.ts';
import { listText, soaReply, type ZoneServers, zoneServers } from '../protocols/zone-servers.ts';

export const nameServerSyntax = defineCheck({
  id: 'name-server-syntax',
  title: 'Names of name servers are host names',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc952',
    'https://www.rfc-editor.org/rfc/rfc1123#section-2',
    'https://www.rfc-editor.org/rfc/rfc5891#section-4.2.3',
  ],
  needs: { zone: part(nameServers, zoneServers) },
  findings: {
    malformed: {
      severity: 'low',
      title: 'The name of a name server is no valid host name',
      remediation:
        'Rename the server: labels of letters, digits and inner hyphens, no hyphens in the third and fourth place but in names that begin with xn--, and a top-level domain that is not a number. An address is no name either.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const malformed = namesOf(zone).filter(({ name }) => !isHostname(name) || hasReservedHyphens(name));
    if (malformed.length === 0) return pass;
    return fail('malformed', { names: listText(malformed.map(({ name, where }) => `${name} (${where})`)) });
  },
});

function namesOf(zone: ZoneServers): { name: string; where: string }[] {
  const primaries = zone.addresses.flatMap((address) => soaReply(address)?.SOA?.mname ?? []);
  const found = new Map<string, string>();
  for (const [where, names] of [
    ['NS', recordsOf(zone.NS)],
    ['delegation', delegatedNames(zone.delegation)],
    ['NS', zone.addresses.flatMap(({ NS }) => (NS.state === 'answered' ? NS.NS : []))],
    // The root stands for "none".
    ['MNAME of the SOA record', primaries.filter((name) => name !== '' && name !== '.')],
  ] as const) {
    for (const name of names) if (!found.has(name)) found.set(name, where);
  }
  return [...found].map(([name, where]) => ({ name, where })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** RFC 5891 section 4.2.3.1: such labels are A-labels, or kept for what may come. */
function hasReservedHyphens(name: string): boolean {
  return name.split('.').some((label) => label.slice(2, 4) === '--' && !label.startsWith('xn--'));
}
