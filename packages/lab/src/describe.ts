import { addressesIn } from './infrastructure.ts';
import type { Lab } from './lab.ts';
import { NETWORKS, THIRD_PARTIES } from './networks.ts';
import type { Fault, NetworkSpec, ZoneSpec } from './spec.ts';

export interface HostDescription {
  name: string;
  addresses: string[];
  /** What it serves: `http`, `https`, `smtp`, `dns`. */
  services: string[];
}

export interface ZoneDescription {
  name: string;
  healthy: boolean;
  hosts: HostDescription[];
  faults: readonly Fault[];
  /** Checks that must come out open. */
  open: readonly Fault[];
}

/** What a lab serves, as plain data. */
export interface LabDescription {
  resolvers: readonly string[];
  thirdParties: { host: string; address: string }[];
  networks: readonly NetworkSpec[];
  zones: ZoneDescription[];
}

export function describe(lab: Pick<Lab, 'network' | 'zones'>): LabDescription {
  return {
    resolvers: lab.network.resolvers,
    thirdParties: Object.values(THIRD_PARTIES).map((party) => ({ ...party })),
    networks: NETWORKS,
    zones: lab.zones.map(describeZone),
  };
}

function describeZone(zone: ZoneSpec): ZoneDescription {
  const { name, healthy = false, faults, open = [] } = zone;
  const places = [...addressesIn(zone), ...zone.sites.map(({ host, address }) => ({ name: host, address }))];
  const hosts = [...Map.groupBy(places, (place) => place.name)].map(([host, here]) => {
    const addresses = [...new Set(here.map(({ address }) => address))];
    return { name: host, addresses, services: servicesOf(zone, host, addresses) };
  });
  return { name, healthy, hosts, faults, open };
}

function servicesOf(
  { sites, mail, nameServers }: ZoneSpec,
  host: string,
  addresses: readonly string[],
): string[] {
  const own = sites.filter((site) => site.host === host);
  return [
    ...(own.some(({ http }) => http !== undefined && http !== 'refuse') ? ['http'] : []),
    ...(own.some(({ https }) => https !== undefined && https !== 'refuse') ? ['https'] : []),
    ...(mail.some(({ address }) => addresses.includes(address)) ? ['smtp'] : []),
    ...(nameServers.some(({ address }) => addresses.includes(address)) ? ['dns'] : []),
  ];
}
