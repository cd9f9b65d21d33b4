import type { NameServerBehaviour, NameServerSpec, SigningSpec, ZoneSpec } from '../spec.ts';
import { type Addresses, createAddresses, type FreeNetwork } from './addresses.ts';
import { HOSTING_SERVERS } from './hosting.ts';
import {
  faultIn,
  fqdn,
  type HostPlan,
  mailRecords,
  type PlannedFault,
  type ZonePlan,
  zoneOf,
} from './plan.ts';

/** `fault` has what is planted, `ok` is the same in order, and in `mute` the fact cannot be had. */
export type Variant = 'fault' | 'ok' | 'mute';

/** Where a zone of a trio is. */
export interface Place {
  /** `<name>.test`, `<name>-ok.test`, `<name>-mute.test`. */
  name: string;
  variant: Variant;
  /** Is this the one with the fault? */
  faulty: boolean;
  mute: boolean;
  /** An address that nobody else has. Default: of the network `registry`. */
  address(network?: FreeNetwork): string;
  /** ns1 and ns2 below the zone, in two networks, both with IPv4 and IPv6: four entries. The zone gets their records. */
  ownServers(both?: Partial<NameServerSpec>): NameServerSpec[];
}

/** A zone of a trio: what differs from one without web site and mail, signed, on the servers of `hosting.test`. */
export interface TrioZone
  extends Partial<Omit<ZonePlan, 'name' | 'records' | 'faults' | 'open' | 'healthy' | 'signed'>> {
  /** Each stands in the place of the usual records of that kind: none for `mx`. */
  usual?: Partial<ReturnType<typeof mailRecords>>;
  /** Beside the usual ones. */
  records?: readonly string[];
  /** Default: in order. `false`: not signed. */
  signed?: SigningSpec | false;
  /** The addresses of its own servers are not put into the zone. */
  bareServers?: boolean;
}

export interface TrioPlan {
  /** `spf-void`. */
  name: string;
  /** Codes at the apex, or at a label below it. All of them are planted in the first zone. */
  faults: readonly PlannedFault[];
  zone(place: Place): TrioZone;
  /**
   * Names (`_dmarc`, `@ MX`: relative to the zone) that the servers of the third zone do not answer. Left out when
   * `zone` sees to the silence itself.
   */
  silent?: readonly string[];
  /** How they do not. Default: SERVFAIL, which is told at once. */
  silence?: NameServerBehaviour;
  /** What must come out open in the third zone. Default: the faults. */
  open?: readonly PlannedFault[];
  /** True of all three, and not the point: codes that are planted in each. */
  everywhere?: readonly PlannedFault[];
  /** No third zone: nothing can keep the fact from being had. */
  noMute?: boolean;
}

/** One fault, its healthy sibling, and its silent one. */
export type Trio = (addresses: Addresses) => readonly ZoneSpec[];

export function trio(plan: TrioPlan): Trio {
  const variants: Variant[] = plan.noMute ? ['fault', 'ok'] : ['fault', 'ok', 'mute'];
  return (addresses) => variants.map((variant) => zoneFor(plan, variant, addresses));
}

/** A zone that others need: a block list, a provider whose SPF record is included. Nobody analyses it. */
export function support(plan: Pick<ZonePlan, 'name'> & Partial<ZonePlan>): Trio {
  const spec = zoneOf({ nameServers: HOSTING_SERVERS, hosts: [], records: [], ...plan });
  return () => [{ ...spec, support: true }];
}

export function plant(trios: readonly Trio[]): readonly ZoneSpec[] {
  const addresses = createAddresses();
  return trios.flatMap((each) => each(addresses));
}

function zoneFor(plan: TrioPlan, variant: Variant, addresses: Addresses): ZoneSpec {
  const name = `${plan.name}${variant === 'fault' ? '' : `-${variant}`}.test`;
  const {
    usual,
    records = [],
    signed = {},
    bareServers = false,
    ...own
  } = plan.zone(place(name, variant, addresses));
  const servers = own.nameServers ?? HOSTING_SERVERS;
  const hosts = own.hosts ?? [];
  const spec = zoneOf({
    ...own,
    name,
    hosts: [...hosts, ...(bareServers ? [] : serverHosts(name, servers, hosts))],
    nameServers: variant === 'mute' ? muted(name, servers, plan) : servers,
    records: [...Object.values({ ...mailRecords(name, []), ...usual }).flat(), ...records],
    ...(signed && { signed }),
    ...(variant === 'ok' && { healthy: true }),
  });
  const places = (codes: readonly PlannedFault[]) => codes.map((each) => faultIn(each, name));
  return {
    ...spec,
    faults: places([...(plan.everywhere ?? []), ...(variant === 'fault' ? plan.faults : [])]),
    ...(variant === 'mute' && { open: places(plan.open ?? plan.faults) }),
  };
}

function place(name: string, variant: Variant, addresses: Addresses): Place {
  return {
    name,
    variant,
    faulty: variant === 'fault',
    mute: variant === 'mute',
    address: (network = 'registry') => addresses(network),
    ownServers: (both = {}) => [
      { name: `ns1.${name}`, address: addresses('cloud'), ...both },
      { name: `ns1.${name}`, address: addresses('hosting6'), ...both },
      { name: `ns2.${name}`, address: addresses('cdn'), ...both },
      { name: `ns2.${name}`, address: addresses('telecom6'), ...both },
    ],
  };
}

/** Hosts for the servers below the zone that have none yet. */
function serverHosts(
  zone: string,
  servers: readonly NameServerSpec[],
  hosts: readonly HostPlan[],
): HostPlan[] {
  const known = new Set(hosts.map(({ label }) => fqdn(label, zone)));
  const own = servers.filter(({ name }) => name.endsWith(`.${zone}`) && !known.has(name));
  return [...Map.groupBy(own, ({ name }) => name)].map(([name, here]) => ({
    label: name.slice(0, -zone.length - 1),
    addresses: here.map(({ address }) => address),
  }));
}

function muted(
  zone: string,
  servers: readonly NameServerSpec[],
  { silent = [], silence = 'servfail' }: TrioPlan,
): readonly NameServerSpec[] {
  if (silent.length === 0) return servers;
  const quiet = Object.fromEntries(
    silent.map((each) => {
      const [label = '@', type] = each.split(' ');
      const name = fqdn(label, zone);
      return [type === undefined ? name : `${name} ${type}`, silence];
    }),
  );
  return servers.map((server) => ({ ...server, byName: { ...quiet, ...server.byName } }));
}
