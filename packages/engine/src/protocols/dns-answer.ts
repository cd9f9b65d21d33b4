import { isUnknown } from '@cyborux/contract';

/**
 * What a question to the DNS came to. NXDOMAIN and NODATA (RFC 2308 sections 2.1, 2.2) are absent;
 * whatever else keeps an answer from us is unknown.
 */
export type DnsAnswer<T = unknown> =
  | DnsPresent<T>
  | {
      state: 'absent';
      reason: 'nxdomain' | 'nodata';
      /** The names that CNAMEs led through: the name is there, and what it leads to is not. Left out without any. */
      aliases?: readonly string[];
    }
  | { state: 'unknown'; reason: DnsUnknownReason; detail?: string };

export interface DnsPresent<T = unknown> {
  state: 'present';
  /** Of the asked type, CNAMEs followed. */
  records: readonly T[];
  /** Seconds: the smallest of the answer's. */
  ttl?: number;
  /** The names that CNAMEs led through, the asked name left out. */
  aliases?: readonly string[];
}

export type DnsUnknownReason =
  | 'timeout'
  | 'servfail'
  | 'refused'
  | 'malformed'
  | 'blocked'
  | 'truncated'
  | 'unreachable'
  | 'budget'
  | 'canceled';

export interface MxRecord {
  preference: number;
  exchange: string;
}

export interface SoaRecord {
  mname: string;
  rname: string;
  serial: number;
  refresh: number;
  retry: number;
  expire: number;
  minimum: number;
}

export interface CaaRecord {
  /** The issuer-critical bit (RFC 8659 section 4.1). */
  critical: boolean;
  tag: string;
  value: string;
}

export interface SrvRecord {
  priority: number;
  weight: number;
  port: number;
  target: string;
}

/** RFC 6698 section 2.1. */
export interface TlsaRecord {
  usage: number;
  selector: number;
  matchingType: number;
  /** Hex, lower case. */
  data: string;
}

/** RFC 4034 section 5.1. */
export interface DsRecord {
  keyTag: number;
  algorithm: number;
  digestType: number;
  /** Hex, lower case. */
  digest: string;
}

/** RFC 4034 section 2.1. */
export interface DnskeyRecord {
  flags: number;
  protocol: number;
  algorithm: number;
  /** Base64. */
  publicKey: string;
}

/** RFC 4034 section 3.1. */
export interface RrsigRecord {
  typeCovered: number;
  algorithm: number;
  labels: number;
  originalTtl: number;
  /** Seconds since 1970. */
  expiration: number;
  inception: number;
  keyTag: number;
  signer: string;
  /** Base64. */
  signature: string;
}

/** RFC 5155 section 4. */
export interface Nsec3ParamRecord {
  hashAlgorithm: number;
  flags: number;
  iterations: number;
  /** Hex, lower case; empty without one. */
  salt: string;
}

/** The form in which records of each type are handed out. Names: lower case, no trailing dot. */
export interface DnsRecords {
  A: string;
  AAAA: string;
  NS: string;
  CNAME: string;
  PTR: string;
  MX: MxRecord;
  /** Its character-strings joined. Latin-1 when it is not UTF-8. */
  TXT: string;
  SOA: SoaRecord;
  CAA: CaaRecord;
  SRV: SrvRecord;
  TLSA: TlsaRecord;
  DS: DsRecord;
  DNSKEY: DnskeyRecord;
  RRSIG: RrsigRecord;
  NSEC3PARAM: Nsec3ParamRecord;
  /** RFC 7344. */
  CDS: DsRecord;
  CDNSKEY: DnskeyRecord;
}
export type DnsType = keyof DnsRecords;

/** Asks the DNS one question. Never throws for an answer that is merely unwelcome. */
export type Resolve = <T extends DnsType>(name: string, type: T) => Promise<DnsAnswer<DnsRecords[T]>>;

/** The records of an answer that is there; none when it is absent or unknown. */
export function recordsOf<T>(answer: DnsAnswer<T>): readonly T[] {
  return answer.state === 'present' ? answer.records : [];
}

export { isUnknown };
