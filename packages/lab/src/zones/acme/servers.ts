import type { NameServerSpec, SigningSpec, ZoneSpec } from '../../spec.ts';
import type { HostPlan } from '../plan.ts';

const NAME = 'acme.test';
const TIMERS = '604800 86400 259200 300';

/** The primary was renamed, and the timers are those of a time when the disk was full. */
export const soa = `3600 SOA ns0.${NAME}. hostmaster.${NAME}. 2026010107 ${TIMERS}`;

/** Their hosts. */
export const serverHosts: readonly HostPlan[] = [
  { label: 'ns0', alias: `ns1.${NAME}.` },
  { label: 'ns1', addresses: ['192.0.2.66'] },
  { label: 'ns2', addresses: ['192.0.2.67'] },
  { label: 'ns3', addresses: ['192.0.2.68'] },
  { label: 'ns4', addresses: ['192.0.2.87'] },
];

export const ns: readonly string[] = [1, 2, 3, 4].map((number) => `ns${number}.${NAME}`);

/** One in order, one that is an old all-purpose server, one that was never set up, and an appliance. */
export const nameServers: readonly NameServerSpec[] = [
  { name: `ns1.${NAME}`, address: '192.0.2.66', version: '9.11.4-P2-RedHat-9.11.4-26.P2.el7' },
  {
    name: `ns2.${NAME}`,
    address: '192.0.2.67',
    // It missed the last changes, the fourth server among them.
    replace: [
      `@ 3600 SOA ns0.${NAME}. hostmaster.${NAME}. 2026010103 ${TIMERS}`,
      ...ns.slice(0, 3).map((server) => `@ 3600 NS ${server}.`),
    ],
    transfer: 'allowed',
    recursion: 'open',
  },
  { name: `ns3.${NAME}`, address: '192.0.2.68', behaviour: 'lame' },
  {
    name: `ns4.${NAME}`,
    address: '192.0.2.87',
    port: 'tcp-refused',
    quirks: ['edns-version-ignored', 'edns-option-formerr', 'unknown-type-notimp'],
  },
];

/** The registrar was told neither that ns2 moved nor that ns4 came; the domain of a former provider has lapsed. */
export const delegation: NonNullable<ZoneSpec['delegation']> = [
  { name: `ns1.${NAME}`, address: '192.0.2.66' },
  { name: `ns2.${NAME}`, address: '192.0.2.69' },
  { name: `ns3.${NAME}`, address: '192.0.2.68' },
  { name: 'ns.acme-nameservers.test' },
];

/** Signed years ago with the tools of then, and once a month by hand since. */
export const signed: SigningSpec = {
  algorithm: 'RSASHA256',
  rsaBits: 1024,
  keys: 'ksk-zsk',
  denial: 'nsec',
  digests: [1, 2],
  ds: 'extra-foreign',
  signaturesFrom: -27,
  signaturesUntil: 1,
};

export const serverFaults = [
  'name-server-redundancy/single-network',
  'name-server-redundancy/no-ipv6',
  'name-server-lame/lame',
  'name-server-unreachable/refused',
  'name-server-tcp/no-tcp',
  'name-server-address/unresolvable',
  'name-server-version/disclosed',
  'name-server-behaviour/unknown-type',
  'dangling-server/ns-registrable',
  'delegation-consistency/parent-only',
  'delegation-consistency/child-only',
  'delegation-consistency/glue-mismatch',
  'zone-consistency/serial',
  'zone-consistency/name-server-set',
  'soa/mname-unlisted',
  'soa/mname-alias',
  'soa/refresh',
  'soa/expire',
  'open-resolver/recursive',
  'zone-transfer/open',
  'edns/version',
  'edns/unknown-option',
  'reverse-name-server/ptr-missing',
  'dnssec-algorithms/weak-key',
  'dnssec-signatures/expires-soon',
  'dnssec-delegation/digest-sha1',
  'dnssec-delegation/ds-unmatched',
  'dnssec-denial/walkable',
];
