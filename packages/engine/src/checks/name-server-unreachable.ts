import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { type AskedAddress, nameServers, type ObservedNameServer } from '../probes/name-servers.ts';
import { silenceOn, zoneServers } from '../protocols/zone-servers.ts';

export const nameServerUnreachable = defineCheck({
  id: 'name-server-unreachable',
  title: 'Something listens at every address of the name servers',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc1912#section-2.8',
    'https://www.rfc-editor.org/rfc/rfc7766#section-5',
  ],
  needs: { zone: part(nameServers, zoneServers) },
  findings: {
    refused: {
      severity: 'medium',
      title: 'A name server of the zone refuses questions: nothing listens there',
      remediation:
        'Start the name server, open port 53 for UDP and TCP in its firewall, or correct its address. When the server is gone, take it out of the NS records and of the delegation at the registrar.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const refusing = zone.servers.flatMap((server) => {
      const evidence = refusals(server);
      return evidence === null ? [] : [fail('refused', evidence, { subject: server.name })];
    });
    if (refusing.length > 0) return refusing;
    const silence = silenceOn(zone, ({ SOA, tcp }) => (SOA.state === 'absent' ? tcp : SOA));
    return silence === null ? pass : open(silence);
  },
});

/** One line for each family of addresses; null when none is proven to refuse. */
function refusals({ name, asked }: ObservedNameServer): Record<string, string> | null {
  const evidence: Record<string, string> = {};
  for (const [family, isOf] of [
    ['IPv4', (address: string) => !address.includes(':')],
    ['IPv6', (address: string) => address.includes(':')],
  ] as const) {
    const lines = asked.filter(({ address }) => isOf(address)).flatMap(refusalText);
    if (lines.length > 0) evidence[`over ${family}`] = lines.join(', ');
  }
  return Object.keys(evidence).length === 0 ? null : { server: name, ...evidence };
}

/** Resolvers ask over UDP first: who refuses that is of no use to them, whatever TCP brings. Silence of TCP proves nothing. */
function refusalText({ address, SOA, tcp }: AskedAddress): string[] {
  if (SOA.state !== 'absent' || tcp.state === 'unknown') return [];
  return [`${address} refuses ${tcp.state === 'absent' ? 'UDP and TCP' : 'UDP'}`];
}
