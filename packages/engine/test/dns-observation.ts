import type { DnsRecordsObservation } from '../src/probes/dns-records.ts';
import type { DnsAnswer } from '../src/protocols/dns-answer.ts';

export const none = { state: 'absent', reason: 'nodata' } as const;
export const gone = { state: 'absent', reason: 'nxdomain' } as const;
export const silent = { state: 'unknown', reason: 'timeout' } as const;

export function present<T>(...records: T[]): DnsAnswer<T> {
  return { state: 'present', records };
}

type Apex = NonNullable<DnsRecordsObservation['apex']>;

/** What dns-records sees of a target with a single address and nothing else. */
export function apexRecords(
  changed: Partial<Omit<DnsRecordsObservation, 'apex'>> & { apex?: Partial<Apex> } = {},
): DnsRecordsObservation {
  const random = ['x1.acme.test', 'x2.acme.test'].map((name) => ({ name, A: gone, AAAA: gone }));
  return {
    name: 'acme.test',
    A: present('192.0.2.1'),
    AAAA: none,
    CNAME: none,
    MX: none,
    TXT: none,
    redirects: [],
    CAA: [
      { name: 'acme.test', answer: none },
      { name: 'test', answer: none },
    ],
    exchangers: [],
    deadEnd: null,
    sameAsRandom: false,
    ...changed,
    apex: {
      NS: present('ns1.acme.test'),
      SOA: none,
      dmarc: [
        { name: '_dmarc.acme.test', answer: gone },
        { name: '_dmarc.test', answer: gone },
      ],
      random,
      servers: [],
      ttls: [],
      ...changed.apex,
    },
  };
}

/** What dns-records sees of another host of the domain. */
export function hostRecords(changed: Partial<DnsRecordsObservation> = {}): DnsRecordsObservation {
  return { ...apexRecords(), name: 'www.acme.test', TXT: null, ...changed, apex: null };
}
