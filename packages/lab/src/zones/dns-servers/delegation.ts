import { HOSTING_SERVERS } from '../hosting.ts';
import { type Trio, trio } from '../trio.ts';
import { hostedTrio } from './servers.ts';

const HOSTING_NAMES = HOSTING_SERVERS.map(({ name }) => name);
const SOA = '@ 3600 SOA ns1.hosting.test.';

/** What the parent and the zone, or two servers of the zone, say of the same. */
export const delegation: readonly Trio[] = [
  trio({
    name: 'ns-parent-only',
    faults: ['delegation-consistency/parent-only'],
    silent: ['@ NS'],
    zone({ name, address, faulty }) {
      const third = { name: `ns3.${name}`, address: address() };
      const nameServers = [...HOSTING_SERVERS, third];
      return { nameServers, ...(faulty && { ns: HOSTING_NAMES }) };
    },
  }),
  trio({
    name: 'ns-child-only',
    faults: ['delegation-consistency/child-only'],
    silent: ['@ NS'],
    zone({ name, address, faulty }) {
      const third = { name: `ns3.${name}`, address: address() };
      const nameServers = [...HOSTING_SERVERS, third];
      return { nameServers, ...(faulty && { delegation: HOSTING_SERVERS }) };
    },
  }),
  trio({
    name: 'ns-glue-mismatch',
    faults: ['delegation-consistency/glue-mismatch'],
    silent: ['ns1'],
    zone(place) {
      const own = place.ownServers();
      const [first] = own;
      // Still in service at its former address, which the registrar was never told of.
      const former = { name: `ns1.${place.name}`, address: place.address() };
      const nameServers = [...own, former];
      const isFormer = !place.faulty && !place.mute ? [] : [former];
      return {
        nameServers,
        ns: own.map(({ name }) => name),
        delegation: [...own.filter((each) => isFormer.length === 0 || each !== first), ...isFormer],
        hosts: [
          { label: 'ns1', addresses: own.slice(0, 2).map(({ address }) => address) },
          { label: 'before', addresses: [former.address] },
        ],
      };
    },
  }),
  trio({
    name: 'ns-glue-missing',
    faults: ['delegation-consistency/glue-missing'],
    silent: ['@ NS'],
    zone({ name, ownServers, faulty }) {
      const own = ownServers();
      const bare = [{ name: `ns1.${name}` }, ...own.slice(2)];
      return { nameServers: own, ...(faulty && { delegation: bare }) };
    },
  }),
  hostedTrio({
    name: 'zone-serial',
    faults: ['zone-consistency/serial'],
    fault: { replace: [`${SOA} hostmaster.zone-serial.test. 2026010100 7200 3600 1209600 300`] },
    mute: { behaviour: 'silent' },
  }),
  hostedTrio({
    name: 'zone-soa',
    faults: ['zone-consistency/soa'],
    fault: { replace: [`${SOA} hostmaster.zone-soa.test. 2026010101 7200 1800 1209600 300`] },
    mute: { behaviour: 'silent' },
  }),
  hostedTrio({
    name: 'zone-servers',
    faults: ['zone-consistency/name-server-set'],
    fault: { replace: ['@ 3600 NS ns2.hosting.test.'] },
    mute: { behaviour: 'silent' },
  }),
];
