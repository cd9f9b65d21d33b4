import { certificates } from './acme/certificates.ts';
import { exchangers, mailFaults, mailNames, mailRecords } from './acme/mail.ts';
import { INTERNAL, offices } from './acme/offices.ts';
import { pages } from './acme/pages.ts';
import { fqdn, REGISTRATION, zoneOf } from './plan.ts';

const name = 'acme.test';
const hosts = [...offices, ...certificates, ...pages, ...mailNames];
const names = hosts.map(({ label }) => fqdn(label, name));

/** A company whose domain has grown for years: much is in order, and much was forgotten. */
export const acme = zoneOf({
  name,
  nameServers: [
    { name: `ns1.${name}`, address: '192.0.2.66' },
    { name: `ns2.${name}`, address: '192.0.2.67' },
    { name: `ns3.${name}`, address: '192.0.2.68', behaviour: 'lame' },
  ],
  hosts,
  records: [
    ...mailRecords,
    // Its last customer left: the alias leads to a name that is gone.
    'promo 300 CNAME acme-promo.customers.hosting.test.',
    '_sip._tcp 300 SRV 10 5 5060 sip',
  ],
  mail: exchangers,
  knownTo: {
    // What each knows differs, as in life; together they know all.
    crtsh: [...names.filter((_, index) => index % 6 !== 3), ...INTERNAL, `promo.${name}`, `*.apps.${name}`],
    certspotter: [...names.filter((_, index) => index % 6 !== 1), ...INTERNAL],
    rdap: {
      ...REGISTRATION,
      createdAt: '2009-11-20T10:00:00Z',
      expiresInDays: 21,
      statuses: ['active'],
      registrantOrganization: 'Acme Corporation',
    },
  },
  faults: [
    'name-server-redundancy/single-network',
    'name-server-redundancy/no-ipv6',
    'name-server-lame/lame',
    'dnssec/unsigned',
    { code: 'dangling-alias/nowhere', at: 'promo' },
    'mta-sts/missing',
    'tls-rpt/missing',
    'caa/missing',
    'domain-expiry/expires-within-30-days',
    'domain-lock/unlocked',
    ...mailFaults,
  ],
});
