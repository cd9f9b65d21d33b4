import { mailRecords, zoneOf } from './plan.ts';
import { transportPolicy } from './transport-policy.ts';

const name = 'hosting.test';
const exchangers = [`mx1.${name}`, `mx2.${name}`];
const { mx, spf, dmarc, caa } = mailRecords(name, exchangers);
const transport = transportPolicy(name, exchangers, ['192.0.2.20']);

/** Where its name servers are. Customers' zones are delegated to them. */
export const HOSTING_SERVERS = [
  { name: `ns1.${name}`, address: '192.0.2.3' },
  { name: `ns1.${name}`, address: '2001:db8:1::3' },
  { name: `ns2.${name}`, address: '203.0.113.3' },
  { name: `ns2.${name}`, address: '2001:db8:3::3' },
];

/** A provider, in order itself: customers use its name servers, its mail exchangers and its delivery network. */
export const hosting = zoneOf({
  name,
  healthy: true,
  signed: { algorithm: 'ED25519' },
  nameServers: HOSTING_SERVERS,
  hosts: [
    { label: '@', addresses: ['192.0.2.20'], site: { title: 'Example Hosting' } },
    { label: 'www', addresses: ['192.0.2.20'], site: { title: 'Example Hosting' } },
    transport.host,
    { label: 'mx1', addresses: ['192.0.2.21'] },
    { label: 'mx2', addresses: ['203.0.113.26'] },
    { label: 'mx-old', addresses: ['192.0.2.22'] },
    { label: 'edge', addresses: ['192.0.2.140'] },
    { label: 'ns1', addresses: ['192.0.2.3', '2001:db8:1::3'] },
    { label: 'ns2', addresses: ['203.0.113.3', '2001:db8:3::3'] },
  ],
  records: [...mx, ...spf, ...dmarc, ...caa, ...transport.records, 'acme.customers 300 CNAME edge'],
  mail: [
    { host: `mx1.${name}`, address: '192.0.2.21', banner: `mx1.${name} ESMTP` },
    { host: `mx2.${name}`, address: '203.0.113.26', banner: `mx2.${name} ESMTP` },
    { host: `mx-old.${name}`, address: '192.0.2.22', starttls: 'refused' },
  ],
  knownTo: { crtsh: [name, `www.${name}`, `*.customers.${name}`], certspotter: [name, `www.${name}`] },
});
