import { z } from 'zod';
import type { Fingerprints } from '../recog.ts';
import { cookieNames, type PageTexts, type Site } from './clues.ts';
import type { Technology } from './recognise.ts';

/** What a fingerprint says of a site. */
export const fingerprintedSchema = z.object({
  product: z.string(),
  vendor: z.string().nullable(),
  version: z.string().nullable(),
  cpe: z.string().nullable(),
  evidence: z.string(),
});
export type Fingerprinted = z.infer<typeof fingerprintedSchema>;

const MAX_MATCHES = 40;
const FIELDS: Readonly<Record<string, string>> = {
  'http_header.server': 'server',
  'http_header.x-powered-by': 'x-powered-by',
  'http_header.wwwauth': 'www-authenticate',
};

/** What fingerprints in Recog's format tell of a site, by fields, cookies and the title. */
export function recogProducts(
  site: Site,
  page: PageTexts | null,
  fingerprints: readonly Fingerprints[],
): Technology[] {
  const found = new Map<string, Technology>();
  for (const each of fingerprints) {
    for (const text of textsFor(each.matches, site, page).slice(0, MAX_MATCHES)) {
      const told = each.match(text);
      const product = told?.['service.product'];
      if (told === null || product === undefined) continue;
      const vendor = told['service.vendor'] ?? null;
      const version = told['service.version'] ?? null;
      const cpe = told['service.cpe23'] ?? null;
      const evidence = `${each.matches}: ${text}`.slice(0, 160);
      const technology: Technology = {
        product,
        vendor,
        category: 'software',
        version,
        cpe,
        certainty: 'certain',
        evidence,
      };
      found.set(keyOf(technology), technology);
    }
  }
  return [...found.values()];
}

/** Vendor and product of the CPE name, else the name. */
export function keyOf({ cpe, product }: Technology): string {
  const named = cpe?.replace(/^cpe:(?:\/|2\.3:)/, '').split(':', 3);
  return named === undefined ? product.toLowerCase() : named.join(':');
}

function textsFor(matches: string | null, site: Site, page: PageTexts | null): string[] {
  if (matches === 'http_header.cookie') return cookieFields(site);
  if (matches === 'html_title') return page === null || page.plainTitle === '' ? [] : [page.plainTitle];
  const field = FIELDS[matches ?? ''];
  return (site.headers ?? []).flatMap(([name, value]) => (name === field ? [value] : []));
}

/** Without those that browsers ignore. */
function cookieFields({ headers = [] }: Site): string[] {
  return headers.flatMap((field) =>
    field[0] === 'set-cookie' && cookieNames([field]).length > 0 ? [field[1]] : [],
  );
}
