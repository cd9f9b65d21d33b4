import ipaddr from 'ipaddr.js';

/** First match decides. From the IANA special-purpose address registries; those reachable by all are left out. */
const REFUSED: readonly (readonly [block: string, what: string])[] = [
  ['0.0.0.0/8', 'an unspecified address'],
  ['10.0.0.0/8', 'a private address'],
  ['100.64.0.0/10', 'a carrier-grade NAT address'],
  ['127.0.0.0/8', 'a loopback address'],
  ['169.254.0.0/16', 'a link-local address'],
  // Azure's platform address: public by its number, but each machine's own host answers.
  ['168.63.129.16/32', 'a metadata address'],
  ['172.16.0.0/12', 'a private address'],
  ['192.0.0.0/24', 'a protocol-assignment address'],
  ['192.0.2.0/24', 'a documentation address'],
  ['192.88.99.0/24', 'a 6to4 relay address'],
  ['192.168.0.0/16', 'a private address'],
  ['198.18.0.0/15', 'a benchmarking address'],
  ['198.51.100.0/24', 'a documentation address'],
  ['203.0.113.0/24', 'a documentation address'],
  ['224.0.0.0/4', 'a multicast address'],
  ['255.255.255.255/32', 'a broadcast address'],
  ['240.0.0.0/4', 'a reserved address'],
  ['::/128', 'an unspecified address'],
  ['::1/128', 'a loopback address'],
  ['::ffff:0:0/96', 'an IPv4-mapped address'],
  ['::/96', 'an IPv4-compatible address'],
  ['64:ff9b:1::/48', 'a local NAT64 address'],
  ['2001:2::/48', 'a benchmarking address'],
  ['2001::/32', 'a Teredo address'],
  ['2001:10::/28', 'an ORCHID address'],
  ['2001:db8::/32', 'a documentation address'],
  ['3fff::/20', 'a documentation address'],
  ['5f00::/16', 'a segment-routing address'],
  ['100::/64', 'a discard-only address'],
  ['fc00::/7', 'a unique-local address'],
  ['fe80::/10', 'a link-local address'],
  ['fec0::/10', 'a site-local address'],
  ['ff00::/8', 'a multicast address'],
];

/** Blocks inside refused ones, or outside global unicast, that lead to everyone's internet. */
const REACHABLE = ['2001:3::/32', '2001:4:112::/48', '64:ff9b::/96'].map(parseBlock);
const PROTOCOL_ASSIGNMENTS = parseBlock('2001::/23');
const GLOBAL_UNICAST = parseBlock('2000::/3');
const NAT64 = parseBlock('64:ff9b::/96');
const SIX_TO_FOUR = parseBlock('2002::/16');

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Block = [Address, number];

const blocks = REFUSED.map(([block, what]) => ({ block: parseBlock(block), what }));

/**
 * May this address be dialled? Null: yes. Otherwise the reason, as the end of a sentence. To be asked of the address
 * that is dialled, after resolution, at each dial.
 * @param address in its canonical spelling (RFC 5952 for IPv6); any other is refused
 */
export function refusal(address: string): string | null {
  const parsed = canonical(address);
  if (parsed === null) return 'not an address in its canonical spelling';
  return refusalOf(parsed);
}

/** The ranges that the lab lives in (RFC 5737, 3849, 9637). */
export function isDocumentation(address: string): boolean {
  return refusal(address) === 'a documentation address';
}

function refusalOf(address: Address): string | null {
  const hit = blocks.find(({ block }) => contains(block, address));
  if (hit !== undefined) return hit.what;
  if (address instanceof ipaddr.IPv4) return null;
  const embedded = embeddedIPv4(address);
  if (embedded !== null) {
    const what = refusalOf(embedded);
    return what === null ? null : `a translated form of ${what}`;
  }
  if (REACHABLE.some((block) => contains(block, address))) return null;
  if (contains(PROTOCOL_ASSIGNMENTS, address)) return 'a protocol-assignment address';
  return contains(GLOBAL_UNICAST, address) ? null : 'an unassigned address';
}

/** The IPv4 address that a translator on the way would dial (RFC 6052 section 2.2, RFC 3056 section 2). */
function embeddedIPv4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const bytes = address.toByteArray();
  if (contains(NAT64, address)) return new ipaddr.IPv4(bytes.slice(12));
  if (contains(SIX_TO_FOUR, address)) return new ipaddr.IPv4(bytes.slice(2, 6));
  return null;
}

/** Null for each spelling but the one that every library reads alike: no octal, hex, short or decimal forms, no zone. */
function canonical(address: string): Address | null {
  if (address.includes(':')) {
    if (address.includes('%') || !ipaddr.IPv6.isValid(address)) return null;
    const parsed = ipaddr.IPv6.parse(address);
    return parsed.toRFC5952String() === address ? parsed : null;
  }
  return ipaddr.IPv4.isValidFourPartDecimal(address) ? ipaddr.IPv4.parse(address) : null;
}

function contains([network, bits]: Block, address: Address): boolean {
  return network.kind() === address.kind() && address.match(network, bits);
}

function parseBlock(block: string): Block {
  return ipaddr.parseCIDR(block);
}
