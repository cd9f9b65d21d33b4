import type {
  DnsAnswer,
  DnskeyRecord,
  DnsUnknownReason,
  DsRecord,
  Nsec3ParamRecord,
  RrsigRecord,
} from './dns-answer.ts';
import { keyBits, keyTag, matchesDs } from './dnssec-keys.ts';
import { nameText, parseName, sameName } from './dnssec-name.ts';
import { readDnskey, readDs, readNsec, readRrsig } from './dnssec-records.ts';
import type { DnssecAnswer } from './dnssec-session.ts';
import { TYPE, typeCode } from './dnssec-type.ts';
import { parseMessage, type WireRecord } from './dnssec-wire.ts';

/** One set of a response, not validated, with the signatures that came along. */
export interface SignedSet<T> {
  answer: DnsAnswer<T>;
  signatures: readonly RrsigRecord[];
}

interface Readable {
  DS: DsRecord;
  CDS: DsRecord;
  DNSKEY: DnskeyRecord;
  CDNSKEY: DnskeyRecord;
  NSEC3PARAM: Nsec3ParamRecord;
}

/** A set larger than this is told in part. */
const MAX_TOLD = 64;
const MAX_SIGNATURES = 32;
const UNKNOWN: Readonly<Record<string, DnsUnknownReason>> = {
  timeout: 'timeout',
  servfail: 'servfail',
  refused: 'refused',
  malformed: 'malformed',
  blocked: 'blocked',
  truncated: 'truncated',
  unreachable: 'unreachable',
  budget: 'budget',
  canceled: 'canceled',
};

/** Reads a raw response as the answer to one question. Of a type that is none of these, just the count of records counts. */
export function readSet<T extends keyof Readable>(
  response: DnssecAnswer,
  name: string,
  type: T,
): SignedSet<Readable[T]> {
  const { answer, signatures } = readRaw(response, name, type);
  if (answer.state !== 'present') return { answer, signatures };
  const records = answer.records.flatMap((record) => readers[type](record) ?? []);
  if (records.length === 0) return { answer: { state: 'unknown', reason: 'malformed' }, signatures };
  return { answer: { ...answer, records }, signatures };
}

/** The same of any type, its records as they came. */
export function readRaw(response: DnssecAnswer, name: string, type: string): SignedSet<WireRecord> {
  const none = (answer: DnsAnswer<WireRecord>) => ({ answer, signatures: [] });
  if (!(response instanceof Uint8Array)) {
    return none({ state: 'unknown', reason: UNKNOWN[response.reason] ?? 'servfail' });
  }
  const message = parseMessage(response);
  const owner = parseName(name);
  if (message === null || owner === null) return none({ state: 'unknown', reason: 'malformed' });
  if (message.truncated) return none({ state: 'unknown', reason: 'truncated' });
  if (message.rcode !== 0 && message.rcode !== 3) {
    return none({ state: 'unknown', reason: message.rcode === 5 ? 'refused' : 'servfail' });
  }
  const code = typeCode(type);
  const here = message.answer.filter((record) => sameName(record.name, owner));
  const records = here.filter((record) => record.type === code).slice(0, MAX_TOLD);
  const signatures = here.flatMap((record) => (record.type === TYPE.RRSIG ? (rrsig(record) ?? []) : []));
  const covering = signatures.filter(({ typeCovered }) => typeCovered === code).slice(0, MAX_SIGNATURES);
  if (records.length > 0) {
    const ttl = Math.min(...records.map((record) => record.ttl));
    return { answer: { state: 'present', records, ttl }, signatures: covering };
  }
  return none({ state: 'absent', reason: message.rcode === 3 ? 'nxdomain' : 'nodata' });
}

/** The NSEC record at a name that denies something there: who comes next in the zone. null without one. */
export function nextName(response: DnssecAnswer, name: string): string | null {
  const message = response instanceof Uint8Array ? parseMessage(response) : null;
  const owner = parseName(name);
  if (message === null || owner === null) return null;
  for (const record of [...message.authority, ...message.answer]) {
    if (record.type !== TYPE.NSEC || !sameName(record.name, owner)) continue;
    const nsec = readNsec(record);
    if (nsec !== null) return nameText(nsec.next);
  }
  return null;
}

/** RFC 4034 appendix B. */
export function tagOf(key: DnskeyRecord): number {
  return keyTag(wireKey(key));
}

/** Of the modulus or the curve; null when the key is of no algorithm that we read. */
export function bitsOf(key: DnskeyRecord): number | null {
  return keyBits(wireKey(key));
}

/** Does a DS record name this key (RFC 4034 section 5.1.4)? */
export function namesKey(zone: string, ds: DsRecord, key: DnskeyRecord): boolean {
  const name = parseName(zone);
  if (name === null) return false;
  return matchesDs(name, wireKey(key), { ...ds, digest: Buffer.from(ds.digest, 'hex') });
}

function wireKey({ flags, protocol, algorithm, publicKey }: DnskeyRecord) {
  const octets = Buffer.from(publicKey, 'base64');
  const rdata = Buffer.concat([Buffer.from([flags >> 8, flags & 255, protocol, algorithm]), octets]);
  return { flags, protocol, algorithm, publicKey: octets, rdata };
}

const readers: { readonly [T in keyof Readable]: (record: WireRecord) => Readable[T] | null } = {
  DS: ds,
  CDS: ds,
  DNSKEY: dnskey,
  CDNSKEY: dnskey,
  NSEC3PARAM({ rdata }) {
    const salt = rdata.subarray(5);
    if (rdata.length < 5 || salt.length !== rdata[4]) return null;
    return {
      hashAlgorithm: rdata.readUInt8(0),
      flags: rdata.readUInt8(1),
      iterations: rdata.readUInt16BE(2),
      salt: salt.toString('hex'),
    };
  },
};

function ds(record: WireRecord): DsRecord | null {
  const read = readDs(record);
  return read === null ? null : { ...read, digest: read.digest.toString('hex') };
}

function dnskey(record: WireRecord): DnskeyRecord | null {
  const read = readDnskey(record);
  if (read === null) return null;
  const { flags, protocol, algorithm, publicKey } = read;
  return { flags, protocol, algorithm, publicKey: publicKey.toString('base64') };
}

function rrsig(record: WireRecord): RrsigRecord | null {
  const read = readRrsig(record);
  if (read === null) return null;
  const { typeCovered, algorithm, labels, originalTtl, expiration, inception, keyTag: tag } = read;
  return {
    typeCovered,
    algorithm,
    labels,
    originalTtl,
    expiration,
    inception,
    keyTag: tag,
    signer: nameText(read.signer),
    signature: read.signature.toString('base64'),
  };
}
