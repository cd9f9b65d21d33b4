import { page } from '../pages.ts';
import type { HostPlan } from '../plan.ts';
import { type Place, type Trio, trio } from '../trio.ts';
import { markCertificate } from './mark-certificate.ts';
import { textRecord } from './text-record.ts';

const logo = (profile: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="${profile}" viewBox="0 0 64 64"><title>Logo</title><circle cx="32" cy="32" r="30"/></svg>\n`;

interface BimiPlan {
  name: string;
  faults: readonly string[];
  /** What differs in the zone with the fault. */
  record?: (zone: string) => string;
  profile?: string;
  certificate?: string;
  dmarc?: string;
  silent?: readonly string[];
  open?: readonly string[];
}

function recordOf(zone: string): string {
  return `v=BIMI1; l=https://logo.${zone}/logo.svg; a=https://mark.${zone}/mark.pem`;
}

function host(place: Place, label: string, type: string, body: string): HostPlan {
  return {
    label,
    addresses: [place.address()],
    site: { page: page('', { headers: { 'Content-Type': type }, body }) },
  };
}

function bimiTrio(plan: BimiPlan): Trio {
  const { name, faults, record = recordOf, profile = 'tiny-ps', certificate, dmarc, silent, open } = plan;
  return trio({
    name,
    faults,
    zone: (place) => {
      const { faulty, name: zone } = place;
      const rua = `rua=mailto:dmarc@${zone}`;
      return {
        hosts: [
          host(place, 'logo', 'image/svg+xml', logo(faulty ? profile : 'tiny-ps')),
          host(
            place,
            'mark',
            'application/pem-certificate-chain',
            (faulty ? certificate : undefined) ?? markCertificate(zone),
          ),
        ],
        usual: {
          dmarc: [textRecord('_dmarc', `v=DMARC1; ${(faulty ? dmarc : undefined) ?? 'p=reject'}; ${rua}`)],
        },
        records: [textRecord('default._bimi', (faulty ? record : recordOf)(zone))],
        // Their pages are files for machines: nobody analyses them as sites.
        knownTo: { crtsh: [], certspotter: [] },
      };
    },
    silent: silent ?? ['default._bimi'],
    ...(open && { open }),
  });
}

export const bimi: readonly Trio[] = [
  bimiTrio({
    name: 'bimi-malformed',
    faults: ['bimi/malformed'],
    record: (zone) => `v=BIMI1; l=http://logo.${zone}/logo.svg`,
  }),
  bimiTrio({ name: 'bimi-svg', faults: ['bimi/svg-profile'], profile: 'tiny', silent: ['logo'] }),
  bimiTrio({
    name: 'bimi-certificate',
    faults: ['bimi/certificate'],
    certificate: markCertificate('other.test'),
    silent: ['mark'],
  }),
  bimiTrio({
    name: 'bimi-no-enforcement',
    faults: ['bimi/no-enforcement', 'dmarc/policy-none'],
    dmarc: 'p=none',
    silent: ['_dmarc'],
  }),
];
