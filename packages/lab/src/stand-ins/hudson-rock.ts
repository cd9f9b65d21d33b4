import { cutShort, daysAfter, json, type StandIn, zoneOf } from './stand-in.ts';

/** Hudson Rock's free search: `/api/json/v2/osint-tools/search-by-domain?domain=<domain>`. */
export const hudsonRock: StandIn = {
  host: 'cavalier.hudsonrock.com',
  domainOf: (url) => url.searchParams.get('domain')?.toLowerCase() ?? null,
  answer: (url, { zones, now }) => {
    const known = zoneOf(hudsonRock.domainOf(url) ?? '', zones)?.knownTo.hudsonRock;
    if (known === undefined) return hudsonRock.empty(url);
    const { employees, users, lastEmployeeDaysAgo } = known;
    return exposure({
      employees,
      users,
      last_employee_compromised: daysAfter(now, -lastEmployeeDaysAgo).toISOString(),
      data: {
        employees_urls: [],
        clients_urls: [{ occurrence: users, type: 'client', url: 'https://••••/•••' }],
      },
    });
  },
  empty: () => exposure({}),
  rateLimited: json(429, { message: 'Too many requests, please try again later.' }),
  broken: cutShort,
};

function exposure(told: object) {
  const nothing = {
    employees: 0,
    users: 0,
    third_parties: 0,
    data: { employees_urls: [], clients_urls: [] },
  };
  return json(200, { total: 0, totalStealers: 34_000_000, ...nothing, ...told });
}
