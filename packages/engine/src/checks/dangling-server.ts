import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { isNowhere, type LookedUp } from '../protocols/dangling.ts';
import { isUnknown } from '../protocols/dns-answer.ts';

export const danglingServer = defineCheck({
  id: 'dangling-server',
  title: 'Name servers and mail exchangers exist',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc1912#section-2.8',
    'https://www.rfc-editor.org/rfc/rfc5321#section-5.1',
  ],
  needs: { hosts: part(dnsRecords, hostsOf) },
  findings: {
    'ns-registrable': {
      severity: 'critical',
      title: 'A name server of the domain is in a domain that nobody has registered',
      remediation:
        'Remove the NS record from the zone and from the delegation at the registrar now, or register the domain. Whoever registers it answers for the whole domain.',
    },
    'mx-registrable': {
      severity: 'high',
      title: 'A mail exchanger is in a domain that nobody has registered',
      remediation:
        'Remove the MX record now, or register the domain. Whoever registers it receives mail of this domain.',
    },
    'ns-nowhere': {
      severity: 'medium',
      title: 'A name server of the domain does not exist',
      remediation: 'Remove the NS record from the zone and from the delegation, or make the name.',
    },
    'mx-nowhere': {
      severity: 'medium',
      title: 'A mail exchanger does not exist',
      remediation: 'Remove the MX record, or make the name that it leads to.',
    },
  },
  evaluate({ hosts }) {
    if (hosts === null) return notApplicable;
    const judgements = [
      ...hosts.servers.filter(isNowhere).map((host) => failed(host, 'ns-registrable', 'ns-nowhere')),
      ...hosts.exchangers.filter(isNowhere).map((host) => failed(host, 'mx-registrable', 'mx-nowhere')),
    ];
    if (judgements.length > 0) return judgements;
    const silent = [...hosts.servers, ...hosts.exchangers].find(
      ({ A, AAAA }) => isUnknown(A) && AAAA.state !== 'present',
    );
    return silent === undefined ? pass : open(`${silent.name} could not be looked up.`);
  },
});

type Finding = 'ns-registrable' | 'mx-registrable' | 'ns-nowhere' | 'mx-nowhere';

function failed({ name, registration }: LookedUp, registrable: Finding, nowhere: Finding) {
  if (registration?.state === 'free') {
    return fail(registrable, { host: name, 'not registered': registration.domain }, { subject: name });
  }
  return fail(nowhere, { host: name }, { subject: name });
}

/** null for a name without such records. Unknown when they were not told. */
function hostsOf({ MX, exchangers, apex }: DnsRecordsObservation) {
  if (isUnknown(MX)) return MX;
  if (apex !== null && isUnknown(apex.NS)) return apex.NS;
  const servers = apex?.servers ?? [];
  return servers.length === 0 && exchangers.length === 0 ? null : { servers, exchangers };
}
