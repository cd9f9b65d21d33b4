import { z } from 'zod';
import { type EntityKind, LOOKALIKE_RUNGS, resolutionSchema } from '../entity.ts';
import { riskLevelSchema } from '../risk-level.ts';
import { instant } from './fields.ts';

/*
 * What is special to a kind is null as long as it was not observed; what was observed to be absent is empty or false.
 */

const text = z.string().nullable();
const texts = z.array(z.string()).nullable();
const whole = z.int().nullable();
const flag = z.boolean().nullable();

/** What every item of an entity endpoint has. */
const common = {
  id: z.uuid(),
  name: z.string(),
  risk_level: riskLevelSchema,
  /** 0 to 100, more is worse. */
  risk_score: z.number(),
  first_seen: instant,
  last_seen: instant,
  /** Ids of the modules that found it. */
  sources: z.array(z.string()),
};

export const subdomainSchema = z.object({
  ...common,
  /** Does the name lead to an address? */
  resolution: resolutionSchema.nullable(),
  addresses: texts,
  /** The names that CNAMEs lead through. */
  cname: texts,
  /** The answer came from a DNS wildcard. */
  wildcard: flag,
  title: text,
  http_status: whole,
  /** BCP 47, as the page says. */
  language: text,
  /** SHA-256 of the page, hex: another one tells that it changed. */
  page_hash: text,
  /** MurmurHash3 of /favicon.ico in base64, the number that search engines of the internet show. */
  favicon_hash: whole,
  /** MD5 of /favicon.ico, hex. */
  favicon_md5: text,
  /** By the method of the MDN HTTP Observatory, algorithm 6: `A+` to `F`. */
  observatory_grade: text,
  observatory_score: whole,
  /** Of its TLS by the SSL Labs guide: `A+` to `F`, `T` (not trusted) or `M` (for another name). */
  tls_grade: text,
});

export const ipAddressSchema = z.object({
  ...common,
  version: z.union([z.literal(4), z.literal(6)]).nullable(),
  /** The announced prefix it is in. */
  prefix: text,
  asn: whole,
  holder: text,
  country: text,
  hostnames: texts,
  /** Provider whose published ranges it is in. */
  cloud: text,
  /** Content delivery network that it belongs to: what lies behind cannot be seen. */
  cdn: text,
  /** Names that PTR records give it. */
  reverse_names: texts,
  /** Block lists that list it. */
  block_lists: texts,
  /** What reputation sources say of it, in their word. */
  reputation: text,
});

export const serviceSchema = z.object({
  ...common,
  address: text,
  port: whole,
  transport: z.enum(['tcp', 'udp']).nullable(),
  /** IANA's service name. */
  protocol: text,
  product: text,
  version: text,
  tls: flag,
  /** Told by a third party, not seen by us. */
  passive: flag,
});

export const dnsRecordSchema = z.object({ ...common, owner: text, type: text, rdata: text, ttl: whole });

export const certificateSchema = z.object({
  ...common,
  subject: text,
  issuer: text,
  serial: text,
  names: texts,
  not_before: text,
  not_after: text,
  key_algorithm: text,
  key_bits: whole,
  signature_algorithm: text,
  self_signed: flag,
  /** Seen on a service of the domain, not only in a certificate log. */
  in_use: flag,
});

export const contactSchema = z.object({
  ...common,
  contact_type: z.enum(['email', 'phone', 'url']).nullable(),
  role: text,
  organization: text,
  /** A URL, or a DNS owner name and type. */
  published_in: text,
});

export const technologySchema = z.object({
  ...common,
  /** Where it is in use. */
  host: text,
  product: text,
  version: text,
  vendor: text,
  /** `web-server`, `cms`, `cdn`, `mail`, `verification` ... */
  category: text,
  /** CPE 2.3 formatted string. */
  cpe: text,
  /** What gave it away: a header, a record, a path. */
  evidence: text,
});

export const urlSchema = z.object({
  ...common,
  http_status: whole,
  content_type: text,
  title: text,
  /** When an archive last saw it. */
  archived_at: text,
  /** A page that links to it, or the module's own word for its place. */
  published_in: text,
});

