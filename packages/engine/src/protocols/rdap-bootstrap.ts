import { z } from 'zod';
import { prefixContains } from './ip-address.ts';

/** RFC 9224 section 3: `[[entries], [base URLs]]`. A service of another form is left out. */
const service = z.tuple([z.array(z.string()), z.array(z.string())]);

export const rdapBootstrapSchema = z.object({
  services: z.array(service.nullable().catch(null)),
});
export type RdapBootstrap = z.infer<typeof rdapBootstrapSchema>;

/**
 * The base URL, with its closing slash, of the RDAP service that a domain name falls under: the entry that shares the
 * most labels with it, https before http (RFC 9224 sections 3 and 4). null when no service is registered.
 */
export function rdapBase(bootstrap: RdapBootstrap, name: string): string | null {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.');
  for (let skipped = 0; skipped < labels.length; skipped += 1) {
    const suffix = labels.slice(skipped).join('.');
    for (const each of bootstrap.services) {
      if (!each?.[0].some((entry) => entry.toLowerCase().replace(/\.$/, '') === suffix)) continue;
      const base = preferred(each[1]);
      if (base !== null) return base;
    }
  }
  return null;
}

/** As `rdapBase`, for an IP address: the longest prefix that holds it (RFC 9224 section 5). */
export function rdapBaseOfAddress(bootstrap: RdapBootstrap, address: string): string | null {
  let longest = { length: -1, base: null as string | null };
  for (const each of bootstrap.services) {
    const lengths = (each?.[0] ?? []).filter((prefix) => prefixContains(prefix, address)).map(lengthOf);
    const length = Math.max(-1, ...lengths);
    if (length > longest.length) longest = { length, base: preferred(each?.[1] ?? []) };
  }
  return longest.base;
}

/** As `rdapBase`, for an autonomous system: the range that holds its number (RFC 9224 section 5.3). */
export function rdapBaseOfSystem(bootstrap: RdapBootstrap, asn: number): string | null {
  const service = bootstrap.services.find((each) =>
    each?.[0].some((range) => {
      const [, first, last = first] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(range) ?? [];
      return first !== undefined && Number(first) <= asn && asn <= Number(last);
    }),
  );
  return service == null ? null : preferred(service[1]);
}

function lengthOf(prefix: string): number {
  return Number(prefix.slice(prefix.indexOf('/') + 1));
}

function preferred(urls: readonly string[]): string | null {
  const usable = urls.filter((url) => /^https?:\/\/[^\s?#]+$/i.test(url) && URL.canParse(url));
  const url = usable.find((each) => each.toLowerCase().startsWith('https:')) ?? usable[0];
  if (url === undefined) return null;
  return url.endsWith('/') ? url : `${url}/`;
}
