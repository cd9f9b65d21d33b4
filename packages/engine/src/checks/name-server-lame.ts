import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { nameServers, type ObservedNameServer } from '../probes/name-servers.ts';
import { isUnknown } from '../protocols/dns-answer.ts';

export const nameServerLame = defineCheck({
  id: 'name-server-lame',
  title: 'Every name server knows the zone',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc9499#section-7',
    'https://www.rfc-editor.org/rfc/rfc1912#section-2.8',
  ],
  needs: { seen: part(nameServers, (seen) => (isUnknown(seen.NS) ? seen.NS : seen)) },
  findings: {
    lame: {
      severity: 'medium',
      title: 'A name server of the zone does not answer for it',
      remediation:
        'Configure the zone on that server and see that it loads (`dig @server zone SOA +norecurse` shows the flag aa), or take the server out of the NS records and of the delegation at the registrar.',
    },
  },
  evaluate({ seen: { NS, servers } }) {
    if (NS.state === 'absent') return notApplicable;
    const lame = servers.flatMap(lameAnswers);
    if (lame.length > 0) {
      return lame.map(({ server, address, rcode }) =>
        fail('lame', { server, address, answer: `${rcode}, not authoritative` }, { subject: server }),
      );
    }
    const silent = servers.find((server) => isSilent(server));
    return silent === undefined ? pass : open(`${silent.name} did not say whether it serves the zone.`);
  },
});

/** At most one a server: the first of its addresses that answers without knowing the zone. */
function lameAnswers({
  name,
  asked,
}: ObservedNameServer): { server: string; address: string; rcode: string }[] {
  for (const { address, SOA, NS } of asked) {
    const answers = [SOA, NS].filter((answer) => answer.state === 'answered');
    const [first] = answers;
    if (first === undefined || answers.some(({ authoritative }) => authoritative)) continue;
    return [{ server: name, address, rcode: first.rcode }];
  }
  return [];
}

/** No address of it answered, though there may be one. */
function isSilent({ A, AAAA, asked }: ObservedNameServer): boolean {
  const answered = asked.some(({ SOA, NS }) => SOA.state === 'answered' || NS.state === 'answered');
  return !answered && (asked.length > 0 || isUnknown(A) || isUnknown(AAAA));
}
