import { tlsaOf } from '../../seeded-key.ts';
import { type Place, type Trio, type TrioZone, trio } from '../trio.ts';
import { mailZone, policyLines } from './base.ts';

const SILENT = ['_25._tcp.mx1'];

/** DANE (RFC 7672). */
export const keys: readonly Trio[] = [
  trio({
    name: 'dane-mismatch',
    faults: ['dane/mismatch'],
    silent: SILENT,
    zone: (place) => daneZone(place, place.faulty ? tlsaOf('the key of last year') : tlsaOf(place.name)),
  }),
  trio({
    name: 'dane-unusable',
    faults: ['dane/unusable'],
    silent: SILENT,
    zone: (place) => {
      const right = tlsaOf(place.name);
      return daneZone(place, place.faulty ? `1${right.slice(1)}` : right);
    },
  }),
  trio({
    name: 'dane-unsigned',
    faults: ['dane/insecure-zone', 'dnssec/unsigned'],
    open: ['dane/insecure-zone'],
    silent: SILENT,
    zone: (place) => ({ ...daneZone(place, tlsaOf(place.name)), ...(place.faulty && { signed: false }) }),
  }),
  trio({
    name: 'dane-partial',
    faults: ['dane/partial'],
    silent: SILENT,
    zone: (place) => daneZone(place, tlsaOf(place.name), place.faulty ? [] : ['mx2']),
  }),
];

/** Two exchangers of one's own with one key. */
function daneZone(place: Place, first: string, others: readonly string[] = ['mx2']): TrioZone {
  const { name } = place;
  const [own, second] = [`mx1.${name}`, `mx2.${name}`];
  const certificate = (host: string) => ({ certificate: { names: [host], keySeed: name } });
  const zone = mailZone(place, {
    mx: ['@ 300 MX 10 mx1', '@ 300 MX 20 mx2'],
    exchanger: certificate(own),
    policy: policyLines([own, second]),
  });
  const address = place.address('telecom6');
  return {
    ...zone,
    hosts: [...(zone.hosts ?? []), { label: 'mx2', addresses: [address] }],
    records: [
      ...(zone.records ?? []),
      `_25._tcp.mx1 300 TLSA ${first}`,
      ...others.map((label) => `_25._tcp.${label} 300 TLSA ${tlsaOf(name)}`),
    ],
    mail: [
      ...(zone.mail ?? []),
      { host: second, address, banner: `${second} ESMTP`, ...certificate(second) },
    ],
  };
}
