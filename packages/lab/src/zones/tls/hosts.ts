import type { CertificateSpec } from '../../spec.ts';
import type { SitePlan } from '../plan.ts';
import { type Trio, trio } from '../trio.ts';

/** A host with something wrong, and what a right analysis says of it. */
export interface FaultyHost {
  label: string;
  faults: readonly string[];
  site: (host: string) => SitePlan;
}

/** One zone in which each host has its fault, and one in which the same hosts have none. */
export function hostsWithFaults(name: string, hosts: readonly FaultyHost[]): Trio {
  return trio({
    name,
    noMute: true,
    faults: hosts.flatMap(({ label, faults }) => faults.map((code) => ({ code, at: label }))),
    zone: (place) => ({
      hosts: hosts.map(({ label, site }) => ({
        label,
        addresses: [place.address('hosting6')],
        site: place.faulty ? site(label === '@' ? place.name : `${label}.${place.name}`) : {},
      })),
    }),
  });
}

export function withCertificate(
  label: string,
  faults: readonly string[],
  certificate: Partial<CertificateSpec>,
): FaultyHost {
  return { label, faults, site: () => ({ certificate }) };
}
