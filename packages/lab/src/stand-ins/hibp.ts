import { cutShort, json, type StandIn, zoneOf } from './stand-in.ts';

/** Have I Been Pwned: `/api/v3/breaches?Domain=<domain>`. */
export const hibp: StandIn = {
  host: 'haveibeenpwned.com',
  domainOf: (url) => url.searchParams.get('Domain')?.toLowerCase() ?? null,
  answer: (url, { zones }) => {
    const domain = hibp.domainOf(url) ?? '';
    const breaches = zoneOf(domain, zones)?.knownTo.hibp ?? [];
    return json(
      200,
      breaches.map(({ name, date, accounts, dataClasses }) => ({
        Name: name,
        Title: name,
        Domain: domain,
        BreachDate: date,
        AddedDate: `${date}T12:00:00Z`,
        ModifiedDate: `${date}T12:00:00Z`,
        PwnCount: accounts,
        Description: 'Played by the lab.',
        DataClasses: dataClasses,
        IsVerified: true,
        IsFabricated: false,
        IsSensitive: false,
        IsRetired: false,
        IsSpamList: false,
        IsMalware: false,
        IsSubscriptionFree: false,
        IsStealerLog: false,
      })),
    );
  },
  empty: () => json(200, []),
  rateLimited: json(429, { statusCode: 429, message: 'Rate limit is exceeded. Try again in 2 seconds.' }),
  broken: cutShort,
};
