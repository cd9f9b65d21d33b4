import type { CertificateSpec } from '@cyborux/lab';

/** A host of `real.test`: what is configured, and beside it what an analysis must find. */
export interface RealHost {
  label: string;
  addresses?: readonly string[];
  alias?: string;
  /** Directives of nginx on port 80; null: the port refuses. Default: a redirect to https. */
  http?: string | null;
  https?: HttpsSite;
  /** Finding codes. */
  findings?: readonly string[];
}

export interface HttpsSite {
  /** Directives of nginx. Default: a page with all the headers that it should have. */
  directives?: string;
  certificate?: Partial<CertificateSpec>;
  /** `ssl_protocols`. */
  protocols?: string;
}

export const DOMAIN = 'real.test';

const HEADERS: Readonly<Record<string, string>> = {
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'Content-Security-Policy': "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'",
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
};

/** A page whose headers differ from the good ones; null leaves one out. */
function page(changes: Readonly<Record<string, string | null>> = {}, more = 'server_tokens off;'): string {
  const fields = Object.entries({ ...HEADERS, ...changes }).filter(([, value]) => value !== null);
  return `${more}
  ${fields.map(([name, value]) => `add_header ${name} "${value}" always;`).join('\n  ')}
  location / { return 200 "<!doctype html><title>$host</title><p>Hello.</p>"; }`;
}

export const GOOD_PAGE = page();
export const TO_HTTPS = 'server_tokens off; return 301 https://$host$request_uri;';
const NOTHING = Object.fromEntries(Object.keys(HEADERS).map((name) => [name, null]));

export const HOSTS: readonly RealHost[] = [
  {
    label: '@',
    addresses: ['192.0.2.10', '2001:db8:1::10'],
    https: { certificate: { names: [DOMAIN, `www.${DOMAIN}`] } },
    findings: [
      'dmarc/policy-none',
      'dns-wildcard/wildcard',
      'dnssec/unsigned',
      'mta-sts/missing',
      'mx-address/single',
      'name-server-lame/lame',
      'name-server-version/disclosed',
      'security-txt/missing',
      'tls-rpt/missing',
      'txt-hygiene/large',
    ],
  },
  { label: 'www', alias: '@' },
  { label: 'modern', addresses: ['192.0.2.11'], https: { protocols: 'TLSv1.3' } },
  {
    label: 'tls12',
    addresses: ['192.0.2.12'],
    https: { protocols: 'TLSv1.2', certificate: { key: 'rsa' } },
  },
  {
    label: 'old',
    addresses: ['192.0.2.13'],
    https: { protocols: 'TLSv1 TLSv1.1' },
    findings: ['tls-version/legacy', 'tls-version/no-modern', 'tls-cipher/cbc-only', 'tls-rating/poor'],
  },
  {
    label: 'mixed',
    addresses: ['192.0.2.14'],
    https: { protocols: 'TLSv1 TLSv1.1 TLSv1.2 TLSv1.3', certificate: { key: 'rsa' } },
    findings: ['tls-version/legacy'],
  },
  {
    label: 'expired',
    addresses: ['192.0.2.15'],
    https: { certificate: { fault: 'expired' } },
    findings: ['certificate-expiry/expired'],
  },
  {
    label: 'early',
    addresses: ['192.0.2.16'],
    https: { certificate: { fault: 'not-yet-valid' } },
    findings: ['certificate-expiry/not-yet-valid'],
  },
  {
    label: 'soon',
    addresses: ['192.0.2.17'],
    https: { certificate: { validDays: 5 } },
    findings: ['certificate-expiry/expires-soon'],
  },
  {
    label: 'self',
    addresses: ['192.0.2.18'],
    https: { certificate: { fault: 'self-signed' } },
    findings: ['certificate-self-signed/self-signed'],
  },
  {
    label: 'wrong',
    addresses: ['192.0.2.19'],
    https: { certificate: { names: [`intranet.${DOMAIN}`] } },
    findings: ['certificate-name/mismatch'],
  },
  {
    label: 'chain',
    addresses: ['192.0.2.20'],
    https: { certificate: { fault: 'incomplete-chain' } },
    findings: ['certificate-trust/incomplete-chain'],
  },
  {
    label: 'private-ca',
    addresses: ['192.0.2.21'],
    https: { certificate: { fault: 'unknown-ca' } },
    findings: ['certificate-trust/unknown-issuer'],
  },
  {
    label: 'weak',
    addresses: ['192.0.2.22'],
    https: { certificate: { fault: 'weak-key' } },
    findings: ['certificate-key/weak'],
  },
  { label: 'plain', addresses: ['192.0.2.23'], http: GOOD_PAGE, findings: ['https-redirect/no-https'] },
  {
    label: 'both',
    addresses: ['198.51.100.140'],
    http: GOOD_PAGE,
    https: {},
    findings: ['https-redirect/no-redirect'],
  },
  { label: 'tls-only', addresses: ['198.51.100.141'], http: null, https: {} },
  {
    label: 'cookies',
    addresses: ['198.51.100.142'],
    https: {
      directives: page({}, 'server_tokens off; add_header Set-Cookie "sessionid=c2VjcmV0; Path=/";'),
    },
    findings: ['cookie-secure/missing', 'cookie-httponly/missing', 'cookie-samesite/missing'],
  },
  {
    label: 'ads',
    addresses: ['198.51.100.143'],
    https: {
      directives: page({}, 'server_tokens off; add_header Set-Cookie "wide=1; SameSite=None";'),
    },
    findings: ['cookie-secure/missing', 'cookie-samesite/none-without-secure'],
  },
  {
    label: 'talkative',
    addresses: ['198.51.100.144'],
    https: { directives: page({ 'X-Powered-By': 'PHP/8.2.7' }, 'server_tokens on;') },
    findings: ['version-disclosure/server', 'version-disclosure/powered-by'],
  },
  {
    label: 'bare',
    addresses: ['198.51.100.145'],
    https: { directives: page(NOTHING) },
    findings: [
      'hsts/missing',
      'csp/missing',
      'content-type-options/missing',
      'frame-options/missing',
      'referrer-policy/missing',
      'permissions-policy/missing',
      'cross-origin-isolation/opener-policy-missing',
      'cross-origin-isolation/resource-policy-missing',
    ],
  },
  {
    label: 'half',
    addresses: ['198.51.100.146'],
    https: {
      directives: page({
        'Strict-Transport-Security': 'max-age=3600',
        'Content-Security-Policy': "script-src 'unsafe-inline'; frame-ancestors 'self'",
        'Referrer-Policy': 'unsafe-url',
      }),
    },
    findings: [
      'hsts/short',
      'csp/unsafe-inline',
      'csp/missing-base-uri',
      'csp/missing-object-src',
      'referrer-policy/unsafe',
    ],
  },
  { label: 'six', addresses: ['2001:db8:3::20'], https: {} },
  {
    label: 'start',
    addresses: ['203.0.113.140'],
    https: {
      directives: `server_tokens off; add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;
  return 302 https://landing.${DOMAIN}/;`,
    },
  },
  { label: 'landing', addresses: ['203.0.113.141'], https: {} },
  // The egress policy keeps us out of there, so that nothing can be said of it.
  { label: 'office', addresses: ['10.0.0.5'], http: null, findings: ['private-address/published'] },
  { label: 'lists', findings: ['spf/allow-all', 'starttls/not-offered'] },
  { label: 'mx1', addresses: ['192.0.2.25'], http: null },
  { label: 'mx2', addresses: ['203.0.113.25'], http: null },
  { label: 'ns1', addresses: ['198.51.100.201', '2001:db8:1::53'], http: null },
  { label: 'ns2', addresses: ['203.0.113.201'], http: null },
  { label: 'ns3', addresses: ['203.0.113.202'], http: null },
];

