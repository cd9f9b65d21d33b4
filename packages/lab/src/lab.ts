import { type Authority, createAuthority } from './certificates.ts';
import { addressesIn, type Delegation, ROOT_SERVERS } from './infrastructure.ts';
import type { Resolution } from './iteration.ts';
import { startNameServers } from './name-servers.ts';
import { isOurs, THIRD_PARTIES } from './networks.ts';
import { startRecursor } from './recursor.ts';
import { openRefusingPort } from './refusing-port.ts';
import { startSmtp } from './smtp.ts';
import type { LabNetwork, StandInBehaviour, StandInName, ZoneSpec } from './spec.ts';
import { startStandIns } from './stand-ins/index.ts';
import { startWeb } from './web.ts';
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
  /** Open resolvers among the name servers ask the recursor, which in turn needs to know where they are. */
  const recursion = Promise.withResolvers<{ resolve(name: string, type: number): Promise<Resolution> }>();
  const [authority, { listeners, anchors }, refusing] = await Promise.all([
    options.authority ?? createAuthority(),
    startNameServers(zones, options.extraDelegations ?? [], async (name, type) =>
      (await recursion.promise).resolve(name, type),
    ),
    openRefusingPort(),
  ]);
  const dnsRoutes = [...listeners].map(([address, { host, port }]) => ({
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
  recursion.resolve(recursor);
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
    rootServers: ROOT_SERVERS,
    anchors,
  };
  const parts = [recursor, web, smtp, standIns, refusing, ...listeners.values()];
  return {
    network,
    zones,
    standIns: { set: standIns.set },
    async close() {
      await Promise.all(parts.map((part) => part.close()));
    },
  };
}

/** The first route of each (address, port), and refusal at the usual ports of all other addresses in the zones. */
function withRefusals(served: readonly Route[], zones: readonly ZoneSpec[], refusal: Route['to']): Route[] {
  const routes = new Map<string, Route>();
  const addresses = new Set(
    zones
      .flatMap((zone) => [
        ...[...addressesIn(zone), ...(zone.delegation ?? [])].flatMap(({ address }) => address ?? []),
        ...(zone.many?.addresses ?? []),
      ])
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
