import { page } from '../pages.ts';
import { type Trio, trio } from '../trio.ts';
import { mailZone, policyLines } from './base.ts';

const SILENT_POLICY = ['mta-sts'];

/** MTA-STS (RFC 8461) and TLS reporting (RFC 8460). */
export const policies: readonly Trio[] = [
  trio({
    name: 'sts-missing',
    faults: ['mta-sts/missing'],
    silent: ['_mta-sts'],
    zone: (place) => mailZone(place, place.faulty ? { policy: null } : {}),
  }),
  trio({
    name: 'sts-record',
    faults: ['mta-sts/record-malformed'],
    silent: ['_mta-sts'],
    zone: (place) =>
      mailZone(place, place.faulty ? { stsRecords: ['_mta-sts 300 TXT "v=STSv1; id=2026-01-01"'] } : {}),
  }),
  trio({
    name: 'sts-records',
    faults: ['mta-sts/record-malformed'],
    silent: ['_mta-sts'],
    zone: (place) => {
      const two = ['_mta-sts 300 TXT "v=STSv1; id=1"', '_mta-sts 300 TXT "v=STSv1; id=2"'];
      return mailZone(place, place.faulty ? { stsRecords: two } : {});
    },
  }),
  trio({
    name: 'sts-no-host',
    faults: ['mta-sts/policy-unavailable'],
    silent: SILENT_POLICY,
    zone: (place) => mailZone(place, place.faulty ? { policyHost: null } : {}),
  }),
  trio({
    name: 'sts-not-found',
    faults: ['mta-sts/policy-unavailable'],
    silent: SILENT_POLICY,
    zone: (place) =>
      mailZone(place, place.faulty ? { policyHost: { page: page('Not found', { status: 404 }) } } : {}),
  }),
  trio({
    name: 'sts-content-type',
    faults: ['mta-sts/policy-malformed'],
    silent: SILENT_POLICY,
    zone: (place) => mailZone(place, place.faulty ? { policyHost: { page: page('A page') } } : {}),
  }),
  trio({
    name: 'sts-no-mode',
    faults: ['mta-sts/policy-malformed'],
    silent: SILENT_POLICY,
    zone: (place) => {
      const lines = policyLines([`mx1.${place.name}`, '*.hosting.test']);
      return mailZone(place, { policy: place.faulty ? lines.toSpliced(1, 1) : lines });
    },
  }),
  trio({
    name: 'sts-expired',
    faults: ['mta-sts/certificate', { code: 'certificate-expiry/expired', at: 'mta-sts' }],
    open: ['mta-sts/certificate'],
    silent: SILENT_POLICY,
    zone: (place) =>
      mailZone(place, place.faulty ? { policyHost: { certificate: { fault: 'expired' } } } : {}),
  }),
  trio({
    name: 'sts-uncovered',
    faults: ['mta-sts/mx-uncovered'],
    silent: SILENT_POLICY,
    zone: ({ name, faulty, ...place }) =>
      mailZone(
        { name, faulty, ...place },
        { policy: policyLines(faulty ? [`mx1.${name}`] : [`mx1.${name}`, 'mx2.hosting.test']) },
      ),
  }),
  trio({
    name: 'sts-testing-uncovered',
    faults: ['mta-sts/mx-uncovered-testing', 'mta-sts/not-enforced'],
    silent: SILENT_POLICY,
    zone: (place) =>
      mailZone(place, place.faulty ? { policy: policyLines(['mx2.hosting.test'], { mode: 'testing' }) } : {}),
  }),
  trio({
    name: 'sts-none',
    faults: ['mta-sts/not-enforced'],
    silent: SILENT_POLICY,
    zone: (place) => mailZone(place, place.faulty ? { policy: policyLines([], { mode: 'none' }) } : {}),
  }),
  trio({
    name: 'sts-short',
    faults: ['mta-sts/max-age-short'],
    silent: SILENT_POLICY,
    zone: (place) => {
      const exchangers = [`mx1.${place.name}`, 'mx2.hosting.test'];
      return mailZone(place, { policy: policyLines(exchangers, { maxAge: place.faulty ? 3_600 : 604_800 }) });
    },
  }),
  trio({
    name: 'tls-rpt-missing',
    faults: ['tls-rpt/missing'],
    silent: ['_smtp._tls'],
    zone: (place) => mailZone(place, place.faulty ? { reportRecords: [] } : {}),
  }),
  trio({
    name: 'tls-rpt-malformed',
    faults: ['tls-rpt/malformed'],
    silent: ['_smtp._tls'],
    zone: (place) =>
      mailZone(
        place,
        place.faulty ? { reportRecords: [`_smtp._tls 300 TXT "v=TLSRPTv1; rua=tls@${place.name}"`] } : {},
      ),
  }),
];
