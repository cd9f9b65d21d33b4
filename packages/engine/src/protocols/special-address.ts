import { prefixContains } from './ip-address.ts';

/**
 * Blocks of IANA's special-purpose address registries that lead nowhere on the internet, so that a public record with one
 * of them is of use to nobody outside. The documentation blocks are not among them: in records they are placeholders.
 */
const BLOCKS: readonly (readonly [block: string, what: string])[] = [
  ['0.0.0.0/8', 'this network'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'shared by a carrier'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'protocol assignment'],
  ['192.168.0.0/16', 'private'],
  ['198.18.0.0/15', 'benchmarking'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
  ['::/128', 'unspecified'],
  ['::1/128', 'loopback'],
  ['::ffff:0:0/96', 'IPv4-mapped'],
  ['64:ff9b:1::/48', 'local NAT64'],
  ['100::/64', 'discard-only'],
  ['fc00::/7', 'unique-local'],
  ['fe80::/10', 'link-local'],
  ['fec0::/10', 'site-local'],
  ['ff00::/8', 'multicast'],
];

/** What kind of address that nobody on the internet reaches; null for every other one, and for what is no address. */
export function specialPurpose(address: string): string | null {
  return BLOCKS.find(([block]) => prefixContains(block, address))?.[1] ?? null;
}
