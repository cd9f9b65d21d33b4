import { rdap } from './rdap.ts';
import { cutShort, json, type StandIn } from './stand-in.ts';

/** IANA's list of who answers RDAP for which TLD (RFC 9224 section 3). */
export const rdapBootstrap: StandIn = {
  host: 'data.iana.org',
  domainOf: () => null,
  answer: (url, { now }) => {
    if (url.pathname !== '/rdap/dns.json') {
      return { status: 404, type: 'text/html', body: '<h1>404 Not Found</h1>\n' };
    }
    return json(200, registry(now, [[['test'], [`https://${rdap.host}/`]]]));
  },
  empty: () => json(200, registry(new Date(0), [])),
  rateLimited: { status: 429, type: 'text/html', body: '<h1>429 Too Many Requests</h1>\n' },
  broken: cutShort,
};

function registry(published: Date, services: readonly (readonly (readonly string[])[])[]): object {
  return {
    description: 'RDAP bootstrap file for Domain Name System registrations',
    publication: published.toISOString().replace(/\.\d+/, ''),
    services,
    version: '1.0',
  };
}
