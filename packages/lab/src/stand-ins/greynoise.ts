import { cutShort, json, type StandIn } from './stand-in.ts';

const PATH = /^\/v3\/community\/([0-9a-f.:]+)$/;

/** GreyNoise's community API: `/v3/community/<address>`. */
export const greynoise: StandIn = {
  host: 'api.greynoise.io',
  domainOf: () => null,
  answer: (url, { zones }) => {
    const address = addressOf(url);
    const classification = zones
      .map(({ knownTo }) => knownTo.greynoise?.[address])
      .find((each) => each !== undefined);
    if (classification === undefined) return unobserved(url);
    return json(200, {
      ip: address,
      noise: true,
      riot: false,
      classification,
      name: 'unknown',
      message: 'Success',
    });
  },
  empty: unobserved,
  rateLimited: json(429, { message: 'You have hit your weekly community rate limit of 50 requests/week.' }),
  broken: cutShort,
};

function unobserved(url: URL) {
  const message = 'IP not observed scanning the internet or contained in RIOT data set.';
  return json(404, { ip: addressOf(url), noise: false, riot: false, message });
}

function addressOf(url: URL): string {
  return PATH.exec(decodeURIComponent(url.pathname))?.[1] ?? '';
}
