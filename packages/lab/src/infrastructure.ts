import type { RootServer } from './iteration.ts';
import { cymruRecords, NETWORKS, reverseName, THIRD_PARTIES } from './networks.ts';
import type { ZoneSpec } from './spec.ts';

export interface Delegation {
  /** `real.test` */
  zone: string;
  nameServers: readonly { name: string; address: string }[];
}

/** A zone that the lab itself runs, and the addresses of its servers. */
export interface InfrastructureZone {
  name: string;
  records: readonly string[];
  servers: readonly string[];
}

export const ROOT_SERVERS: readonly RootServer[] = [
  { name: 'a.root-servers.net', address: '198.51.100.1' },
  { name: 'b.root-servers.net', address: '203.0.113.1' },
];

/** The registry of `test`, which runs the zones of the third parties as well. */
const REGISTRY: Delegation['nameServers'] = [
  { name: 'ns1.registry.test', address: '198.51.100.5' },
  { name: 'ns2.registry.test', address: '203.0.113.5' },
];
const REGISTRY_ADDRESSES = REGISTRY.map(({ address }) => address);
const REVERSE_ZONES = ['in-addr.arpa', 'ip6.arpa'];

/** The root, `test`, the reverse zones and the third parties', with delegations to the zones given. */
export function infrastructure(
  zones: readonly ZoneSpec[],
  further: readonly Delegation[],
): InfrastructureZone[] {
  const delegations = [
    ...zones.map((zone) => ({ zone: zone.name, nameServers: zone.nameServers })),
    ...further,
  ];
  const underTest = delegations.filter(({ zone }) => zone.endsWith('.test'));
  const ours = ['test', ...REVERSE_ZONES, 'crt.sh', 'certspotter.com', 'iana.org', 'cymru.com'];
  const underRoot = [
    ...delegations.filter((delegation) => !underTest.includes(delegation)),
    ...ours.map((zone) => ({ zone, nameServers: REGISTRY })),
  ];
  const test = {
    name: 'test',
    records: testZone(underTest, strayServers(delegations, 'test')),
    servers: REGISTRY_ADDRESSES,
  };
  const root = {
    name: '.',
    records: rootZone(underRoot, strayServers(delegations, '.')),
    servers: ROOT_SERVERS.map(({ address }) => address),
  };
  return [
    root,
    test,
    ...REVERSE_ZONES.map((suffix) => registryZone(suffix, pointers(zones, suffix))),
    registryZone('crt.sh', [`@ 300 A ${THIRD_PARTIES.crtsh.address}`]),
    registryZone('certspotter.com', [`api 300 A ${THIRD_PARTIES.certspotter.address}`]),
    registryZone('iana.org', [`data 300 A ${THIRD_PARTIES['rdap-bootstrap'].address}`]),
    registryZone('cymru.com', cymruRecords(NETWORKS)),
  ];
}

function rootZone(delegations: readonly Delegation[], addresses: readonly string[]): string[] {
  return [
    '. 86400 SOA a.root-servers.net. hostmaster.registry.test. 2026010100 1800 900 604800 300',
    ...ROOT_SERVERS.flatMap(({ name, address }) => [`. 518400 NS ${name}.`, `${name}. 518400 A ${address}`]),
    ...delegations.flatMap(delegationRecords),
    ...new Set(addresses),
  ];
}

function testZone(delegations: readonly Delegation[], addresses: readonly string[]): string[] {
  return [
    ...apexRecords('test'),
    ...REGISTRY.map(({ name, address }) => `${name}. 3600 A ${address}`),
    `${THIRD_PARTIES.rdap.host}. 3600 A ${THIRD_PARTIES.rdap.address}`,
    ...delegations.flatMap(delegationRecords),
    ...new Set(addresses),
  ];
}

function registryZone(name: string, records: readonly string[]): InfrastructureZone {
  return { name, records: [...apexRecords(name), ...records], servers: REGISTRY_ADDRESSES };
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
  return [...[...names].map((name) => `${zone}. 3600 NS ${name}.`), ...glue.map(addressRecord)];
}

/** Address records of servers whose names lie in no delegated zone: the parent is their home. */
function strayServers(delegations: readonly Delegation[], parent: string): string[] {
  const servers = delegations.flatMap(({ nameServers }) => nameServers);
  const stray = servers.filter(({ name }) => !delegations.some(({ zone }) => isWithin(name, zone)));
  return stray.filter(({ name }) => isWithin(name, 'test') === (parent === 'test')).map(addressRecord);
}

function addressRecord({ name, address }: { name: string; address: string }): string {
  return `${name}. 3600 ${address.includes(':') ? 'AAAA' : 'A'} ${address}`;
}

function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/** A PTR record for each address that a zone names, to the first name that has it. */
function pointers(zones: readonly ZoneSpec[], suffix: string): string[] {
  const named = new Map<string, string>();
  for (const zone of zones) {
    for (const { name, address } of addressesIn(zone)) {
      const owner = reverseName(address);
      if (owner.endsWith(suffix) && !named.has(owner)) named.set(owner, name);
    }
  }
  return [...named].map(([owner, name]) => `${owner}. 3600 PTR ${name}.`);
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
