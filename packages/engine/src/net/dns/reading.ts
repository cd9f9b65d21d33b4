import { unknown } from '@cyborux/contract';
import type { DnsAnswer, DnsRecords, DnsType } from '../../protocols/dns-answer.ts';
import type { DnsMessage, DnsRecord } from './message.ts';

export const MAX_ALIASES = 12;

/** How far one message answers a question: to the end, or as far as an alias whose own records it does not have. */
export type Reading<T> =
  | { state: 'final'; answer: DnsAnswer<T>; cacheSeconds: number }
  | { state: 'alias'; name: string; aliases: readonly string[]; ttl: number };

/** @param name lower case, without the last dot */
export function readAnswer<T extends DnsType>(
  message: DnsMessage,
  name: string,
  type: T,
): Reading<DnsRecords[T]> {
  if (message.rcode !== 'NOERROR' && message.rcode !== 'NXDOMAIN') return final(failure(message.rcode), 0);
  const chain = followAliases(message.answers, name, type);
  if (chain === null) return final(unknown('servfail', 'The aliases lead in a circle or too far.'), 0);
  const aliases = chain.aliases.length === 0 ? {} : { aliases: chain.aliases };
  const records = message.answers.filter((record) => record.owner === chain.name && record.type === type);
  const ttl = Math.min(chain.ttl, ...records.map((record) => record.ttl));
  if (records.length > 0) {
    const values = records.map((record) => record.value as DnsRecords[T]);
    return final({ state: 'present', records: values, ttl, ...aliases }, ttl);
  }
  const negativeTtl = Math.min(chain.ttl, negativeSeconds(message.authority));
  // RFC 6604 section 3: the code is about the last name of the chain.
  if (message.rcode === 'NXDOMAIN')
    return final({ state: 'absent', reason: 'nxdomain', ...aliases }, negativeTtl);
  const hasSoa = message.authority.some((record) => record.type === 'SOA');
  if (chain.aliases.length > 0 && !hasSoa) {
    return { state: 'alias', name: chain.name, aliases: chain.aliases, ttl: chain.ttl };
  }
  const isReferral = !hasSoa && message.authority.some((record) => record.type === 'NS');
  if (isReferral && !message.authoritative && !message.recursionAvailable) {
    return final(unknown('refused', 'The server only refers to other servers.'), 0);
  }
  return final({ state: 'absent', reason: 'nodata', ...aliases }, negativeTtl);
}

function final<T>(answer: DnsAnswer<T>, cacheSeconds: number): Reading<T> {
  return { state: 'final', answer, cacheSeconds };
}

function failure(rcode: string): DnsAnswer<never> {
  if (rcode === 'REFUSED') return unknown('refused', 'The server refuses to answer.');
  return unknown('servfail', `The server answers ${rcode}.`);
}

interface Chain {
  name: string;
  aliases: string[];
  ttl: number;
}

function followAliases(answers: readonly DnsRecord[], name: string, type: DnsType): Chain | null {
  const chain: Chain = { name, aliases: [], ttl: Number.MAX_SAFE_INTEGER };
  if (type === 'CNAME') return chain;
  const targets = new Map<string, { target: string; ttl: number }>();
  for (const record of answers) {
    if (record.type !== 'CNAME' || targets.has(record.owner)) continue;
    targets.set(record.owner, { target: record.value, ttl: record.ttl });
  }
  for (;;) {
    const link = targets.get(chain.name);
    if (link === undefined) return chain;
    if (link.target === name || chain.aliases.includes(link.target)) return null;
    if (chain.aliases.length === MAX_ALIASES) return null;
    chain.name = link.target;
    chain.aliases.push(link.target);
    chain.ttl = Math.min(chain.ttl, link.ttl);
  }
}

/** RFC 2308 section 5. Without a SOA record the absence is not remembered. */
function negativeSeconds(authority: readonly DnsRecord[]): number {
  for (const record of authority) {
    if (record.type === 'SOA') return Math.min(record.ttl, record.value.minimum);
  }
  return 0;
}
