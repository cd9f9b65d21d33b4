import { mailRecords, zoneOf } from './plan.ts';

const name = 'hosting.test';
const { mx, spf, dmarc, caa } = mailRecords(name, [`mx1.${name}`]);

/** Where its name servers are. Customers' zones are delegated to them. */
export const HOSTING_SERVERS = [
  { name: `ns1.${name}`, address: '192.0.2.3' },
  { name: `ns2.${name}`, address: '203.0.113.3' },
];

/** A provider, in order itself: customers use its name servers, its mail exchangers and its delivery network. */
export const hosting = zoneOf({
  name,
  healthy: true,
  nameServers: HOSTING_SERVERS,
  hosts: [
    { label: '@', addresses: ['192.0.2.20'], site: { title: 'Example Hosting' } },
    { label: 'www', addresses: ['192.0.2.20'], site: { title: 'Example Hosting' } },
    { label: 'mx1', addresses: ['192.0.2.21'] },
    { label: 'mx-old', addresses: ['192.0.2.22'] },
    { label: 'edge', addresses: ['192.0.2.140'] },
    { label: 'ns1', addresses: ['192.0.2.3'] },
    { label: 'ns2', addresses: ['203.0.113.3'] },
  ],
  records: [...mx, ...spf, ...dmarc, ...caa, 'acme.customers 300 CNAME edge'],
  mail: [
    { host: `mx1.${name}`, address: '192.0.2.21' },
    { host: `mx-old.${name}`, address: '192.0.2.22', starttls: 'refused' },
  ],
  knownTo: { crtsh: [name, `www.${name}`, `*.customers.${name}`], certspotter: [name, `www.${name}`] },
});
