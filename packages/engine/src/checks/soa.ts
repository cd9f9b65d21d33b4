import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { nameServers } from '../probes/name-servers.ts';
import { delegatedNames } from '../protocols/delegation.ts';
import { isUnknown, recordsOf, type SoaRecord } from '../protocols/dns-answer.ts';
import { rnameMailbox } from '../protocols/dns-rdata.ts';
import { servesZone } from '../protocols/server-reply.ts';
import { answeringServers, soaReply, type ZoneServers } from '../protocols/zone-servers.ts';

/** Seconds, from RFC 1912 section 2.2 and, for the minimum, RFC 2308 section 5; generous at both ends. */
const REFRESH = { least: 1_200, most: 86_400 };
const RETRY_LEAST = 120;
const EXPIRE_LEAST = 604_800;
const MINIMUM = { least: 60, most: 86_400 };

export const soa = defineCheck({
  id: 'soa',
  title: 'The SOA record says who is responsible, and its timers are sound',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc1035#section-3.3.13',
    'https://www.rfc-editor.org/rfc/rfc1912#section-2.2',
    'https://www.rfc-editor.org/rfc/rfc2308#section-5',
  ],
  needs: { zone: part(nameServers, answeringServers) },
  findings: {
    'mname-unlisted': {
      severity: 'info',
      optional: true,
      title: 'The primary server of the SOA record is none of the name servers',
      remediation:
        'Nothing is to be done when the primary is hidden on purpose; otherwise let MNAME name the server that holds the master copy of the zone.',
    },
    'mname-alias': {
      severity: 'low',
      title: 'The primary server of the SOA record is an alias',
      remediation: 'Let MNAME name the host that the CNAME record leads to.',
    },
    'rname-malformed': {
      severity: 'low',
      title: 'The mailbox of the SOA record is no mailbox',
      remediation:
        'Write the address of the hostmaster with a dot in the place of the @ (hostmaster.example.com.), dots before it escaped with a backslash.',
    },
    refresh: {
      severity: 'info',
      optional: true,
      title: 'The refresh timer of the SOA record is unusual',
      remediation: 'Set it between 20 minutes and a day; 2 to 12 hours are common.',
    },
    retry: {
      severity: 'info',
      optional: true,
      title: 'The retry timer of the SOA record is unusual',
      remediation: 'Set it to a fraction of the refresh timer, and to two minutes at least.',
    },
    expire: {
      severity: 'info',
      optional: true,
      title: 'The expire timer of the SOA record is short',
      remediation:
        'Set it to 2 to 4 weeks, so that the other servers go on while the primary is out of order for some days.',
    },
    minimum: {
      severity: 'info',
      optional: true,
      title: 'The time for which absent names are remembered is unusual',
      remediation:
        'Set the last number of the SOA record between one minute and a day; one to three hours work well.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const record = zone.addresses.map(soaReply).find((reply) => reply !== null)?.SOA;
    if (record === undefined || record === null) return open('No name server showed the SOA record.');
    const { mname, rname } = record;
    const alias = zone.primaries.find(({ name }) => name === mname)?.CNAME;
    const target = alias === undefined ? undefined : recordsOf(alias)[0];
    const findings = [
      ...(listed(zone).has(mname) ? [] : [fail('mname-unlisted', { MNAME: mname === '' ? '.' : mname })]),
      ...(target === undefined ? [] : [fail('mname-alias', { MNAME: mname, CNAME: target })]),
      ...(rnameMailbox(rname) === null ? [fail('rname-malformed', { RNAME: rname })] : []),
      ...oddTimers(record).map((timer) => fail(timer, { [timer]: `${record[timer]} seconds` })),
    ];
    if (findings.length > 0) return findings;
    return alias !== undefined && isUnknown(alias)
      ? open(`Whether ${mname} is an alias could not be learnt.`)
      : pass;
  },
});

function listed({ NS, delegation, addresses }: ZoneServers): Set<string> {
  const own = addresses.flatMap((each) => (servesZone(each.NS) ? each.NS.NS : []));
  return new Set([...recordsOf(NS), ...delegatedNames(delegation), ...own]);
}

type Timer = 'refresh' | 'retry' | 'expire' | 'minimum';

function oddTimers({ refresh, retry, expire, minimum }: SoaRecord): Timer[] {
  const odd: Timer[] = [];
  if (refresh < REFRESH.least || refresh > REFRESH.most) odd.push('refresh');
  if (retry < RETRY_LEAST || retry >= refresh) odd.push('retry');
  if (expire < EXPIRE_LEAST || expire < refresh + retry) odd.push('expire');
  if (minimum < MINIMUM.least || minimum > MINIMUM.most) odd.push('minimum');
  return odd;
}
