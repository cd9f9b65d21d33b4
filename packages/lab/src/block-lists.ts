import { isIP } from 'node:net';
import { reverseName } from './networks.ts';
import type { NameServerBehaviour, ZoneSpec } from './spec.ts';

/** The public DNS block lists, each with the entry that it has to have (RFC 5782 section 5). */
const TEST_ENTRIES: Readonly<Record<string, string>> = {
  'zen.spamhaus.org': '2.0.0.127 300 A 127.0.0.2',
  'bl.spamcop.net': '2.0.0.127 300 A 127.0.0.2',
  'b.barracudacentral.org': '2.0.0.127 300 A 127.0.0.2',
  'psbl.surriel.com': '2.0.0.127 300 A 127.0.0.2',
  'dnsbl-1.uceprotect.net': '2.0.0.127 300 A 127.0.0.2',
  'dnsbl.dronebl.org': '2.0.0.127 300 A 127.0.0.3',
  'dbl.spamhaus.org': 'dbltest.com 300 A 127.0.1.2',
  'multi.surbl.org': 'surbl-org-permanent-test-point.com 300 A 127.0.0.254',
  'multi.uribl.com': 'test.uribl.com 300 A 127.0.0.14',
};

/** Zones of third parties. */
export const BLOCK_LIST_ZONES: readonly string[] = Object.keys(TEST_ENTRIES);

export interface BlockListZone {
  name: string;
  records: readonly string[];
  byName: Readonly<Record<string, NameServerBehaviour>>;
}

/** The lists as the zones of the lab have come to stand in them. */
export function blockListZones(zones: readonly ZoneSpec[]): BlockListZone[] {
  const entries = zones.flatMap(({ knownTo }) => knownTo.blockLists ?? []);
  return Object.entries(TEST_ENTRIES).map(([name, test]) => {
    const here = entries.filter(({ list }) => list === name);
    const records = here.flatMap(({ subject, says }) =>
      typeof says === 'string' ? [`${entryLabel(subject)} 300 A ${says}`] : [],
    );
    const quiet = here.flatMap(({ subject, says }) =>
      typeof says === 'string' ? [] : [[`${entryLabel(subject)}.${name}`, says.behaviour] as const],
    );
    return { name, records: [test, ...records], byName: Object.fromEntries(quiet) };
  });
}

/** The way in which an address stands in a list is that of the reverse zones. */
function entryLabel(subject: string): string {
  return isIP(subject) === 0 ? subject : reverseName(subject).replace(/\.(?:in-addr|ip6)\.arpa$/, '');
}
