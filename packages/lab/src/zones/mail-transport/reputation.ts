import type { BlockListSpec, ZoneSpec } from '../../spec.ts';
import { type Place, type Trio, type TrioZone, trio } from '../trio.ts';
import { mailZone } from './base.ts';

/** What others have on record of the exchanger's address and of the domain. */
export const reputation: readonly Trio[] = [
  trio({
    name: 'ptr-missing',
    faults: ['reverse-dns/missing'],
    zone: (place) =>
      addressed(
        place,
        (address) => ({ pointers: { [address]: place.mute ? QUIET : null } }),
        !place.mute && !place.faulty,
      ),
  }),
  trio({
    name: 'ptr-unconfirmed',
    faults: ['reverse-dns/unconfirmed'],
    zone: (place) =>
      addressed(
        place,
        (address) => ({ pointers: { [address]: place.mute ? QUIET : 'edge.hosting.test' } }),
        !place.mute && !place.faulty,
      ),
  }),
  trio({
    name: 'listed-address',
    faults: ['block-list/listed'],
    zone: (place) => entry(place, 'zen.spamhaus.org', '127.0.0.4'),
  }),
  trio({
    name: 'listed-drone',
    faults: ['block-list/listed'],
    zone: (place) => entry(place, 'dnsbl.dronebl.org', '127.0.0.13'),
  }),
  trio({
    name: 'listed-domain',
    faults: ['block-list/listed'],
    zone: (place) => known(place, 'dbl.spamhaus.org', '127.0.1.5'),
  }),
  trio({
    name: 'listed-links',
    faults: ['block-list/listed'],
    zone: (place) => known(place, 'multi.surbl.org', '127.0.0.24'),
  }),
];

const QUIET = { behaviour: 'servfail' } as const;

function addressed(place: Place, change: (address: string) => TrioZone, good: boolean): TrioZone {
  const address = place.address('telecom6');
  return { ...mailZone(place, { address }), ...(good ? {} : change(address)) };
}

/** The error that tells askers through public resolvers off is no listing. */
const REFUSED = '127.255.255.254';

function entry(place: Place, list: string, code: string): TrioZone {
  const address = place.address('telecom6');
  return { ...mailZone(place, { address }), ...listings(place, { list, subject: address, says: code }) };
}

function known(place: Place, list: string, code: string): TrioZone {
  return { ...mailZone(place), ...listings(place, { list, subject: place.name, says: code }) };
}

function listings({ faulty, mute }: Place, entry: BlockListSpec): { knownTo?: Partial<ZoneSpec['knownTo']> } {
  if (mute) return { knownTo: { blockLists: [{ ...entry, says: REFUSED }] } };
  return faulty ? { knownTo: { blockLists: [entry] } } : {};
}
