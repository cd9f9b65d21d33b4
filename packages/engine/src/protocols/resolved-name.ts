import type { Entity, EntityOf } from '@cyborux/contract';
import type { DnsUnknownReason } from './dns-answer.ts';
import { normaliseName } from './domain-name.ts';
import { addressVersion, canonicalAddress } from './ip-address.ts';

/** Whether a name leads to addresses of one family, as resolvers tell of very many names at once. */
export type NameAnswer =
  | {
      state: 'present';
      records: readonly unknown[];
      aliases: readonly string[];
      wildcard: 'yes' | 'no' | 'unknown';
    }
  | { state: 'absent'; reason: 'nxdomain' | 'nodata' }
  | { state: 'unknown'; reason: DnsUnknownReason; detail?: string };

const MAX_ADDRESSES = 100;

/** The name with what is known of it now, and the addresses that it leads to. */
export function* resolvedEntities(name: string, answer: NameAnswer): Iterable<Entity> {
  if (answer.state !== 'present') {
    yield fqdn(name, { resolution: answer.state });
    return;
  }
  const texts = answer.records.slice(0, MAX_ADDRESSES).filter((record) => typeof record === 'string');
  const addresses = [...new Set(texts.map(canonicalAddress).filter((each) => each !== null))].sort();
  const cname = answer.aliases.map(normaliseName).filter((alias) => alias !== null);
  yield fqdn(name, {
    resolution: addresses.length > 0 ? 'present' : 'absent',
    ...(addresses.length > 0 && { addresses }),
    ...(cname.length > 0 && { cname }),
    ...(answer.wildcard === 'yes' && { wildcard: true }),
  });
  for (const address of addresses) {
    const version = addressVersion(address) === 6 ? 6 : 4;
    yield { kind: 'IPAddress', name: address, attributes: { version, hostnames: [name] } };
  }
}

function fqdn(name: string, attributes: EntityOf<'FQDN'>['attributes']): Entity {
  return { kind: 'FQDN', name, attributes };
}
