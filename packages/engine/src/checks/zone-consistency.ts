import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { nameServers } from '../probes/name-servers.ts';
import type { SoaRecord } from '../protocols/dns-answer.ts';
import { isSilent, servesZone } from '../protocols/server-reply.ts';
import {
  answeringServers,
  listText,
  type ServerAddress,
  serverText,
  silenceOn,
  soaReply,
} from '../protocols/zone-servers.ts';

export const zoneConsistency = defineCheck({
  id: 'zone-consistency',
  title: 'All name servers serve the same zone',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc1034#section-4.3.5',
    'https://www.rfc-editor.org/rfc/rfc1912#section-2.2',
  ],
  needs: { zone: part(nameServers, answeringServers) },
  findings: {
    serial: {
      severity: 'low',
      title: 'The name servers have different versions of the zone',
      remediation:
        'Look again after a few minutes, for a change may just be on its way. If the serials still differ, see why the servers with the older one do not transfer the zone (NOTIFY, access to AXFR and IXFR, firewall). Several providers that each make their own serial are fine as long as the records agree.',
    },
    soa: {
      severity: 'low',
      title: 'The SOA records of the name servers differ in more than the serial',
      remediation:
        'Let all servers take the zone from one source, so that primary server, mailbox and timers agree.',
    },
    'name-server-set': {
      severity: 'medium',
      title: 'The name servers disagree on which servers the zone has',
      remediation:
        'Publish the same NS records on every server; with several providers each has to list the servers of all.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const { addresses } = zone;
    const serials = variants(addresses, (each) => soaOf(each)?.serial.toString() ?? null);
    const rests = variants(addresses, (each) => {
      const soa = soaOf(each);
      return soa === null ? null : restOf(soa);
    });
    const sets = variants(addresses, ({ NS }) =>
      servesZone(NS) && !NS.truncated && NS.NS.length > 0 ? NS.NS.join(' ') : null,
    );
    const findings = [
      ...(serials.size > 1 ? [fail('serial', evidenceOf('serial', serials))] : []),
      ...(rests.size > 1 ? [fail('soa', evidenceOf('SOA', rests))] : []),
      ...(sets.size > 1 ? [fail('name-server-set', evidenceOf('NS', sets))] : []),
    ];
    if (findings.length > 0) return findings;
    // Who answered but not for the zone has nothing to compare.
    const silence = silenceOn(zone, (asked) => {
      if (soaReply(asked) === null) return asked.SOA;
      return isSilent(asked.NS) ? asked.NS : null;
    });
    return silence === null ? pass : open(silence);
  },
});

function soaOf(address: ServerAddress): SoaRecord | null {
  return soaReply(address)?.SOA ?? null;
}

/** All but the serial, in presentation form. */
function restOf({ mname, rname, refresh, retry, expire, minimum }: SoaRecord): string {
  return `${mname} ${rname} ${refresh} ${retry} ${expire} ${minimum}`;
}

/** Each version, and who has it. */
function variants(
  addresses: readonly ServerAddress[],
  versionOf: (address: ServerAddress) => string | null,
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const address of addresses) {
    const version = versionOf(address);
    if (version === null) continue;
    found.set(version, [...(found.get(version) ?? []), serverText(address)]);
  }
  return found;
}

const MAX_VARIANTS = 6;

function evidenceOf(label: string, found: ReadonlyMap<string, string[]>): Record<string, string> {
  const lines = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, MAX_VARIANTS);
  return Object.fromEntries(lines.map(([version, who]) => [`${label} ${version}`, listText(who)]));
}
