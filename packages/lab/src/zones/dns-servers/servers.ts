import type { NameServerSpec } from '../../spec.ts';
import { HOSTING_SERVERS } from '../hosting.ts';
import { type Place, type Trio, type TrioZone, trio } from '../trio.ts';

type Peculiarity = Partial<Omit<NameServerSpec, 'name' | 'address'>>;

/** The provider's servers, the second of them with something of its own in this zone. */
export function hostingWith(second: Peculiarity): NameServerSpec[] {
  return HOSTING_SERVERS.map((server) =>
    server.name.startsWith('ns2.') ? { ...server, ...second } : server,
  );
}

/** What is peculiar of a zone's servers: in the first zone, and in the third. */
export interface PeculiarTrio {
  name: string;
  faults: readonly string[];
  fault: Peculiarity;
  mute: Peculiarity;
  more?: TrioZone;
}

function peculiarityOf({ faulty, mute }: Place, plan: PeculiarTrio): Peculiarity {
  if (faulty) return plan.fault;
  return mute ? plan.mute : {};
}

/** The second server of the provider is peculiar, towards this zone alone. */
export function hostedTrio(plan: PeculiarTrio): Trio {
  const { name, faults, more } = plan;
  return trio({
    name,
    faults,
    zone: (place) => ({ ...more, nameServers: hostingWith(peculiarityOf(place, plan)) }),
  });
}

/** Both servers of the zone are peculiar, whatever they are asked for. */
export function ownTrio(plan: PeculiarTrio): Trio {
  const { name, faults, more } = plan;
  return trio({
    name,
    faults,
    zone: (place) => ({ ...more, nameServers: place.ownServers(peculiarityOf(place, plan)) }),
  });
}
