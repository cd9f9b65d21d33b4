import { BLOCK_LIST_ZONES, blockListZones } from './block-lists.ts';
import type { RootServer } from './iteration.ts';
import { cymruRecords, NETWORKS, reverseName, THIRD_PARTIES } from './networks.ts';
import type { DelegatedServerSpec, NameServerBehaviour, SigningSpec, ZoneSpec } from './spec.ts';

export interface Delegation {
  /** `real.test` */
  zone: string;
  nameServers: readonly DelegatedServerSpec[];
}

/** The DS records of a zone, as lines of its parent's file. None for a zone that is not signed. */
export type SignersOf = (zone: string) => readonly string[];

/** A zone that the lab itself runs, and the addresses of its servers. */
export interface InfrastructureZone {
  name: string;
  records: readonly string[];
  servers: readonly string[];
  signed: SigningSpec;
  /** As in NameServerSpec. */
  byName?: Readonly<Record<string, NameServerBehaviour>>;
}

export const ROOT_SERVERS: readonly RootServer[] = [
  { name: 'a.root-servers.net', address: '198.51.100.1' },
  { name: 'b.root-servers.net', address: '203.0.113.1' },
];

/** The registry of `test`, which runs the zones of the third parties as well. */
const REGISTRY = [
  { name: 'ns1.registry.test', address: '198.51.100.5' },
  { name: 'ns2.registry.test', address: '203.0.113.5' },
];
const REGISTRY_ADDRESSES = REGISTRY.map(({ address }) => address);
const REVERSE_ZONES = ['in-addr.arpa', 'ip6.arpa'];

/** Where the third parties live, but for those below `test`: each zone with the hosts in it. */
const THIRD_PARTY_ZONES = Map.groupBy(
  Object.values(THIRD_PARTIES).filter(({ host }) => !isWithin(host, 'test')),
  ({ host }) => host.split('.').slice(-2).join('.'),
);

/** All of them are signed, in the ways that there are. */
export const INFRASTRUCTURE_SIGNING: Readonly<Record<string, SigningSpec>> = {
  '.': { keys: 'ksk-zsk', denial: 'nsec', childRecords: 'none' },
  test: { keys: 'ksk-zsk' },
  'in-addr.arpa': { denial: 'nsec' },
  'ip6.arpa': { denial: 'nsec' },
  ...Object.fromEntries([...THIRD_PARTY_ZONES.keys()].map((zone) => [zone, {}])),
  'crt.sh': { algorithm: 'ED25519' },
  'certspotter.com': { algorithm: 'ECDSAP384SHA384', digests: [4] },
  'iana.org': { algorithm: 'RSASHA256' },
  'cymru.com': {},
  ...Object.fromEntries(BLOCK_LIST_ZONES.map((zone) => [zone, {}])),
};

/** The root, `test`, the reverse zones and the third parties', with delegations to the zones given. */
export function infrastructure(
  zones: readonly ZoneSpec[],
  further: readonly Delegation[],
  signersOf: SignersOf = () => [],
): InfrastructureZone[] {
  const delegations = [
    ...zones.map((zone) => ({ zone: zone.name, nameServers: zone.delegation ?? zone.nameServers })),
    ...further,
  ];
  const underTest = delegations.filter(({ zone }) => zone.endsWith('.test'));
  const ours = Object.keys(INFRASTRUCTURE_SIGNING).filter((zone) => zone !== '.');
  const underRoot = [
    ...delegations.filter((delegation) => !underTest.includes(delegation)),
    ...ours.map((zone) => ({ zone, nameServers: REGISTRY })),
  ];
  const cuts = (below: readonly Delegation[]) =>
    below.flatMap((each) => [...delegationRecords(each), ...signersOf(each.zone)]);
  const test = registryZone('test', [
    ...REGISTRY.flatMap(addressRecord),
    `${THIRD_PARTIES.rdap.host}. 3600 A ${THIRD_PARTIES.rdap.address}`,
    ...cuts(underTest),
    ...new Set(strayServers(delegations, 'test')),
  ]);
  const root = {
    name: '.',
    records: rootZone(cuts(underRoot), strayServers(delegations, '.')),
    servers: ROOT_SERVERS.map(({ address }) => address),
    signed: INFRASTRUCTURE_SIGNING['.'] ?? {},
  };
  return [
    root,
    test,
    ...REVERSE_ZONES.map((suffix) => ({
      ...registryZone(suffix, pointers(zones, suffix)),
      byName: pointerBehaviours(zones),
    })),
    ...[...THIRD_PARTY_ZONES].map(([zone, parties]) =>
      registryZone(
        zone,
        parties.map(({ host, address }) => `${host}. 300 A ${address}`),
      ),
    ),
    registryZone('cymru.com', cymruRecords(NETWORKS)),
    ...blockListZones(zones).map(({ name, records, byName }) => ({ ...registryZone(name, records), byName })),
  ];
}

