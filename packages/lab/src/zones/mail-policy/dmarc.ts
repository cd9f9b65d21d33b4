import { support, type Trio, trio } from '../trio.ts';
import { textRecord } from './text-record.ts';

interface DmarcPlan {
  name: string;
  faults: readonly string[];
  /** The records at `_dmarc`. `@` stands for the zone's name. */
  faulty: readonly string[];
  sound?: readonly string[];
  records?: readonly string[];
  silent?: readonly string[];
}

const FINE = 'v=DMARC1; p=reject; rua=mailto:dmarc+@';

function dmarcTrio({
  name,
  faults,
  faulty,
  sound = [FINE],
  records = [],
  silent = ['_dmarc'],
}: DmarcPlan): Trio {
  return trio({
    name,
    faults,
    zone: (place) => ({
      usual: {
        dmarc: (place.faulty ? faulty : sound).map((text) =>
          textRecord(
            '_dmarc',
            text.replace('+@', `@${place.name}`).replace('+reports', `@reports.${place.name}`),
          ),
        ),
      },
      // The one with the fault lacks what the others have.
      records: place.faulty ? records.slice(1) : records.map((line) => line.replaceAll('{zone}', place.name)),
    }),
    silent,
  });
}

/** The policy of the registrable domains that some zones below are branches of. */
const above = ['dmarc-psl', 'dmarc-psl-ok'].map((name) =>
  support({ name: `_dmarc.${name}.test`, records: [textRecord('@', 'v=DMARC1; p=reject')] }),
);

export const dmarc: readonly Trio[] = [
  ...above,
  dmarcTrio({ name: 'dmarc-missing', faults: ['dmarc/missing'], faulty: [] }),
  dmarcTrio({
    name: 'dmarc-several',
    faults: ['dmarc/multiple-records'],
    faulty: [FINE, 'v=DMARC1; p=none'],
  }),
  dmarcTrio({
    name: 'dmarc-syntax',
    faults: ['dmarc/syntax'],
    faulty: ['v=DMARC1; p=block; rua=mailto:dmarc+@'],
  }),
  dmarcTrio({
    name: 'dmarc-policy-none',
    faults: ['dmarc/policy-none'],
    faulty: ['v=DMARC1; p=none; rua=mailto:dmarc+@'],
    sound: ['v=DMARC1; p=quarantine; rua=mailto:dmarc+@'],
  }),
  dmarcTrio({
    name: 'dmarc-weaker',
    faults: ['dmarc-subdomains/weaker'],
    faulty: ['v=DMARC1; p=reject; sp=none; rua=mailto:dmarc+@'],
  }),
  dmarcTrio({
    name: 'dmarc-non-existent',
    faults: ['dmarc-subdomains/non-existent'],
    faulty: ['v=DMARC1; p=reject; np=none; rua=mailto:dmarc+@'],
  }),
  dmarcTrio({ name: 'dmarc-no-reports', faults: ['dmarc-reports/none'], faulty: ['v=DMARC1; p=reject'] }),
  dmarcTrio({
    name: 'dmarc-report-address',
    faults: ['dmarc-reports/malformed'],
    faulty: ['v=DMARC1; p=reject; rua=dmarc+@'],
  }),
  dmarcTrio({
    name: 'dmarc-unauthorised',
    faults: ['dmarc-reports/unauthorised'],
    faulty: ['v=DMARC1; p=reject; rua=mailto:dmarc+reports'],
    sound: ['v=DMARC1; p=reject; rua=mailto:dmarc+reports'],
    records: [
      textRecord('{zone}._report._dmarc.reports', 'v=DMARC1;'),
      // An organization of its own, whose consent is needed.
      textRecord('_dmarc.reports', 'v=DMARC1; p=reject; psd=n'),
    ],
    silent: ['dmarc-unauthorised-mute.test._report._dmarc.reports'],
  }),
  dmarcTrio({
    name: 'dmarc-obsolete',
    faults: ['dmarc-standard/obsolete-tags'],
    faulty: ['v=DMARC1; p=reject; pct=100; ri=86400; rua=mailto:dmarc+@'],
  }),
  dmarcTrio({
    name: 'branch.dmarc-psl',
    faults: ['dmarc-standard/psl-differs'],
    faulty: ['v=DMARC1; p=reject; psd=n; rua=mailto:dmarc+@'],
    sound: ['v=DMARC1; p=reject; rua=mailto:dmarc+@'],
  }),
];
