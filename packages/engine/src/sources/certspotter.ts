import { z } from 'zod';
import { certificateEntity, type Issuance } from '../protocols/ct-issuance.ts';
import { defineSource, hostFinder, SourceError } from '../source.ts';

const issuanceSchema = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  dns_names: z.array(z.string()),
  issuer: z.object({ name: z.string() }).nullish().catch(null),
  not_before: z.string().nullish().catch(null),
  not_after: z.string().nullish().catch(null),
});

const MAX_PAGES = 50;
const MAX_BYTES = 8 * 1024 * 1024;

export const certspotter = defineSource({
  id: 'certspotter',
  title: 'Cert Spotter',
  homepage: 'https://sslmate.com/certspotter/',
  credential: {
    optional: true,
    howToGet:
      'Sign up at https://sslmate.com/signup?for=ct_search_api; without a key few queries an hour are answered.',
  },
  requestsPerMinute: 60,
  yields: ['FQDN', 'TLSCertificate'],
  async *query(target, tools) {
    const { name } = target;
    const { http, key } = tools;
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const hosts = hostFinder(target, tools);
    let after: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const url = pageUrl(name, after);
      const listed = await http.json(url, z.array(issuanceSchema), { headers, maxBytes: MAX_BYTES });
      // Nothing found is an empty list.
      if (listed === null)
        throw new SourceError('failed', 'Cert Spotter answered 404, not a list of issuances');
      if (listed.length === 0) return;
      const issuances = listed.map(issuanceOf);
      yield* hosts(issuances.flatMap(({ names }) => names));
      for (const issuance of issuances) {
        const certificate = certificateEntity('certspotter', issuance, name);
        if (certificate !== null) yield certificate;
      }
      const last = listed.at(-1)?.id;
      if (last === after) throw new SourceError('failed', 'Cert Spotter gave the same page twice');
      after = last;
    }
    throw new SourceError('limited', `stopped after ${MAX_PAGES} pages; there are more issuances`);
  },
});

function pageUrl(name: string, after: string | undefined): string {
  const query = new URLSearchParams({ domain: name, include_subdomains: 'true' });
  query.append('expand', 'dns_names');
  query.append('expand', 'issuer');
  if (after !== undefined) query.append('after', after);
  return `https://api.certspotter.com/v1/issuances?${query}`;
}

function issuanceOf(listed: z.infer<typeof issuanceSchema>): Issuance {
  return {
    id: listed.id,
    names: listed.dns_names,
    issuer: listed.issuer?.name,
    notBefore: listed.not_before ?? undefined,
    notAfter: listed.not_after ?? undefined,
  };
}