function rootZone(cuts: readonly string[], addresses: readonly string[]): string[] {
  return [
    '. 86400 SOA a.root-servers.net. hostmaster.registry.test. 2026010100 1800 900 604800 300',
    ...ROOT_SERVERS.flatMap(({ name, address }) => [`. 518400 NS ${name}.`, `${name}. 518400 A ${address}`]),
    ...cuts,
    ...new Set(addresses),
  ];
}

function registryZone(name: string, records: readonly string[]): InfrastructureZone {
  const signed = INFRASTRUCTURE_SIGNING[name] ?? {};
  return { name, records: [...apexRecords(name), ...records], servers: REGISTRY_ADDRESSES, signed };
}

function apexRecords(zone: string): string[] {
  return [
    `${zone}. 3600 SOA ns1.registry.test. hostmaster.registry.test. 2026010100 1800 900 604800 300`,
    ...REGISTRY.map(({ name }) => `${zone}. 3600 NS ${name}.`),
  ];
}

function delegationRecords({ zone, nameServers }: Delegation): string[] {
  const glue = nameServers.filter(({ name }) => isWithin(name, zone));
  const names = new Set(nameServers.map(({ name }) => name));
  return [...[...names].map((name) => `${zone}. 3600 NS ${name}.`), ...glue.flatMap(addressRecord)];
}

/** Address records of servers whose names lie in no delegated zone: the parent is their home. */
function strayServers(delegations: readonly Delegation[], parent: string): string[] {
  const servers = delegations.flatMap(({ nameServers }) => nameServers);
  const stray = servers.filter(({ name }) => !delegations.some(({ zone }) => isWithin(name, zone)));
  return stray.filter(({ name }) => isWithin(name, 'test') === (parent === 'test')).flatMap(addressRecord);
}

function addressRecord({ name, address }: DelegatedServerSpec): string[] {
  return address === undefined ? [] : [`${name}. 3600 ${address.includes(':') ? 'AAAA' : 'A'} ${address}`];
}

function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/** A PTR record for each address that a zone names, to the first name that has it unless the zone says otherwise. */
function pointers(zones: readonly ZoneSpec[], suffix: string): string[] {
  const told = new Map(zones.flatMap((zone) => Object.entries(zone.pointers ?? {})));
  const named = new Map<string, string>();
  for (const { name, address } of zones.flatMap(addressesIn)) {
    const owner = reverseName(address);
    const pointer = told.get(address);
    if (!owner.endsWith(suffix) || named.has(owner) || pointer === null) continue;
    named.set(owner, typeof pointer === 'string' ? pointer : name);
  }
  return [...named].map(([owner, name]) => `${owner}. 3600 PTR ${name}.`);
}

function pointerBehaviours(zones: readonly ZoneSpec[]): Record<string, NameServerBehaviour> {
  const told = zones.flatMap((zone) => Object.entries(zone.pointers ?? {}));
  return Object.fromEntries(
    told.flatMap(([address, pointer]) =>
      typeof pointer === 'object' && pointer !== null ? [[reverseName(address), pointer.behaviour]] : [],
    ),
  );
}

/** The address records of a zone, names absolute without the last dot; wildcards left out. */
export function addressesIn(zone: ZoneSpec): { name: string; address: string }[] {
  const found: { name: string; address: string }[] = [];
  for (const line of zone.records) {
    const [owner = '', , type, address = ''] = line.split(/\s+/);
    if ((type !== 'A' && type !== 'AAAA') || owner.startsWith('*')) continue;
    found.push({ name: absolute(owner, zone.name), address });
  }
  return found;
}

function absolute(owner: string, zone: string): string {
  if (owner === '@') return zone;
  return owner.endsWith('.') ? owner.slice(0, -1) : `${owner}.${zone}`;
}
