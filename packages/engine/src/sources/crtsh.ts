import { z } from 'zod';
import { certificateEntity, type Issuance } from '../protocols/ct-issuance.ts';
import { defineSource, hostFinder, readItems, SourceError } from '../source.ts';

const text = z.string().nullish().catch(null);

/** One logged certificate or precertificate. Older answers have no common_name and no serial_number. */
const entrySchema = z.object({
  id: z.union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ]),
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
/** Where crt.sh cuts a list off without a word. */
const CUT_ROWS = 10_000;
const MAX_BYTES = 64 * 1024 * 1024;

export const crtsh = defineSource({
  id: 'crtsh',
  title: 'crt.sh',
  homepage: 'https://crt.sh/',
  requestsPerMinute: 30,
  yields: ['FQDN', 'TLSCertificate'],
  async *query(target, tools) {
    const { name } = target;
    const url = `https://crt.sh/?q=${encodeURIComponent(`%.${name}`)}&output=json`;
    const listed = await tools.http.json(url, z.array(z.unknown()), { maxBytes: MAX_BYTES });
    // crt.sh says "nothing found" with an empty list; a 404 comes from what stands before it.
    if (listed === null) throw new SourceError('failed', 'crt.sh answered 404, not a list of certificates');
    if (listed.length >= CUT_ROWS) tools.incomplete(`crt.sh tells ${CUT_ROWS} rows and no more`);
    const issuances = newestFirst(readItems(listed, entrySchema, tools)).map(issuanceOf);
    yield* hostFinder(target, tools)(issuances.flatMap(({ names }) => names));
    for (const issuance of issuances.slice(0, MAX_CERTIFICATES)) {
      const certificate = certificateEntity('crtsh', issuance, name);
      if (certificate !== null) yield certificate;
    }
  },
});

function issuanceOf(entry: Entry): Issuance {
  return {
    id: String(entry.id),
    names: [
      ...entry.name_value.split('\n'),
      ...(entry.common_name === null || entry.common_name === undefined ? [] : [entry.common_name]),
    ],
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
