import { z } from 'zod';

const text = z.string();
const iso = z.string();
/** Organisation that a registry of addresses says it is given to. */
const givenTo = text.optional();

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
      /** Provider whose published ranges it is in: `Amazon Web Services`. */
      cloud: text.optional(),
      /** Content delivery network that it belongs to: what lies behind cannot be seen. */
      cdn: text.optional(),
      /** Names that PTR records give it. */
      reverse_names: z.array(text).optional(),
      /** Block lists that list it. */
      block_lists: z.array(text).optional(),
      /** What reputation sources say of it, in their word: `malicious`, `benign`, `scanner`. */
      reputation: text.optional(),
    })
    .default({}),
});

const netblock = z.object({
  kind: z.literal('Netblock'),
  /** CIDR, for example `192.0.2.0/24`. */
  name: text,
  attributes: z
    .object({ asn: z.int().optional(), country: text.optional(), registrant: givenTo })
    .default({}),
});

const autonomousSystem = z.object({
  kind: z.literal('AutonomousSystem'),
  /** `AS64500`. */
  name: text,
  attributes: z.object({ holder: text.optional(), registrant: givenTo }).default({}),
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
      /** Versions of HTTP that it answered over: `1.1`, `2.0`. */
      http_versions: z.array(text).optional(),
      /** It says of itself that it answers over HTTP/3 (Alt-Svc); it was not asked over it. */
      http3_advertised: z.boolean().optional(),
      /** Told by a third party, not seen by us. */
      passive: z.boolean().optional(),
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
      /** Organisation that holds it; left out where the registry redacts it (RFC 9537). */
      registrant: text.optional(),
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

const url = z.object({
  kind: z.literal('URL'),
  /** Absolute, normalised, without fragment. */
  name: text,
  attributes: z
    .object({
      http_status: z.int().optional(),
      content_type: text.optional(),
      title: text.optional(),
      /** When an archive last saw it. */
      archived_at: iso.optional(),
      /** A page that links to it, or the module's own word for its place. */
      published_in: text.optional(),
    })
    .default({}),
});

const emailAddress = z.object({
  kind: z.literal('EmailAddress'),
  /** Domain part lower case and as A-labels; local part as published. */
  name: text,
  attributes: z
    .object({
      /** `security`, `abuse`, `info` ...; left out for a person's own. */
      role: text.optional(),
      published_in: text.optional(),
      /** Breaches that name it. */
      breaches: z.array(text).optional(),
    })
    .default({}),
});

const leak = z.object({
  kind: z.literal('Leak'),
  /** `<source>:<id of the leak there>`. */
  name: text,
  attributes: z
    .object({
      leak_type: z.enum(['breach', 'stealer-log', 'paste']).optional(),
      title: text.optional(),
      /** Date, or what of it is known: `2024-05`. */
      leaked_at: text.optional(),
      added_at: iso.optional(),
      /** Accounts in all of it. */
      accounts: z.int().optional(),
      /** Accounts of the domain in it. */
      accounts_of_domain: z.int().optional(),
      /** In the words of its source: `Email addresses`, `Passwords`. */
      data_classes: z.array(text).optional(),
      /** Whose credentials: the domain's own people, its users, or third parties. */
      affected: z.enum(['employees', 'users', 'third-parties']).optional(),
      verified: z.boolean().optional(),
      url: text.optional(),
    })
    .default({}),
});

/** How far a look-alike got; each rung needs the one before it to be worth asking. */
export const LOOKALIKE_RUNGS = ['registered', 'resolves', 'mail', 'certificate', 'page', 'similar'] as const;

const lookalike = z.object({
  kind: z.literal('Lookalike'),
  /** Lower-case A-label form. */
  name: text,
  attributes: z
    .object({
      /** The families of permutation that make it: `homoglyph`, `omission` ... */
      families: z.array(text).optional(),
      /** As a reader sees it. */
      unicode: text.optional(),
      /** The highest that it reached. */
      rung: z.enum(LOOKALIKE_RUNGS).optional(),
      resolution: resolutionSchema.optional(),
      addresses: z.array(text).optional(),
      mail_servers: z.array(text).optional(),
      name_servers: z.array(text).optional(),
      registered_at: iso.optional(),
      title: text.optional(),
      /** Of its page with ours, 0 to 1. */
      similarity: z.number().optional(),
      /** What it is taken for. */
      verdict: z.enum(['defensive', 'parked', 'unrelated', 'undecided', 'imitation']).optional(),
      /** What that rests on, a sentence each. */
      reasons: z.array(text).optional(),
    })
    .default({}),
});

const cloudAsset = z.object({
  kind: z.literal('CloudAsset'),
  /** `<provider>:<bucket>`: `s3:acme-backups`. */
  name: text,
  attributes: z
    .object({
      provider: text.optional(),
      url: text.optional(),
      access: z.enum(['listable', 'private', 'unknown']).optional(),
      /** Whose it is: linked from the domain itself, named like it, or not the domain's. */
      ownership: z.enum(['linked', 'named-alike', 'foreign']).optional(),
      /** Objects that its listing showed. */
      objects: z.int().optional(),
    })
    .default({}),
});

const codeLeak = z.object({
  kind: z.literal('CodeLeak'),
  /** `<platform>:<repository>:<path>:<detector>:<salted hash of the secret>`. */
  name: text,
  attributes: z
    .object({
      platform: text.optional(),
      repository: text.optional(),
      path: text.optional(),
      url: text.optional(),
      /** What kind of secret it has the shape of. */
      detector: text.optional(),
      /** Its first characters, the rest masked. The secret itself is never kept. */
      hint: text.optional(),
      found_at: iso.optional(),
    })
    .default({}),
});

const candidate = z.object({
  kind: z.literal('Candidate'),
  /** A registrable domain that may belong to the same holder; nothing of it is in scope until the user accepts it. */
  name: text,
  attributes: z
    .object({
      /** What speaks for it, a sentence each. */
      reasons: z.array(text).optional(),
      /** 0 to 1. */
      confidence: z.number().optional(),
    })
    .default({}),
});

/** What exists, in the words of the OWASP Open Asset Model; what that has no word for is named after its endpoint. */
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
  url,
  emailAddress,
  leak,
  lookalike,
  cloudAsset,
  codeLeak,
  candidate,
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
  'URL',
  'EmailAddress',
  'Leak',
  'Lookalike',
  'CloudAsset',
  'CodeLeak',
  'Candidate',
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
