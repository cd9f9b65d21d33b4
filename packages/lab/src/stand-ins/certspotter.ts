import { type LoggedCertificate, loggedCertificates, sha256 } from './logged-certificate.ts';
import { type Answer, cutShort, isWithin, json, type StandIn, type World, zoneOf } from './stand-in.ts';

/** Far fewer than the real 100, so that small domains have pages too. */
export const issuancesPerPage = 10;

/** Cert Spotter's CT search API: `/v1/issuances`, oldest first, page by page with `after`. */
export const certspotter: StandIn = {
  host: 'api.certspotter.com',
  domainOf: (url) => url.searchParams.get('domain')?.toLowerCase() ?? null,
  answer,
  empty: () => json(200, []),
  rateLimited: failure(429, 'rate_limited', 'You have exceeded the rate limit of this API.'),
  broken: cutShort,
};

function answer(url: URL, { zones, now }: World): Answer {
  if (url.pathname !== '/v1/issuances') return failure(404, 'not_found', 'There is no such endpoint.');
  const domain = certspotter.domainOf(url);
  if (domain === null) return failure(400, 'missing_parameter', 'The domain parameter is missing.');
  const subdomains = url.searchParams.get('include_subdomains') === 'true';
  const after = Number(url.searchParams.get('after') ?? 0);
  if (!Number.isSafeInteger(after))
    return failure(400, 'invalid_parameter', 'The after parameter is invalid.');
  const expand = url.searchParams.getAll('expand');

  const knownTo = zoneOf(domain, zones)?.knownTo;
  const page = loggedCertificates(knownTo?.certspotter ?? [], now, knownTo?.namesPerCertificate)
    .map((certificate, index) => ({ id: 6_000_000_001 + index, certificate }))
    .filter(({ certificate }) => concerns(certificate, domain, subdomains))
    .filter(({ id }) => id > after)
    .slice(0, issuancesPerPage);
  return json(
    200,
    page.map(({ id, certificate }) => issuance(id, certificate, expand)),
  );
}

function concerns(certificate: LoggedCertificate, domain: string, subdomains: boolean): boolean {
  const names = certificate.names.map((name) => name.toLowerCase());
  return names.some((name) => (subdomains ? isWithin(name, domain) : name === domain));
}

function issuance(
  id: number,
  { digest, ...certificate }: LoggedCertificate,
  expand: readonly string[],
): object {
  return {
    id: String(id),
    tbs_sha256: sha256(`tbs ${digest}`),
    cert_sha256: digest,
    ...(expand.includes('dns_names') && { dns_names: certificate.names }),
    pubkey_sha256: sha256(`key ${digest}`),
    ...(expand.includes('issuer') && { issuer }),
    not_before: certificate.notBefore.toISOString().replace('.000Z', 'Z'),
    not_after: certificate.notAfter.toISOString().replace('.000Z', 'Z'),
    revoked: false,
  };
}

const issuer = {
  friendly_name: 'Cyborux Lab',
  website: null,
  caa_domains: ['ca.test'],
  operator: { name: 'Cyborux Lab', website: null },
  pubkey_sha256: sha256('Cyborux Lab Issuing'),
  name: 'C=ZZ, O=Cyborux Lab, CN=Cyborux Lab Issuing',
};

function failure(status: number, code: string, message: string): Answer {
  return json(status, { code, message });
}
