import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { nameServers, type ObservedNameServer } from '../probes/name-servers.ts';
import { isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { listText, zoneServers } from '../protocols/zone-servers.ts';

export const nameServerAlias = defineCheck({
  id: 'name-server-alias',
  title: 'Names of name servers are no aliases',
  category: 'dns',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc2181#section-10.3'],
  needs: { zone: part(nameServers, zoneServers) },
  findings: {
    alias: {
      severity: 'medium',
      title: 'An NS record points to an alias',
      remediation:
        'Let the NS records, in the zone and at the registrar, name the host that the CNAME record leads to, or give the name address records of its own: many resolvers do not follow aliases there.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const aliases = zone.servers.flatMap((server) => {
      const target = aliasOf(server);
      return target === null ? [] : [`${server.name} is an alias of ${target}`];
    });
    if (aliases.length > 0) return fail('alias', { 'name servers': listText(aliases) });
    const doubt = zone.servers.find(isUndecided);
    return doubt === undefined ? pass : open(`Whether ${doubt.name} is an alias could not be learnt.`);
  },
});

function aliasOf({ A, AAAA, CNAME }: ObservedNameServer): string | null {
  for (const answer of [A, AAAA]) {
    const [alias] = answer.state === 'present' ? (answer.aliases ?? []) : [];
    if (alias !== undefined) return alias;
  }
  return CNAME === null ? null : (recordsOf(CNAME)[0] ?? null);
}

/** Addresses of its own leave no room for an alias (RFC 1034 section 3.6.2). */
function isUndecided({ A, AAAA, CNAME }: ObservedNameServer): boolean {
  return A.state !== 'present' && AAAA.state !== 'present' && CNAME !== null && isUnknown(CNAME);
}
