import type { Fault, NameServerBehaviour } from '../spec.ts';
import { page } from './pages.ts';
import { fault, fqdn, type HostPlan, mailRecords, zoneOf } from './plan.ts';

const name = 'slow.test';
const { mx, spf, dmarc, caa } = mailRecords(name, [`mx1.${name}`, `mx2.${name}`]);

const TLS_FAULTS = [
  'certificate-expiry/expired',
  'certificate-name/mismatch',
  'certificate-trust/unknown-issuer',
  'certificate-self-signed/self-signed',
  'certificate-key/weak',
  'tls-version/legacy',
];
const HEADER_FAULTS = [
  'hsts/missing',
  'csp/missing',
  'content-type-options/missing',
  'frame-options/missing',
  'referrer-policy/missing',
  'cookie-secure/missing',
  'cookie-httponly/missing',
  'cookie-samesite/missing',
  'version-disclosure/server',
];
const WEB_FAULTS = [...HEADER_FAULTS, 'https-redirect/no-redirect'];

/** Names whose questions fail, each in its own way. The site would be in order. */
const UNANSWERED: readonly HostPlan[] = [
  { label: 'servfail', addresses: ['203.0.113.40'], site: {} },
  { label: 'refused', addresses: ['203.0.113.40'], site: {} },
  { label: 'silent', addresses: ['203.0.113.40'], site: {} },
  { label: 'truncated', addresses: ['203.0.113.40'], site: {} },
  { label: 'late', addresses: ['203.0.113.40'], site: {} },
  { label: 'pointer-loop', addresses: ['203.0.113.40'], site: {} },
];

const WEB: readonly HostPlan[] = [
  { label: '@', addresses: ['203.0.113.30'], site: { title: 'Slow Food' } },
  { label: 'www', addresses: ['203.0.113.30'], site: { title: 'Slow Food' } },
  // The DNS makes trouble, but it can be overcome.
  { label: 'truncated-once', addresses: ['203.0.113.30'], site: {} },
  { label: 'hesitant', addresses: ['203.0.113.30'], site: {} },
  { label: 'silent-web', addresses: ['203.0.113.31'], site: { http: 'silent', https: 'silent' } },
  { label: 'silent-https', addresses: ['203.0.113.32'], site: { https: 'silent' } },
  { label: 'drip', addresses: ['203.0.113.33'], site: { http: 'drip', https: 'drip' } },
  {
    label: 'guarded',
    addresses: ['203.0.113.34'],
    site: { http: page('', { trick: 'challenge' }), page: page('', { trick: 'challenge' }) },
  },
];

const MAIL: readonly HostPlan[] = [
  { label: 'mx1', addresses: ['203.0.113.35'] },
  { label: 'mx2', addresses: ['203.0.113.36'] },
];

const TROUBLES: Readonly<Record<string, NameServerBehaviour>> = {
  [`${name} CAA`]: 'servfail',
  [`${name} TXT`]: 'refuse',
  [`_dmarc.${name}`]: 'servfail',
  [`_mta-sts.${name}`]: 'servfail',
  [`_smtp._tls.${name}`]: 'servfail',
  [`servfail.${name}`]: 'servfail',
  [`refused.${name}`]: 'refuse',
  [`silent.${name}`]: 'silent',
  [`truncated.${name}`]: 'truncate-no-tcp',
  [`truncated-once.${name}`]: 'truncate',
  [`late.${name}`]: { slowMs: 6_000 },
  [`hesitant.${name}`]: { slowMs: 300 },
  [`pointer-loop.${name}`]: 'compression-loop',
};

/** Nothing can be told missing here: whatever is out of order is that no answer comes. */
export const slow = zoneOf({
  name,
  signed: {},
  nameServers: [
    {
      name: `ns1.${name}`,
      address: '203.0.113.38',
      byName: TROUBLES,
    },
    { name: `ns1.${name}`, address: '2001:db8:3::38', byName: TROUBLES },
    { name: `ns2.${name}`, address: '198.51.100.160', behaviour: 'silent' },
  ],
  hosts: [
    ...WEB,
    ...UNANSWERED,
    ...MAIL,
    { label: 'ns1', addresses: ['203.0.113.38', '2001:db8:3::38'] },
    { label: 'ns2', addresses: ['198.51.100.160'] },
  ],
  records: [...mx, ...spf, ...dmarc, ...caa],
  mail: [
    { host: `mx1.${name}`, address: '203.0.113.35', behaviour: 'silent' },
    { host: `mx2.${name}`, address: '203.0.113.36', behaviour: 'drip' },
  ],
  standIns: { crtsh: 'down', rdap: 'rate-limited' },
  open: [
    ...at('@', [
      'name-server-lame/lame',
      'caa/missing',
      'spf/missing',
      'dmarc/missing',
      'mta-sts/missing',
      'tls-rpt/missing',
      'starttls/not-offered',
      'domain-expiry/expired',
      'domain-lock/unlocked',
    ]),
    ...UNANSWERED.flatMap(({ label }) => at(label, [...TLS_FAULTS, ...WEB_FAULTS])),
    ...at('silent-web', [...TLS_FAULTS, ...WEB_FAULTS]),
    ...at('silent-https', [...TLS_FAULTS, ...HEADER_FAULTS]),
    ...at('drip', [...TLS_FAULTS, ...WEB_FAULTS]),
    ...at('guarded', WEB_FAULTS),
  ],
});

function at(label: string, codes: readonly string[]): Fault[] {
  return codes.map((code) => fault(code, fqdn(label, name)));
}
