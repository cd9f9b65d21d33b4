import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { nameServers, type ObservedNameServer } from '../probes/name-servers.ts';
import { isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { specialPurpose } from '../protocols/special-address.ts';
import { listText, zoneServers } from '../protocols/zone-servers.ts';

export const nameServerAddress = defineCheck({
  id: 'name-server-address',
  title: 'Every name server has an address that the internet can reach',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc1912#section-2.8',
    'https://www.rfc-editor.org/rfc/rfc6890',
  ],
  needs: { zone: part(nameServers, zoneServers) },
  findings: {
    'none-resolvable': {
      severity: 'high',
      title: 'No name server of the zone has an address: the zone is off the internet',
      remediation:
        'Give the name servers address records (and glue at the registrar when they lie within the zone), or delegate the zone to servers that exist.',
    },
    unresolvable: {
      severity: 'medium',
      title: 'The name of a name server does not resolve',
      remediation:
        'Correct the name in the NS records and in the delegation, or publish an A or AAAA record for it. Names of a domain that lapsed can be taken over by whoever registers it: remove them at once.',
    },
    private: {
      severity: 'medium',
      title: 'A name server has an address that is not reachable from the internet',
      remediation:
        'Publish the public address of the server, or take it out of the NS records; keep internal addresses in an internal zone.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const { servers } = zone;
    const missing = servers.filter(({ A, AAAA }) => A.state === 'absent' && AAAA.state === 'absent');
    const homeless = missing.filter(({ glue }) => glue.length === 0);
    const names = listText(missing.map(nameText));
    if (homeless.length === servers.length && servers.length > 0) {
      return fail('none-resolvable', { 'name servers': names });
    }
    const hidden = servers.flatMap(privateAddresses);
    const findings = [
      ...(missing.length > 0 ? [fail('unresolvable', { 'name servers': names })] : []),
      ...(hidden.length > 0 ? [fail('private', { addresses: listText(hidden) })] : []),
    ];
    if (findings.length > 0) return findings;
    const unknown = servers.find(({ A, AAAA }) => isUnknown(A) || isUnknown(AAAA));
    return unknown === undefined ? pass : open(`The addresses of ${unknown.name} could not be learnt.`);
  },
});

function nameText({ name, A }: ObservedNameServer): string {
  return A.state === 'absent' && A.reason === 'nxdomain' ? `${name} (no such name)` : `${name} (no address)`;
}

function privateAddresses({ name, A, AAAA }: ObservedNameServer): string[] {
  return [...recordsOf(A), ...recordsOf(AAAA)].flatMap((address) => {
    const what = specialPurpose(address);
    return what === null ? [] : [`${name} ${address} (${what})`];
  });
}
