import { RSA_2048 } from './mail-policy/keys.ts';
import { textRecord } from './mail-policy/text-record.ts';
import { page } from './pages.ts';
import { mailRecords, REGISTRATION, zoneOf } from './plan.ts';
import { transportPolicy } from './transport-policy.ts';

const name = 'healthy.test';
const exchangers = [`mx1.${name}`, `mx2.${name}`];
const { mx, spf, dmarc, caa } = mailRecords(name, exchangers);
const dkim = [textRecord('s1._domainkey', `v=DKIM1; k=rsa; p=${RSA_2048}`)];
const transport = transportPolicy(name, exchangers, ['192.0.2.10', '2001:db8:1::10']);

/** Everything right: an analysis that reports more than information about it is wrong. */
export const healthy = zoneOf({
  name,
  healthy: true,
  signed: { keys: 'ksk-zsk' },
  nameServers: [
    { name: `ns1.${name}`, address: '192.0.2.2' },
    { name: `ns1.${name}`, address: '2001:db8:1::2' },
    { name: `ns2.${name}`, address: '203.0.113.2' },
    { name: `ns2.${name}`, address: '2001:db8:3::2' },
  ],
  hosts: [
    { label: '@', addresses: ['192.0.2.10', '2001:db8:1::10'], site: { title: 'Healthy Foods' } },
    { label: 'www', addresses: ['192.0.2.10', '2001:db8:1::10'], site: { title: 'Healthy Foods' } },
    {
      label: 'shop',
      addresses: ['198.51.100.130'],
      site: {
        page: page('Healthy Foods Shop', {
          cookies: [
            '__Host-session=c2Vzc2lvbg; Path=/; Secure; HttpOnly; SameSite=Lax',
            'language=en; Path=/; Secure; HttpOnly; SameSite=Strict',
          ],
        }),
      },
    },
    { label: 'blog', addresses: ['203.0.113.10'], site: { title: 'Healthy Foods Blog' } },
    {
      label: 'docs',
      addresses: ['192.0.2.12'],
      site: { title: 'Healthy Foods Documentation', versions: { min: 'TLSv1.3', max: 'TLSv1.3' } },
    },
    {
      label: 'status',
      addresses: ['198.51.100.131'],
      site: { http: 'refuse', title: 'Healthy Foods Status' },
    },
    {
      label: 'm',
      alias: `www.${name}.`,
      addresses: ['192.0.2.10', '2001:db8:1::10'],
      site: { title: 'Healthy Foods' },
    },
    transport.host,
    { label: 'mx1', addresses: ['192.0.2.25'] },
    { label: 'mx2', addresses: ['203.0.113.25'] },
    { label: 'ns1', addresses: ['192.0.2.2', '2001:db8:1::2'] },
    { label: 'ns2', addresses: ['203.0.113.2', '2001:db8:3::2'] },
  ],
  records: [...mx, ...spf, ...dmarc, ...dkim, ...caa, ...transport.records],
  mail: [
    { host: `mx1.${name}`, address: '192.0.2.25', banner: `mx1.${name} ESMTP` },
    { host: `mx2.${name}`, address: '203.0.113.25', banner: `mx2.${name} ESMTP` },
  ],
  knownTo: {
    rdap: { ...REGISTRATION, expiresInDays: 500, registrantOrganization: 'Healthy Foods Cooperative' },
  },
});
