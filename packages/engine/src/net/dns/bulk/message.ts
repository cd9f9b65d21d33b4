import { unknown } from '@cyborux/contract';
import type { DnsRecords, DnsType } from '../../../protocols/dns-answer.ts';
import { decodeName, MalformedMessage } from '../name.ts';
import { readRdata, TYPE_CODES } from '../records.ts';
import type { Absent, Failure } from './bulk.ts';

export interface Hit<T extends DnsType> {
  state: 'present';
  records: readonly DnsRecords[T][];
  aliases: readonly string[];
  ttl: number;
}

export type Reading<T extends DnsType> = Hit<T> | Absent | Failure | { state: 'truncated' };

/** One for all names: nothing is made for a name that is not there. */
const NXDOMAIN: Absent = Object.freeze({ state: 'absent', reason: 'nxdomain' });
const NODATA: Absent = Object.freeze({ state: 'absent', reason: 'nodata' });
const TRUNCATED = Object.freeze({ state: 'truncated' });
const REFUSED: Failure = Object.freeze(unknown('refused', 'The server refuses to answer.'));
const SERVFAIL: Failure = Object.freeze(unknown('servfail', 'The server answers with an error.'));
const REFERRAL: Failure = Object.freeze(unknown('refused', 'The server only refers to other servers.'));
const CIRCLE: Failure = Object.freeze(unknown('servfail', 'The aliases lead in a circle or too far.'));

const CNAME = TYPE_CODES.CNAME;
const CLASS_IN = 1;
const MAX_ALIASES = 12;

/**
 * What a message says of the question that it repeats. Never throws; the work is bounded by the bytes.
 * @param start where the question ends
 */
export function readMessage<T extends DnsType>(message: Buffer, start: number, type: T): Reading<T> {
  const high = message[2] ?? 0;
  const low = message[3] ?? 0;
  const rcode = low & 0xf;
  if (rcode !== 0 && rcode !== 3) return rcode === 5 ? REFUSED : SERVFAIL;
  if (high & 0x02) return TRUNCATED;
  const count = ((message[6] ?? 0) << 8) | (message[7] ?? 0);
  if (count > 0) return readHit(message, start, count, type, rcode === 3 ? NXDOMAIN : NODATA);
  if (rcode === 3) return NXDOMAIN;
  // Neither authoritative nor a resolver: it only says that it does not know.
  return high & 0x04 || low & 0x80 ? NODATA : REFERRAL;
}

function readHit<T extends DnsType>(
  message: Buffer,
  start: number,
  count: number,
  type: T,
  otherwise: Absent,
): Reading<T> {
  try {
    const name = decodeName(message, 12).name.toLowerCase();
    return follow(name, readRecords(message, start, count, type), otherwise);
  } catch (error) {
    if (error instanceof MalformedMessage) return unknown('malformed', error.message);
    throw error;
  }
}

interface Records<T extends DnsType> {
  targets: Map<string, { target: string; ttl: number }>;
  found: { owner: string; value: DnsRecords[T]; ttl: number }[];
}

function readRecords<T extends DnsType>(message: Buffer, start: number, count: number, type: T): Records<T> {
  const records: Records<T> = { targets: new Map(), found: [] };
  const wanted = TYPE_CODES[type];
  let at = start;
  for (let index = 0; index < count; index++) {
    const owner = decodeName(message, at);
    const data = owner.end + 10;
    if (data > message.length) throw new MalformedMessage('A record is cut short.');
    const end = data + message.readUInt16BE(owner.end + 8);
    if (end > message.length) throw new MalformedMessage('A record is cut short.');
    at = end;
    if (message.readUInt16BE(owner.end + 2) !== CLASS_IN) continue;
    const code = message.readUInt16BE(owner.end);
    // RFC 2181 section 8: a TTL with the top bit set is zero.
    const raw = message.readUInt32BE(owner.end + 4);
    const ttl = raw > 0x7fffffff ? 0 : raw;
    const key = owner.name.toLowerCase();
    if (code === wanted) records.found.push({ owner: key, value: readRdata(type, message, data, end), ttl });
    else if (code === CNAME)
      records.targets.set(key, { target: readRdata('CNAME', message, data, end), ttl });
  }
  return records;
}

function follow<T extends DnsType>(asked: string, records: Records<T>, otherwise: Absent): Reading<T> {
  const aliases: string[] = [];
  let name = asked;
  let ttl = Number.MAX_SAFE_INTEGER;
  for (let link = records.targets.get(name); link !== undefined; link = records.targets.get(name)) {
    if (link.target === asked || aliases.includes(link.target) || aliases.length === MAX_ALIASES)
      return CIRCLE;
    name = link.target;
    aliases.push(name);
    ttl = Math.min(ttl, link.ttl);
  }
  const found = records.found.filter(({ owner }) => owner === name);
  // RFC 6604 section 3: the code is about the last name of the chain. The first one is there.
  if (found.length === 0 && aliases.length === 0) return otherwise;
  for (const record of found) ttl = Math.min(ttl, record.ttl);
  return { state: 'present', records: found.map(({ value }) => value), aliases, ttl };
}
