import type { ZoneSpec } from '../spec.ts';
import { HOSTING_SERVERS } from './hosting.ts';
import { type HostPlan, mailRecords, REGISTRATION, type ZonePlan, zoneOf } from './plan.ts';
import { tlsReportRecord } from './transport-policy.ts';

const EXCHANGERS = ['mx1.hosting.test', 'mx2.hosting.test'];

interface OtherPlan extends Partial<Omit<ZonePlan, 'records'>> {
  name: string;
  title: string;
  address: string;
  faults: readonly string[];
  records?: Partial<ReturnType<typeof mailRecords>>;
  registration?: Partial<typeof REGISTRATION>;
  further?: readonly HostPlan[];
}

/** Acme's other domains, each with a fault that leaves no room for its like at one apex; the rest is in order. */
export const acmeOthers: readonly ZoneSpec[] = [
  other({
    name: 'acme-events.test',
    title: 'Acme Events',
    address: '203.0.113.201',
    records: { mx: [], spf: [], dmarc: [] },
    faults: ['spf/missing', 'dmarc/missing'],
  }),
  other({
    name: 'acme-mail.test',
    title: 'Acme Mail',
    address: '203.0.113.202',
    records: {
      spf: ['@ 300 TXT "v=spf1 mx -all"', '@ 300 TXT "v=spf1 include:spf.hosting.test ~all"'],
      dmarc: [
        '_dmarc 300 TXT "v=DMARC1; p=reject; rua=mailto:dmarc@acme-mail.test"',
        '_dmarc 300 TXT "v=DMARC1; p=none"',
      ],
    },
    faults: ['spf/multiple-records', 'dmarc/multiple-records'],
  }),
  other({
    name: 'acme-news.test',
    title: 'Acme News',
    address: '203.0.113.203',
    records: {
      spf: ['@ 300 TXT "v=spf1 mx ip4:192.0.2.300 -all"'],
      dmarc: ['_dmarc 300 TXT "v=DMARC1; p=rejct"'],
    },
    signed: { denial: { iterations: 10, salt: 'ab12' } },
    faults: [
      'spf/syntax',
      'dmarc/syntax',
      'dmarc-reports/none',
      'dnssec-denial/iterations',
      'dnssec-denial/salt',
    ],
  }),
  other({
    name: 'acme-labs.test',
    title: 'Acme Labs',
    address: '203.0.113.204',
    records: { mx: ['@ 300 MX 10 mx-old.hosting.test.'], spf: ['@ 300 TXT "v=spf1 mx ?all"'] },
    signed: { algorithm: 'RSASHA1-NSEC3-SHA1' },
    faults: ['spf/neutral-all', 'starttls/refused', 'dnssec-algorithms/forbidden'],
  }),
  other({
    name: 'acme-expired.test',
    title: 'Acme Classics',
    address: '203.0.113.205',
    registration: { expiresInDays: -3, statuses: ['auto renew period', 'client transfer prohibited'] },
    signed: { signaturesFrom: -30, signaturesUntil: -1 },
    faults: ['domain-expiry/expired', 'dnssec/bogus', 'dnssec-signatures/expired'],
  }),
  other({
    name: 'acme-renewal.test',
    title: 'Acme Care',
    address: '203.0.113.206',
    registration: { expiresInDays: 6 },
    signed: { childRecords: 'cds-foreign' },
    faults: ['domain-expiry/expires-soon', 'dnssec-child-records/cds-mismatch'],
  }),
  other({
    name: 'acme-sites.test',
    title: 'Acme Sites',
    address: '203.0.113.207',
    further: [{ label: '*', addresses: ['203.0.113.207'] }],
    knownTo: { crtsh: ['acme-sites.test', '*.acme-sites.test', 'www.acme-sites.test'], certspotter: [] },
    records: {
      dmarc: ['_dmarc 300 TXT "v=DMARC1; p=reject; sp=none; rua=mailto:dmarc@acme-sites.test"'],
    },
    faults: ['dns-wildcard/wildcard', 'dmarc-subdomains/weaker'],
  }),
  other({
    name: 'acme-workshop.test',
    title: 'Acme Workshop',
    address: '203.0.113.208',
    nameServers: [{ name: 'ns1.acme-workshop.test', address: '203.0.113.4' }],
    further: [{ label: 'ns1', addresses: ['203.0.113.4'] }],
    signed: { ds: 'none' },
    faults: ['name-server-redundancy/single-server', 'dnssec/island'],
  }),
  other({
    name: 'acme-fonts.test',
    title: 'Acme Fonts',
    address: '203.0.113.209',
    records: { caa: ['@ 300 CAA 0 issue "lets encrypt; !!"'] },
    signed: { algorithm: 'RSASHA512' },
    faults: ['caa/malformed', 'dnssec-algorithms/deprecated'],
  }),
  other({
    name: 'acme-outlet.test',
    title: 'Acme Outlet',
    address: '203.0.113.210',
    records: { caa: [] },
    registration: { statuses: ['active'] },
    signed: { ds: 'foreign' },
    faults: ['domain-lock/unlocked', 'caa/missing', 'dnssec/bogus', 'dnssec-delegation/ds-without-key'],
  }),
];

function other({ title, address, records, registration, further = [], name, ...plan }: OtherPlan): ZoneSpec {
  const site = { title };
  const usual = { ...mailRecords(name, EXCHANGERS), ...records };
  const mailed = usual.mx.length > 0;
  return zoneOf({
    signed: {},
    nameServers: HOSTING_SERVERS,
    hosts: [
      { label: '@', addresses: [address], site },
      { label: 'www', addresses: [address], site },
      ...further,
    ],
    name,
    records: [...Object.values(usual).flat(), ...(mailed ? [tlsReportRecord(name)] : [])],
    ...plan,
    faults: [...plan.faults, ...(mailed ? ['mta-sts/missing'] : [])],
    knownTo: {
      rdap: { ...REGISTRATION, ...registration, registrantOrganization: 'Acme Corporation' },
      ...plan.knownTo,
    },
  });
}
