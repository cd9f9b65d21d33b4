import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { nameServers } from '../probes/name-servers.ts';
import { isUnknown } from '../protocols/dns-answer.ts';
import { specialPurpose } from '../protocols/special-address.ts';
import { isUnfound, listText, serverText, zoneServers } from '../protocols/zone-servers.ts';

export const reverseNameServer = defineCheck({
  id: 'reverse-name-server',
  title: 'The addresses of the name servers have names',
  category: 'dns',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc1912#section-2.1'],
  needs: { zone: part(nameServers, zoneServers) },
  findings: {
    'ptr-missing': {
      severity: 'info',
      optional: true,
      title: 'The address of a name server has no PTR record',
      remediation: 'Ask whoever holds the address block for a PTR record that names the server.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const addresses = zone.addresses.filter(({ address }) => specialPurpose(address) === null);
    const nameless = addresses.filter(({ PTR }) => PTR.state === 'absent');
    if (nameless.length > 0) return fail('ptr-missing', { servers: listText(nameless.map(serverText)) });
    const silent = addresses.find(({ PTR }) => isUnknown(PTR));
    if (silent !== undefined) return open(`The name of ${silent.address} could not be learnt.`);
    const unfound = zone.servers.find(isUnfound);
    return unfound === undefined ? pass : open(`The addresses of ${unfound.name} could not be learnt.`);
  },
});
