import { hosts } from './hostile/hosts.ts';
import { ALIASES, INWARD, LOGGED, PUBLISHED, ZONE_LABELS } from './hostile/names.ts';
import { characterStrings, label, TEXTS } from './hostile/texts.ts';
import { fqdn, REGISTRATION, zoneOf } from './plan.ts';

const name = 'hostile.test';

/** Everything that can be read here wants to harm its reader. Apart from that it is in order. */
export const hostile = zoneOf({
  name,
  hostmaster: `${label(TEXTS.attribute)}.${name}`,
  nameServers: [
    { name: `ns1.${name}`, address: '203.0.113.78', byName: { [`pointers.${name}`]: 'compression-loop' } },
    { name: `ns2.${name}`, address: '198.51.100.161', byName: { [`pointers.${name}`]: 'compression-loop' } },
  ],
  hosts,
  records: [
    ...Object.values(TEXTS).map((text) => `@ 300 TXT ${characterStrings(text)}`),
    '@ 300 TXT "v=spf1 mx -all"',
    `_dmarc 300 TXT "v=DMARC1; p=reject; rua=mailto:%3Dcmd%7Ccalc@${name}"`,
    '@ 300 CAA 0 issue "letsencrypt.org"',
    `@ 300 CAA 0 contactemail ${characterStrings(TEXTS.script)}`,
    '@ 300 MX 10 mx1',
    '@ 300 MX 20 mx2',
    '@ 300 MX 30 mx3',
    `@ 300 MX 40 ${label(TEXTS.formula)}`,
    ...ALIASES,
    ...INWARD,
  ],
  mail: [
    { host: `mx1.${name}`, address: '203.0.113.74', banner: `${TEXTS.script} ${TEXTS.colour} ESMTP` },
    { host: `mx2.${name}`, address: '203.0.113.75', banner: `${TEXTS.formula}${TEXTS.bidi}` },
    {
      host: `mx3.${name}`,
      address: '203.0.113.76',
      banner: `${TEXTS.logLine.replace('\n', '\r')}${TEXTS.long}`,
    },
  ],
  faults: [
    'dnssec/unsigned',
    'name-server-redundancy/no-ipv6',
    'soa/rname-malformed',
    'caa/malformed',
    'record-syntax/mx',
    'txt-hygiene/large',
    'mta-sts/missing',
    'tls-rpt/missing',
    'smtp-banner/name',
    { code: 'dangling-alias/nowhere', at: 'outside' },
    { code: 'certificate-wildcard/wildcard', at: 'names' },
    ...PUBLISHED.map((at) => ({ code: 'private-address/published', at })),
  ],
  knownTo: {
    crtsh: [...LOGGED, ...hosts.map(({ label }) => fqdn(label, name))],
    certspotter: ZONE_LABELS.map((label) => fqdn(label, name)),
    rdap: {
      ...REGISTRATION,
      registrar: TEXTS.script,
      abuseEmail: `${TEXTS.attribute}@${name}`,
      registrantOrganization: `${TEXTS.formula} ${TEXTS.bidi} ${TEXTS.colour}`,
      statuses: ['client transfer prohibited', TEXTS.script, TEXTS.command],
    },
  },
});
