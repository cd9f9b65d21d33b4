import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { nameServers, type ObservedNameServer } from '../probes/name-servers.ts';
import { isAnswered, servesZone } from '../protocols/server-reply.ts';
import { answeringServers, isUnfound } from '../protocols/zone-servers.ts';

export const nameServerLame = defineCheck({
  id: 'name-server-lame',
  title: 'Every name server knows the zone',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc9499#section-7',
    'https://www.rfc-editor.org/rfc/rfc1912#section-2.8',
  ],
  needs: { zone: part(nameServers, answeringServers) },
  findings: {
    lame: {
      severity: 'medium',
      title: 'A name server of the zone does not answer for it',
      remediation:
        'Configure the zone on that server and see that it loads (`dig @server zone SOA +norecurse` shows the flag aa), or take the server out of the NS records and of the delegation at the registrar.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const lame = zone.servers.flatMap(lameAnswers);
    if (lame.length > 0) {
      return lame.map(({ server, address, rcode }) =>
        fail('lame', { server, address, answer: `${rcode}, not authoritative` }, { subject: server }),
      );
    }
    const silent = zone.servers.find((server) => isUndecided(server));
    return silent === undefined ? pass : open(`${silent.name} did not say whether it serves the zone.`);
  },
});

/** At most one a server: the first of its addresses that answers without knowing the zone. */
function lameAnswers({
  name,
  asked,
}: ObservedNameServer): { server: string; address: string; rcode: string }[] {
  for (const { address, SOA, NS, tcp, plain } of asked) {
    // A truncated answer holds nothing, authority included; the whole one comes over TCP.
    const answers = [plain ?? SOA, NS, tcp].filter(isAnswered).filter(({ truncated }) => !truncated);
    const [first] = answers;
    if (first === undefined || answers.some(({ authoritative }) => authoritative)) continue;
    return [{ server: name, address, rcode: first.rcode }];
  }
  return [];
}

/** It may serve the zone or not: nobody told its addresses, or none of them that might answer did. */
function isUndecided(server: ObservedNameServer): boolean {
  const { asked } = server;
  if (isUnfound(server)) return true;
  const serves = asked.some(({ SOA, NS, tcp, plain }) => [SOA, NS, tcp, plain].some(servesZone));
  return !serves && asked.some(({ SOA, tcp }) => SOA.state !== 'absent' || tcp.state === 'unknown');
}
