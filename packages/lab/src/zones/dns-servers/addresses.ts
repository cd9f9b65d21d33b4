import type { NameServerSpec } from '../../spec.ts';
import { HOSTING_SERVERS } from '../hosting.ts';
import { type Place, type Trio, type TrioZone, trio } from '../trio.ts';

const HOSTING_NAMES = HOSTING_SERVERS.map(({ name }) => name);
/** Apexes with neither address nor mail. */
const WITHOUT_ADDRESS = 'ns-unresolvable-ok.test';
const WITHOUT_ADDRESS_TOO = 'ns-private-ok.test';

/** The provider's servers, and a third one. */
function withThird(name: string): TrioZone {
  return { ns: [...HOSTING_NAMES, name], delegation: [...HOSTING_SERVERS, { name }] };
}

/** The provider's servers, and a third one of the zone's own, in order. */
function withOwnThird({ name, address }: Place, label = 'ns3'): TrioZone {
  return { nameServers: [...HOSTING_SERVERS, { name: `${label}.${name}`, address: address() }] };
}

function isIPv4({ address }: NameServerSpec): boolean {
  return !address.includes(':');
}

/** How many servers there are, where they are, and what they are called. */
export const addresses: readonly Trio[] = [
  trio({
    name: 'ns-single',
    faults: ['name-server-redundancy/single-server'],
    silent: ['ns2'],
    zone(place) {
      const servers = place.ownServers();
      return {
        nameServers: place.faulty ? servers.filter(({ name }) => name.startsWith('ns1.')) : servers,
      };
    },
  }),
  trio({
    name: 'ns-one-network',
    faults: ['name-server-redundancy/single-network'],
    silent: ['ns2'],
    zone(place) {
      if (place.variant === 'ok') return { nameServers: place.ownServers() };
      const names = [`ns1.${place.name}`, `ns2.${place.name}`];
      const servers = names.flatMap((name) => [
        { name, address: place.address('cloud') },
        { name, address: place.address('hosting6') },
      ]);
      return { nameServers: servers };
    },
  }),
  trio({
    name: 'ns-one-system',
    faults: ['name-server-redundancy/single-as'],
    silent: ['ns2'],
    zone(place) {
      if (place.variant === 'ok') return { nameServers: place.ownServers() };
      const [first, second] = [`ns1.${place.name}`, `ns2.${place.name}`];
      return {
        nameServers: [
          { name: first, address: place.address('telecom') },
          { name: first, address: place.address('telecom6') },
          { name: second, address: place.address('telecom') },
          { name: second, address: place.mute ? '2001:db8:4::54' : '2001:db8:4::53' },
        ],
      };
    },
  }),
  trio({
    name: 'ns-ipv4-alone',
    faults: ['name-server-redundancy/no-ipv6'],
    silent: ['ns1', 'ns2'],
    zone(place) {
      const servers = place.ownServers();
      return { nameServers: place.faulty ? servers.filter(isIPv4) : servers };
    },
  }),
  trio({
    name: 'ns-nowhere',
    faults: ['name-server-address/none-resolvable'],
    noMute: true,
    zone: ({ faulty }) => (faulty ? { ...withNowhere(), signed: false } : {}),
  }),
  trio({
    name: 'ns-unresolvable',
    faults: ['name-server-address/unresolvable'],
    silent: ['ns3'],
    zone: (place) => (place.faulty ? withThird(WITHOUT_ADDRESS) : withOwnThird(place)),
  }),
  trio({
    name: 'ns-private',
    faults: ['name-server-address/private'],
    silent: ['ns3'],
    zone(place) {
      if (!place.faulty) return withOwnThird(place);
      const third = { name: 'ns.ns-private-office.test', address: '10.0.0.53' };
      return { ns: [...HOSTING_NAMES, third.name], delegation: [...HOSTING_SERVERS, third] };
    },
  }),
  trio({
    name: 'ns-alias',
    faults: ['name-server-alias/alias'],
    silent: ['ns3'],
    zone(place) {
      if (!place.faulty) return withOwnThird(place);
      const third = { name: `ns3.${place.name}`, address: '192.0.2.3' };
      return {
        ns: [...HOSTING_NAMES, third.name],
        delegation: [...HOSTING_SERVERS, third],
        hosts: [{ label: 'ns3', alias: 'ns1.hosting.test.' }],
      };
    },
  }),
  trio({
    name: 'ns-syntax',
    faults: ['name-server-syntax/malformed'],
    noMute: true,
    zone: (place) => withOwnThird(place, place.faulty ? 'ns_3' : 'ns3'),
  }),
  trio({
    name: 'ns-no-pointer',
    faults: ['reverse-name-server/ptr-missing'],
    zone(place) {
      const nameServers = place.ownServers();
      const [first = ''] = nameServers.map(({ address }) => address);
      if (place.faulty) return { nameServers, pointers: { [first]: null } };
      return { nameServers, ...(place.mute && { pointers: { [first]: { behaviour: 'servfail' } } }) };
    },
  }),
];

/** Delegated to names that have no addresses; nobody serves it. */
function withNowhere(): TrioZone {
  const ns = [WITHOUT_ADDRESS, WITHOUT_ADDRESS_TOO];
  return { ns, delegation: ns.map((name) => ({ name })), nameServers: [] };
}
