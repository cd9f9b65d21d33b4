import { z } from 'zod';

const text = z.string();
const iso = z.string();

/** Does the name lead to an address? `unknown` when the resolvers did not say. */
export const resolutionSchema = z.enum(['present', 'absent', 'unknown']);

const fqdn = z.object({
  kind: z.literal('FQDN'),
  /** Lower-case A-label form, no trailing dot. */
  name: text,
  attributes: z
    .object({
      resolution: resolutionSchema.optional(),
      addresses: z.array(text).optional(),
      cname: z.array(text).optional(),
      /** The answer came from a DNS wildcard, so the name may not exist on its own. */
      wildcard: z.boolean().optional(),
      title: text.optional(),
      http_status: z.int().optional(),
      /** BCP 47, as the page says. */
      language: text.optional(),
      /** SHA-256 of the page, hex: another one tells that it changed. */
      page_hash: text.optional(),
      /** MurmurHash3 of /favicon.ico in base64, the number that search engines of the internet show. */
      favicon_hash: z.int().optional(),
      /** MD5 of /favicon.ico, hex. */
      favicon_md5: text.optional(),
      /** By the method of the MDN HTTP Observatory, algorithm 6. */
      observatory_grade: text.optional(),
      observatory_score: z.int().optional(),
      /** Of its TLS by the SSL Labs guide, `A` to `F`, `T` (not trusted) or `M` (for another name). */
      tls_grade: text.optional(),
    })
    .default({}),
});

const ipAddress = z.object({
  kind: z.literal('IPAddress'),
  /** Canonical text form (RFC 5952 for IPv6). */
  name: text,
  attributes: z
    .object({
      version: z.union([z.literal(4), z.literal(6)]).optional(),
      prefix: text.optional(),
      asn: z.int().optional(),
      holder: text.optional(),
      country: text.optional(),
      hostnames: z.array(text).optional(),
    })
    .default({}),
});

const netblock = z.object({
  kind: z.literal('Netblock'),
  /** CIDR, for example `192.0.2.0/24`. */
  name: text,
  attributes: z.object({ asn: z.int().optional(), country: text.optional() }).default({}),
});

const autonomousSystem = z.object({
  kind: z.literal('AutonomousSystem'),
  /** `AS64500`. */
  name: text,
  attributes: z.object({ holder: text.optional() }).default({}),
});

const service = z.object({
  kind: z.literal('Service'),
  /** `192.0.2.1:443/tcp`, `[2001:db8::1]:443/tcp`. */
  name: text,
  attributes: z
    .object({
      address: text.optional(),
      port: z.int().optional(),
      transport: z.enum(['tcp', 'udp']).optional(),
      /** Service name as registered with IANA: `https`, `smtp`, `domain`. */
      protocol: text.optional(),
      product: text.optional(),
      version: text.optional(),
      tls: z.boolean().optional(),
    })
    .default({}),
});

const dnsRecord = z.object({
  kind: z.literal('DNSRecord'),
  /** `<owner> <type> <rdata in presentation form>`. */
  name: text,
  attributes: z
    .object({
      owner: text.optional(),
      type: text.optional(),
      rdata: text.optional(),
      /** Seconds, as the resolver first told it. */
      ttl: z.int().optional(),
    })
    .default({}),
});

const tlsCertificate = z.object({
  kind: z.literal('TLSCertificate'),
  /** SHA-256 of the DER form, lower-case hex; a certificate known from CT alone is `ct:<source>:<id>`. */
  name: text,
  attributes: z
    .object({
      subject: text.optional(),
      issuer: text.optional(),
      serial: text.optional(),
      names: z.array(text).optional(),
      not_before: iso.optional(),
      not_after: iso.optional(),
      key_algorithm: text.optional(),
      key_bits: z.int().optional(),
      signature_algorithm: text.optional(),
      self_signed: z.boolean().optional(),
      /** Seen on a service of the domain, not only in a CT log. */
      in_use: z.boolean().optional(),
    })
    .default({}),
});

const domainRecord = z.object({
  kind: z.literal('DomainRecord'),
  /** The registrable domain the registration is of. */
  name: text,
  attributes: z
    .object({
      registrar: text.optional(),
      created_at: iso.optional(),
      updated_at: iso.optional(),
      expires_at: iso.optional(),
      /** EPP statuses in RDAP spelling (RFC 8056). */
      statuses: z.array(text).optional(),
      name_servers: z.array(text).optional(),
      dnssec_signed: z.boolean().optional(),
    })
    .default({}),
});

const contactRecord = z.object({
  kind: z.literal('ContactRecord'),
  /** A URI: `mailto:`, `tel:`, `https:`. */
  name: text,
  attributes: z
    .object({
      contact_type: z.enum(['email', 'phone', 'url']).optional(),
      /** `registrant`, `abuse`, `technical`, `security`, `dmarc-reports` ... */
      role: text.optional(),
      organization: text.optional(),
      /** Where it is published: a URL, or a DNS owner name and type. */
      published_in: text.optional(),
    })
    .default({}),
});

const product = z.object({
  kind: z.literal('Product'),
  /** `<host> <product>`, for example `www.example.com nginx`: one host's use of a technology. */
  name: text,
  attributes: z
    .object({
      host: text.optional(),
      product: text.optional(),
      version: text.optional(),
      vendor: text.optional(),
      /** `web-server`, `cms`, `cdn`, `mail`, `verification` ... */
      category: text.optional(),
      /** CPE 2.3 formatted string. */
      cpe: text.optional(),
      /** What gave it away: a header, a record, a path. */
      evidence: text.optional(),
    })
    .default({}),
});

/** What exists, in the words of the OWASP Open Asset Model. */
export const entitySchema = z.discriminatedUnion('kind', [
  fqdn,
  ipAddress,
  netblock,
  autonomousSystem,
  service,
  dnsRecord,
  tlsCertificate,
  domainRecord,
  contactRecord,
  product,
]);
export type Entity = z.infer<typeof entitySchema>;
export type EntityKind = Entity['kind'];
export type EntityOf<K extends EntityKind> = Extract<Entity, { kind: K }>;

export const ENTITY_KINDS = [
  'FQDN',
  'IPAddress',
  'Netblock',
  'AutonomousSystem',
  'Service',
  'DNSRecord',
  'TLSCertificate',
  'DomainRecord',
  'ContactRecord',
  'Product',
] as const satisfies readonly EntityKind[];

/** `FQDN:www.example.com`: unique within one domain's inventory. */
export type EntityKey = `${EntityKind}:${string}`;

export function entityKey(entity: { kind: EntityKind; name: string }): EntityKey {
  return `${entity.kind}:${entity.name}`;
}

export function splitEntityKey(key: EntityKey): { kind: EntityKind; name: string } {
  const colon = key.indexOf(':');
  return { kind: key.slice(0, colon) as EntityKind, name: key.slice(colon + 1) };
}
