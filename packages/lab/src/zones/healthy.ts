import { page } from './pages.ts';
import { mailRecords, REGISTRATION, zoneOf } from './plan.ts';

const name = 'healthy.test';
const { mx, spf, dmarc, caa } = mailRecords(name, [`mx1.${name}`, `mx2.${name}`]);

/** Everything right: an analysis that reports more than information about it is wrong. */
export const healthy = zoneOf({
  name,
  healthy: true,
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
    { label: 'mx1', addresses: ['192.0.2.25'] },
    { label: 'mx2', addresses: ['203.0.113.25'] },
    { label: 'ns1', addresses: ['192.0.2.2', '2001:db8:1::2'] },
    { label: 'ns2', addresses: ['203.0.113.2', '2001:db8:3::2'] },
  ],
  records: [...mx, ...spf, ...dmarc, ...caa],
  mail: [
    { host: `mx1.${name}`, address: '192.0.2.25', banner: `mx1.${name} ESMTP` },
    { host: `mx2.${name}`, address: '203.0.113.25', banner: `mx2.${name} ESMTP` },
  ],
  knownTo: {
    rdap: { ...REGISTRATION, expiresInDays: 500, registrantOrganization: 'Healthy Foods Cooperative' },
  },
});
