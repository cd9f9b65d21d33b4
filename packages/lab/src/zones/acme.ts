import { certificates } from './acme/certificates.ts';
import { exchangers, mailFaults, mailNames, mailPointers, mailRecords } from './acme/mail.ts';
import { policyFaults, policyHosts, policyRecords } from './acme/mail-policy.ts';
import { INTERNAL, offices } from './acme/offices.ts';
import { pages } from './acme/pages.ts';
import { forgotten, recordFaults, records } from './acme/records.ts';
import { delegation, nameServers, ns, serverFaults, serverHosts, signed, soa } from './acme/servers.ts';
import { fqdn, REGISTRATION, zoneOf } from './plan.ts';

const name = 'acme.test';
const hosts = [...offices, ...certificates, ...pages, ...mailNames, ...policyHosts, ...serverHosts];
const names = hosts.map(({ label }) => fqdn(label, name));
const promo = `promo.${name}`;

/** A company whose domain has grown for years: much is in order, and much was forgotten. */
export const acme = zoneOf({
  name,
  nameServers,
  ns,
  delegation,
  signed,
  soa,
  hosts: [...hosts, ...forgotten],
  records: [...records, ...mailRecords, ...policyRecords],
  mail: exchangers,
  pointers: { '192.0.2.67': null, ...mailPointers },
  // Of so many third parties, one is always down.
  standIns: { 'subdomain-center': 'down', hackertarget: 'rate-limited' },
  knownTo: {
    // What each knows differs, as in life; together they know all but what only a zone transfer tells.
    crtsh: [...names.filter((_, index) => index % 6 !== 3), ...INTERNAL, promo, `*.apps.${name}`],
    certspotter: [...names.filter((_, index) => index % 6 !== 1), ...INTERNAL],
    names: {
      anubis: names.filter((_, index) => index % 4 === 0),
      columbus: names.filter((_, index) => index % 3 === 0),
      'common-crawl': names.filter((_, index) => index % 5 === 0),
      hackertarget: names.filter((_, index) => index % 7 === 0),
      rapiddns: names.filter((_, index) => index % 2 === 0),
      'shodan-ct': names.filter((_, index) => index % 4 === 1),
      thc: names.filter((_, index) => index % 2 === 1),
      wayback: names.filter((_, index) => index % 6 === 0),
    },
    blockLists: [{ list: 'zen.spamhaus.org', subject: '192.0.2.91', says: '127.0.0.4' }],
    hibp: [
      {
        name: 'AcmeShop',
        date: '2021-06-01',
        accounts: 48_200,
        dataClasses: ['Email addresses', 'Passwords'],
      },
    ],
    hudsonRock: { employees: 3, users: 118, lastEmployeeDaysAgo: 90 },
    internetdb: { '192.0.2.91': { ports: [443, 8443], hostnames: [`www.${name}`] } },
    rdap: {
      ...REGISTRATION,
      createdAt: '2009-11-20T10:00:00Z',
      expiresInDays: 21,
      statuses: ['active'],
      secureDns: true,
      registrantOrganization: 'Acme Corporation',
    },
  },
  faults: [
    'domain-expiry/expires-within-30-days',
    'domain-lock/unlocked',
    'site-breach/earlier',
    'stolen-credentials/employees',
    'stolen-credentials/users',
    ...serverFaults,
    ...recordFaults,
    ...mailFaults,
    ...policyFaults,
  ],
});
