import { rdap } from './rdap.ts';
import { cutShort, json, type StandIn } from './stand-in.ts';

const FILES: Readonly<Record<string, { title: string; entries: readonly string[] }>> = {
  '/rdap/dns.json': { title: 'Domain Name System registrations', entries: ['test'] },
  '/rdap/ipv4.json': {
    title: 'IPv4 address allocations',
    entries: ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'],
  },
  '/rdap/ipv6.json': { title: 'IPv6 address allocations', entries: ['2001:db8::/32'] },
  '/rdap/asn.json': { title: 'Autonomous System Number allocations', entries: ['64496-64511'] },
};

/** IANA's lists of who answers RDAP for what (RFC 9224 section 3). */
export const rdapBootstrap: StandIn = {
  host: 'data.iana.org',
  domainOf: () => null,
  answer: (url, { now }) => {
    const file = FILES[url.pathname];
    if (file === undefined) return { status: 404, type: 'text/html', body: '<h1>404 Not Found</h1>\n' };
    return json(200, registry(now, file.title, [[file.entries, [`https://${rdap.host}/`]]]));
  },
  empty: () => json(200, registry(new Date(0), 'nothing', [])),
  rateLimited: { status: 429, type: 'text/html', body: '<h1>429 Too Many Requests</h1>\n' },
  broken: cutShort,
};

function registry(
  published: Date,
  title: string,
  services: readonly (readonly (readonly string[])[])[],
): object {
  return {
    description: `RDAP bootstrap file for ${title}`,
    publication: published.toISOString().replace(/\.\d+/, ''),
    services,
    version: '1.0',
  };
}