/** Reached with the configured certificate and STARTTLS, and without. */
export const EXCHANGERS = { offering: 'mx1', plain: 'mx2' } as const;
export const NEEDS_POSTFIX = ['starttls/not-offered'];

/** Where the wildcard leads to: nothing listens there. */
export const WILDCARD_ADDRESS = '192.0.2.60';
/** Names without a record of their own, known from a certificate in use and from a certificate log. */
export const UNMADE = ['intranet', 'forgotten'];
/** Names that are to be found without the certificate logs: by MX, NS, CNAME, SAN, redirect. */
const BY_OTHER_WAYS = ['www', 'landing', 'mx1', 'mx2', 'ns1', 'ns2', 'ns3'];
export const LOGGED = [
  ...HOSTS.map(({ label }) => label).filter((label) => !BY_OTHER_WAYS.includes(label)),
  'forgotten',
].map(nameOf);

/** Together with the other TXT records of the name more than fits into a UDP answer. */
const LONG_TEXTS = ['a', 'b', 'c'].map((letter) => [letter.repeat(255), letter.repeat(245)]);

type Row = readonly [label: string, type: string, rdata: string];

/** What NSD serves. */
export const RECORDS: readonly Row[] = [
  ['@', 'SOA', `ns1.${DOMAIN}. hostmaster.${DOMAIN}. 2026010101 7200 3600 1209600 300`],
  ...['ns1', 'ns2', 'ns3'].map((label): Row => ['@', 'NS', `${nameOf(label)}.`]),
  ...HOSTS.flatMap(hostRecords),
  ['*', 'A', WILDCARD_ADDRESS],
  ['@', 'MX', `10 mx1.${DOMAIN}.`],
  ['lists', 'MX', `10 mx2.${DOMAIN}.`],
  ['@', 'TXT', '"v=spf1 mx -all"'],
  ['lists', 'TXT', '"v=spf1 mx +all"'],
  ['_dmarc', 'TXT', `"v=DMARC1; p=none; rua=mailto:dmarc@${DOMAIN}"`],
  ...LONG_TEXTS.map((strings): Row => ['@', 'TXT', strings.map((each) => `"${each}"`).join(' ')]),
  ['@', 'CAA', '0 issue "letsencrypt.org"'],
];

function hostRecords({ label, addresses = [], alias }: RealHost): Row[] {
  if (alias !== undefined) return [[label, 'CNAME', `${nameOf(alias)}.`]];
  return addresses.map((address) => [label, address.includes(':') ? 'AAAA' : 'A', address]);
}

/** The alias lives shorter than what it leads to, so that one cannot be taken for the other. */
export function ttlOf(type: string): number {
  return type === 'CNAME' ? 60 : 300;
}

export function nameOf(label: string): string {
  return label === '@' ? DOMAIN : `${label}.${DOMAIN}`;
}

/** Names of the DNS records that an analysis lists: a wildcard by what it makes of names, the strings of a TXT as one. */
export function expectedRecords(): string[] {
  return RECORDS.flatMap(([label, type, rdata]) => {
    const owners = label === '*' ? UNMADE : [label];
    const text = type === 'TXT' ? rdata.replaceAll('" "', '') : rdata;
    return owners.map((owner) => `${nameOf(owner)} ${type} ${text}`);
  });
}
