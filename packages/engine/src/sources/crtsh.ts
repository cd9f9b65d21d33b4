import { z } from 'zod';
import { certificateEntity, hostNames, type Issuance } from '../protocols/ct-issuance.ts';
import { defineSource, SourceError } from '../source.ts';

const text = z.string().nullish().catch(null);

/** One logged certificate or precertificate. Older answers have no common_name and no serial_number. */
const entrySchema = z.object({
  id: z.int(),
  issuer_ca_id: z.int().nullish().catch(null),
  issuer_name: text,
  common_name: text,
  /** The names that the search matched, one a line. */
  name_value: z.string(),
  serial_number: text,
  not_before: text,
  not_after: text,
});
type Entry = z.infer<typeof entrySchema>;

/** A busy domain has tens of thousands of certificates, whose names matter and of which the older ones do not. */
const MAX_CERTIFICATES = 500;
const MAX_BYTES = 64 * 1024 * 1024;

export const crtsh = defineSource({
  id: 'crtsh',
  title: 'crt.sh',
  homepage: 'https://crt.sh/',
  requestsPerMinute: 30,
  yields: ['FQDN', 'TLSCertificate'],
  async *query({ name }, { http }) {
    const url = `https://crt.sh/?q=${encodeURIComponent(`%.${name}`)}&output=json`;
    const entries = await http.json(url, z.array(entrySchema), { maxBytes: MAX_BYTES });
    // crt.sh says "nothing found" with an empty list; a 404 comes from what stands before it.
    if (entries === null) throw new SourceError('failed', 'crt.sh answered 404, not a list of certificates');
    const issuances = newestFirst(entries).map(issuanceOf);
    for (const host of hostNames(issuances, name)) yield { kind: 'FQDN', name: host, attributes: {} };
    for (const issuance of issuances.slice(0, MAX_CERTIFICATES)) {
      const certificate = certificateEntity('crtsh', issuance, name);
      if (certificate !== null) yield certificate;
    }
  },
});

function issuanceOf(entry: Entry): Issuance {
  return {
    id: String(entry.id),
    names: [...entry.name_value.split('\n'), entry.common_name ?? ''],
    issuer: entry.issuer_name ?? undefined,
    serial: entry.serial_number ?? undefined,
    notBefore: entry.not_before ?? undefined,
    notAfter: entry.not_after ?? undefined,
  };
}

/** Each issuance once: a certificate and its precertificate (RFC 9162 section 3.2) have issuer and serial in common. */
function newestFirst(entries: readonly Entry[]): Entry[] {
  const first = new Map<string, Entry>();
  for (const entry of [...entries].sort((a, b) => a.id - b.id)) {
    const serial = entry.serial_number ?? '';
    const key = serial === '' ? `id ${entry.id}` : `${entry.issuer_ca_id} ${serial}`;
    if (!first.has(key)) first.set(key, entry);
  }
  return [...first.values()].sort((a, b) => compare(b.not_before ?? '', a.not_before ?? '') || b.id - a.id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
