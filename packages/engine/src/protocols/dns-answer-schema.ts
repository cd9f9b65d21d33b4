import { z } from 'zod';
import type {
  CaaRecord,
  DnsAnswer,
  DnskeyRecord,
  DnsRecords,
  DnsType,
  DnsUnknownReason,
  DsRecord,
  MxRecord,
  Nsec3ParamRecord,
  RrsigRecord,
  SoaRecord,
  SrvRecord,
  TlsaRecord,
} from './dns-answer.ts';

/** Every reason, told by the compiler when one is added. */
const reasons = {
  timeout: 'timeout',
  servfail: 'servfail',
  refused: 'refused',
  malformed: 'malformed',
  blocked: 'blocked',
  truncated: 'truncated',
  unreachable: 'unreachable',
  budget: 'budget',
  canceled: 'canceled',
} as const satisfies { [R in DnsUnknownReason]: R };

const text = z.string();
const mx: z.ZodType<MxRecord> = z.object({ preference: z.int(), exchange: text });
export const soaSchema: z.ZodType<SoaRecord> = z.object({
  mname: text,
  rname: text,
  serial: z.int(),
  refresh: z.int(),
  retry: z.int(),
  expire: z.int(),
  minimum: z.int(),
});
const caa: z.ZodType<CaaRecord> = z.object({ critical: z.boolean(), tag: text, value: text });
const srv: z.ZodType<SrvRecord> = z.object({
  priority: z.int(),
  weight: z.int(),
  port: z.int(),
  target: text,
});

const tlsa: z.ZodType<TlsaRecord> = z.object({
  usage: z.int(),
  selector: z.int(),
  matchingType: z.int(),
  data: text,
});
const ds: z.ZodType<DsRecord> = z.object({
  keyTag: z.int(),
  algorithm: z.int(),
  digestType: z.int(),
  digest: text,
});
const dnskey: z.ZodType<DnskeyRecord> = z.object({
  flags: z.int(),
  protocol: z.int(),
  algorithm: z.int(),
  publicKey: text,
});
const rrsig: z.ZodType<RrsigRecord> = z.object({
  typeCovered: z.int(),
  algorithm: z.int(),
  labels: z.int(),
  originalTtl: z.int(),
  expiration: z.int(),
  inception: z.int(),
  keyTag: z.int(),
  signer: text,
  signature: text,
});
const nsec3param: z.ZodType<Nsec3ParamRecord> = z.object({
  hashAlgorithm: z.int(),
  flags: z.int(),
  iterations: z.int(),
  salt: text,
});

/** The schema of one record of each type. */
const recordSchemas: { readonly [T in DnsType]: z.ZodType<DnsRecords[T]> } = {
  A: text,
  AAAA: text,
  NS: text,
  CNAME: text,
  PTR: text,
  MX: mx,
  TXT: text,
  SOA: soaSchema,
  CAA: caa,
  SRV: srv,
  TLSA: tlsa,
  DS: ds,
  DNSKEY: dnskey,
  RRSIG: rrsig,
  NSEC3PARAM: nsec3param,
  CDS: ds,
  CDNSKEY: dnskey,
};

/** The schema of an answer, so that an observation can hold answers as they came. */
export function dnsAnswerSchema<T extends DnsType>(type: T): z.ZodType<DnsAnswer<DnsRecords[T]>> {
  return z.discriminatedUnion('state', [
    z.object({
      state: z.literal('present'),
      records: z.array(recordSchemas[type]).readonly(),
      ttl: z.int().exactOptional(),
      aliases: z.array(text).readonly().exactOptional(),
    }),
    z.object({ state: z.literal('absent'), reason: z.enum(['nxdomain', 'nodata']) }),
    z.object({ state: z.literal('unknown'), reason: z.enum(reasons), detail: text.exactOptional() }),
  ]);
}

/** A question that was asked, and what it came to. */
export interface Lookup<T extends DnsType> {
  name: string;
  answer: DnsAnswer<DnsRecords[T]>;
}

export function lookupSchema<T extends DnsType>(type: T): z.ZodType<Lookup<T>> {
  return z.object({ name: text, answer: dnsAnswerSchema(type) });
}
