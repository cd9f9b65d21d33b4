import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { nameServers } from '../probes/name-servers.ts';
import { isAnswered } from '../protocols/server-reply.ts';
import { answeringServers, listText, serverText, silenceOn } from '../protocols/zone-servers.ts';

export const nameServerTcp = defineCheck({
  id: 'name-server-tcp',
  title: 'Name servers answer over TCP',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc7766#section-5',
    'https://www.rfc-editor.org/rfc/rfc9210#section-3',
  ],
  needs: { zone: part(nameServers, answeringServers) },
  findings: {
    'no-tcp': {
      severity: 'medium',
      title: 'A name server refuses TCP',
      remediation:
        'Let the name server listen on TCP port 53 and open the port in the firewall: answers that are too large for UDP, those of DNSSEC above all, are lost otherwise.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const refusing = zone.addresses.filter(({ SOA, tcp }) => isAnswered(SOA) && tcp.state === 'absent');
    if (refusing.length > 0) return fail('no-tcp', { servers: listText(refusing.map(serverText)) });
    const silence = silenceOn(zone, ({ SOA, tcp }) => (SOA.state === 'absent' ? null : tcp));
    return silence === null ? pass : open(silence);
  },
});
