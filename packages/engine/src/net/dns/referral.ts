import type { NameServer } from '../../net.ts';
import type { DsRecord } from '../../protocols/dns-answer.ts';
import type { DnsMessage } from './message.ts';
import { isWithin } from './name-tree.ts';

/** Where a zone's server says that the zone ends and another begins (RFC 1034 section 4.3.2, step 3b). */
export interface Referral {
  zone: string;
  NS: readonly string[];
  /** Addresses of those servers, as told beside. */
  glue: readonly NameServer[];
  DS: readonly DsRecord[];
  ttl: number;
}

const MAX_SERVERS = 64;

/**
 * @param above the zone of the server that was asked
 * @returns null when the message refers to no zone below, towards the name
 */
export function readReferral(message: DnsMessage, above: string, name: string): Referral | null {
  if (message.rcode !== 'NOERROR' || message.answers.length > 0) return null;
  // Some servers claim authority for what they refer to; an SOA would say that there is no cut.
  if (message.authority.some(({ type }) => type === 'SOA')) return null;
  const cut = message.authority.find(({ type }) => type === 'NS')?.owner;
  if (cut === undefined || cut === above || !isWithin(cut, above) || !isWithin(name, cut)) return null;
  return cutOf(message, cut, message.authority);
}

/** What the records of a section say of a zone's servers. */
export function cutOf(message: DnsMessage, zone: string, section: DnsMessage['answers']): Referral {
  const NS = new Set<string>();
  const DS: DsRecord[] = [];
  let ttl = Number.MAX_SAFE_INTEGER;
  for (const record of section) {
    if (record.owner !== zone) continue;
    if (record.type === 'DS') DS.push(record.value);
    if (record.type !== 'NS' || NS.size >= MAX_SERVERS) continue;
    NS.add(record.value);
    ttl = Math.min(ttl, record.ttl);
  }
  const glue: NameServer[] = [];
  for (const record of message.additional) {
    if (record.type !== 'A' && record.type !== 'AAAA') continue;
    if (NS.has(record.owner)) glue.push({ name: record.owner, address: record.value });
  }
  return { zone, NS: [...NS], glue, DS, ttl };
}
