import { cutShort, json, type StandIn } from './stand-in.ts';

/** Shodan InternetDB: `/<address>`. */
export const internetdb: StandIn = {
  host: 'internetdb.shodan.io',
  domainOf: () => null,
  answer: (url, { zones }) => {
    const address = decodeURIComponent(url.pathname.slice(1));
    const known = zones
      .map(({ knownTo }) => knownTo.internetdb?.[address])
      .find((each) => each !== undefined);
    if (known === undefined) return internetdb.empty(url);
    return json(200, { cpes: [], ...known, ip: address, tags: [], vulns: [] });
  },
  empty: () => json(404, { detail: 'No information available' }),
  rateLimited: json(429, { detail: 'Rate limit exceeded' }),
  broken: cutShort,
};
