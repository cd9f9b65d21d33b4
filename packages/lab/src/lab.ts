import { type HostedZone, startNameServer } from './authoritative.ts';
import { type Authority, createAuthority } from './certificates.ts';
import type { DnsListener } from './dns-listener.ts';
import { addressesIn, type Delegation, infrastructure, ROOT_SERVERS } from './infrastructure.ts';
import { isOurs, THIRD_PARTIES } from './networks.ts';
import { startRecursor } from './recursor.ts';
import { openRefusingPort } from './refusing-port.ts';
import { startSmtp } from './smtp.ts';
import type { LabNetwork, StandInBehaviour, StandInName, ZoneSpec } from './spec.ts';
import { startStandIns } from './stand-ins/index.ts';
import { startWeb } from './web.ts';
import { loadZone } from './zone.ts';
import { ZONES } from './zones/index.ts';

export type Route = LabNetwork['routes'][number];

export interface LabOptions {
  /** Default: all that the lab has. */
  zones?: readonly ZoneSpec[];
  /** Zones that others serve; `extraRoutes` says where. */
  extraDelegations?: readonly Delegation[];
  extraRoutes?: readonly Route[];
  /** Who issues the certificates. Default: one of its own. */
  authority?: Authority;
}

/** A small internet that runs on loopback until it is closed. */
export interface Lab {
  network: LabNetwork;
  zones: readonly ZoneSpec[];
  standIns: {
    /** How a third party behaves from now on: to every question, or to those about one registrable domain. */
    set(name: StandInName, behaviour: StandInBehaviour, domain?: string): void;
  };
  close(): Promise<void>;
}

/** Ports at which hosts without a service refuse; others are not routed. */
const USUAL_PORTS = [25, 53, 80, 443];

const addressByHost = Object.fromEntries(
  Object.values(THIRD_PARTIES).map(({ host, address }) => [host, address]),
);

export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const zones = options.zones ?? ZONES;
  const extraRoutes = options.extraRoutes ?? [];
  const [authority, nameServers, refusing] = await Promise.all([
    options.authority ?? createAuthority(),
    startNameServers(zones, options.extraDelegations ?? []),
    openRefusingPort(),
  ]);
  const dnsRoutes = [...nameServers].map(([address, { host, port }]) => ({
    address,
    port: 53,
    to: { host, port },
  }));
  const [recursor, web, smtp, standIns] = await Promise.all([
    startRecursor(ROOT_SERVERS, [...extraRoutes, ...dnsRoutes]),
    startWeb(
      zones.flatMap(({ sites }) => sites),
      authority,
    ),
    startSmtp(
      zones.flatMap(({ mail }) => mail),
      authority,
    ),
    startStandIns({ zones, authority, addresses: addressByHost }),
  ]);
  for (const zone of zones) {
    for (const [name, behaviour] of Object.entries(zone.standIns ?? {})) {
      standIns.set(name as StandInName, behaviour, zone.name);
    }
  }

  const served = [...extraRoutes, ...dnsRoutes, ...web.routes, ...smtp.routes, ...standIns.routes];
  const network = {
    resolvers: [`${recursor.host}:${recursor.port}`],
    routes: withRefusals(served, zones, { host: recursor.host, port: refusing.port }),
    roots: [authority.rootPem],
  };
  const parts = [recursor, web, smtp, standIns, refusing, ...nameServers.values()];
  return {
    network,
    zones,
    standIns: { set: standIns.set },
    async close() {
      await Promise.all(parts.map((part) => part.close()));
    },
  };
}

/** One server for each address, with all the zones that it has. */
async function startNameServers(
  zones: readonly ZoneSpec[],
  delegations: readonly Delegation[],
): Promise<Map<string, DnsListener>> {
  const hosted = new Map<string, HostedZone[]>();
  function host(address: string, zone: HostedZone): void {
    const others = hosted.get(address);
    if (others) others.push(zone);
    else hosted.set(address, [zone]);
  }
  for (const { name, records, servers } of infrastructure(zones, delegations)) {
    const zone = loadZone(name, records);
    for (const address of servers) host(address, { zone });
  }
  for (const { name, records, nameServers } of zones) {
    const zone = loadZone(name, records);
    for (const { address, behaviour, byName } of nameServers) {
      host(address, { zone, behaviour: behaviour ?? 'answer', byName: byName ?? {} });
    }
  }
  const started = [...hosted].map(
    async ([address, zones]) => [address, await startNameServer(zones)] as const,
  );
  return new Map(await Promise.all(started));
}

/** The first route of each (address, port), and refusal at the usual ports of all other addresses in the zones. */
function withRefusals(served: readonly Route[], zones: readonly ZoneSpec[], refusal: Route['to']): Route[] {
  const routes = new Map<string, Route>();
  const addresses = new Set(
    zones
      .flatMap(addressesIn)
      .map(({ address }) => address)
      .filter(isOurs),
  );
  const refused = [...addresses].flatMap((address) =>
    USUAL_PORTS.map((port) => ({ address, port, to: refusal })),
  );
  for (const route of [...served, ...refused]) {
    const key = `${route.address} ${route.port}`;
    if (!routes.has(key)) routes.set(key, route);
  }
  return [...routes.values()];
}
