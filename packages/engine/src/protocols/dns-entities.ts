import type { Entity } from '@cyborux/contract';
import type { DnsAnswer, DnsRecords, DnsType } from './dns-answer.ts';
import { rdataText } from './dns-rdata.ts';
import { normaliseName } from './domain-name.ts';
import { verificationOf } from './verification-tokens.ts';

/** Records of one type that become entities: what lies beyond is no inventory but an attack. */
export const MAX_RECORDS = 100;

export function* recordEntities<T extends DnsType>(
  owner: string,
  type: T,
  answer: DnsAnswer<DnsRecords[T]>,
): Iterable<Entity> {
  if (answer.state !== 'present') return;
  // Records at the end of a CNAME belong to that name, not to this one.
  const end = answer.aliases?.at(-1);
  const at = normaliseName(end ?? owner);
  if (at === null) return;
  for (const record of answer.records.slice(0, MAX_RECORDS)) {
    const rdata = rdataText(type, record);
    // Behind a CNAME the smallest TTL may be the alias'.
    const ttl = answer.ttl === undefined || end !== undefined ? {} : { ttl: answer.ttl };
    yield {
      kind: 'DNSRecord',
      name: `${at} ${type} ${rdata}`,
      attributes: { owner: at, type, rdata, ...ttl },
    };
  }
}

export function* nameEntities(names: readonly string[], most = MAX_RECORDS): Iterable<Entity> {
  for (const name of new Set(names.slice(0, most).map(normaliseName))) {
    if (name !== null) yield { kind: 'FQDN', name, attributes: {} };
  }
}

/** Whom the host has shown by a TXT record that it is its own. */
export function* productEntities(host: string, texts: readonly string[]): Iterable<Entity> {
  const found = texts.slice(0, MAX_RECORDS).flatMap((text) => verificationOf(text) ?? []);
  for (const { product, vendor, evidence } of new Map(found.map((each) => [each.product, each])).values()) {
    yield {
      kind: 'Product',
      name: `${host} ${product}`,
      attributes: { host, product, vendor, category: 'verification', evidence: `TXT ${evidence}` },
    };
  }
}

export function contactOf(address: string, role: string, publishedIn: string): Entity {
  return {
    kind: 'ContactRecord',
    name: `mailto:${address}`,
    attributes: { contact_type: 'email', role, published_in: publishedIn },
  };
}