export const emailSchema = z.object({
  ...common,
  /** `security`, `abuse`, `info` ...; null for a person's own. */
  role: text,
  published_in: text,
  /** Breaches that name it. */
  breaches: texts,
});

export const leakSchema = z.object({
  ...common,
  leak_type: z.enum(['breach', 'stealer-log', 'paste']).nullable(),
  title: text,
  /** Date, or what of it is known: `2024-05`. */
  leaked_at: text,
  added_at: text,
  /** Accounts in all of it. */
  accounts: whole,
  /** Accounts of the domain in it. */
  accounts_of_domain: whole,
  /** In the words of its source. */
  data_classes: texts,
  /** Whose credentials. */
  affected: z.enum(['employees', 'users', 'third-parties']).nullable(),
  verified: flag,
  url: text,
});

export const lookalikeSchema = z.object({
  ...common,
  /** The families of permutation that make it. */
  families: texts,
  /** As a reader sees it. */
  unicode: text,
  /** The highest rung of proof that it reached. */
  rung: z.enum(LOOKALIKE_RUNGS).nullable(),
  resolution: resolutionSchema.nullable(),
  addresses: texts,
  mail_servers: texts,
  name_servers: texts,
  registered_at: text,
  title: text,
  /** Of its page with the domain's own, 0 to 1. */
  similarity: z.number().nullable(),
  /** What it is taken for. */
  verdict: z.enum(['defensive', 'parked', 'unrelated', 'undecided', 'imitation']).nullable(),
  /** What that rests on, a sentence each. */
  reasons: texts,
});

export const cloudAssetSchema = z.object({
  ...common,
  provider: text,
  url: text,
  access: z.enum(['listable', 'private', 'unknown']).nullable(),
  /** Whose it is: linked from the domain itself, named like it, or not the domain's. */
  ownership: z.enum(['linked', 'named-alike', 'foreign']).nullable(),
  /** Objects that its listing showed. */
  objects: whole,
});

export const codeLeakSchema = z.object({
  ...common,
  platform: text,
  repository: text,
  path: text,
  url: text,
  /** What kind of secret it has the shape of. */
  detector: text,
  /** Its first characters, the rest masked. The secret itself is never kept. */
  hint: text,
  found_at: text,
});

export const candidateSchema = z.object({
  ...common,
  /** What speaks for it, a sentence each. */
  reasons: texts,
  /** 0 to 1. */
  confidence: z.number().nullable(),
});

/** The entity endpoints: the last part of the path, the kind of entity behind it, what an item looks like. */
export const ENTITY_ENDPOINTS = {
  subdomains: { kind: 'FQDN', title: 'Names of the domain', item: subdomainSchema },
  'ip-addresses': { kind: 'IPAddress', title: 'Addresses that its names lead to', item: ipAddressSchema },
  services: { kind: 'Service', title: 'Services that answer there', item: serviceSchema },
  'dns-records': { kind: 'DNSRecord', title: 'DNS records', item: dnsRecordSchema },
  certificates: { kind: 'TLSCertificate', title: 'Certificates, in use or logged', item: certificateSchema },
  technologies: { kind: 'Product', title: 'Technologies in use', item: technologySchema },
  urls: { kind: 'URL', title: 'URLs of the domain', item: urlSchema },
  emails: { kind: 'EmailAddress', title: 'E-mail addresses that are published', item: emailSchema },
  leaks: { kind: 'Leak', title: 'Breaches and stealer logs that name the domain', item: leakSchema },
  lookalikes: { kind: 'Lookalike', title: 'Domains that look like it', item: lookalikeSchema },
  'cloud-assets': { kind: 'CloudAsset', title: 'Storage at cloud providers', item: cloudAssetSchema },
  'code-leaks': { kind: 'CodeLeak', title: 'Secrets in public code', item: codeLeakSchema },
  candidates: {
    kind: 'Candidate',
    title: 'Domains that may have the same holder',
    item: candidateSchema,
  },
  contacts: { kind: 'ContactRecord', title: 'Published contacts', item: contactSchema },
} as const satisfies Record<string, { kind: EntityKind; title: string; item: z.ZodObject }>;
export type EntityEndpoint = keyof typeof ENTITY_ENDPOINTS;
