import { z } from 'zod';
import { type EntityKind, resolutionSchema } from '../entity.ts';
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

/** The entity endpoints: the last part of the path, the kind of entity behind it, what an item looks like. */
export const ENTITY_ENDPOINTS = {
  subdomains: { kind: 'FQDN', title: 'Names of the domain', item: subdomainSchema },
  'ip-addresses': { kind: 'IPAddress', title: 'Addresses that its names lead to', item: ipAddressSchema },
  services: { kind: 'Service', title: 'Services that answer there', item: serviceSchema },
  'dns-records': { kind: 'DNSRecord', title: 'DNS records', item: dnsRecordSchema },
  certificates: { kind: 'TLSCertificate', title: 'Certificates, in use or logged', item: certificateSchema },
  technologies: { kind: 'Product', title: 'Technologies in use', item: technologySchema },
  contacts: { kind: 'ContactRecord', title: 'Published contacts', item: contactSchema },
} as const satisfies Record<string, { kind: EntityKind; title: string; item: z.ZodObject }>;
export type EntityEndpoint = keyof typeof ENTITY_ENDPOINTS;
