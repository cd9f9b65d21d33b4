import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.parse>;

/** A dotted quad at the end of an IPv6 address (RFC 4291 section 2.2, form 3). */
const EMBEDDED_IPV4 = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/;
const PREFIX = /^([^/]{2,45})\/(\d{1,3})$/;

/**
 * The one way to write an address: dotted decimal, or RFC 5952. null for whatever else: IPv4 in octal, in hexadecimal
 * or in fewer than four parts; IPv6 with a zone.
 */
export function canonicalAddress(text: string): string | null {
  const address = parse(text);
  return address === null ? null : print(address);
}

/** `192.0.2.1/24` to `192.0.2.0/24`: the network address, canonical. null when it is not a prefix. */
export function canonicalPrefix(text: string): string | null {
  const prefix = parsePrefix(text);
  return prefix === null ? null : `${print(network(...prefix))}/${prefix[1]}`;
}

export function prefixContains(prefix: string, address: string): boolean {
  const range = parsePrefix(prefix);
  const member = parse(address);
  if (range === null || member === null || range[0].kind() !== member.kind()) return false;
  return member.match(range[0], range[1]);
}

/** 4, 6, or null when the text is not an address. */
export function addressVersion(text: string): 4 | 6 | null {
  const address = parse(text);
  if (address === null) return null;
  return address.kind() === 'ipv4' ? 4 : 6;
}

/**
 * The labels that a reverse zone has for the address, its least significant part first: `1.2.0.192` (RFC 1035
 * section 3.5), or 32 nibbles (RFC 3596 section 2.5). Throws a TypeError when the text is not an address.
 */
export function reverseLabels(text: string): string {
  const address = parse(text);
  if (address === null) throw new TypeError('not an IP address');
  const bytes = address.toByteArray();
  if (address.kind() === 'ipv4') return bytes.reverse().join('.');
  return [...Buffer.from(bytes).toString('hex')].reverse().join('.');
}

/** The name whose PTR record names the address. Throws a TypeError when the text is not an address. */
export function reverseName(text: string): string {
  return `${reverseLabels(text)}.${addressVersion(text) === 4 ? 'in-addr' : 'ip6'}.arpa`;
}

function parse(text: string): Address | null {
  if (text.length > 45) return null;
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  const hexadecimal = withoutEmbedded(text);
  if (!hexadecimal.includes(':') || hexadecimal.includes('%') || !ipaddr.IPv6.isValid(hexadecimal))
    return null;
  return ipaddr.IPv6.parse(hexadecimal);
}

/** ipaddr.js takes `::192.0.2.1` for the mapped form, which it is not. */
function withoutEmbedded(text: string): string {
  const [, head, quad = ''] = EMBEDDED_IPV4.exec(text) ?? [];
  if (head === undefined || !ipaddr.IPv4.isValidFourPartDecimal(quad)) return text;
  const [a = 0, b = 0, c = 0, d = 0] = ipaddr.IPv4.parse(quad).octets;
  return `${head}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function parsePrefix(text: string): [Address, number] | null {
  const [, head = '', tail = ''] = PREFIX.exec(text) ?? [];
  const address = parse(head);
  const length = Number(tail);
  if (address === null || length > address.toByteArray().length * 8) return null;
  return [address, length];
}

function network(address: Address, length: number): Address {
  const bytes = address.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, length - index * 8));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return ipaddr.fromByteArray(bytes);
}

function print(address: Address): string {
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  // RFC 5952 section 5: a prefix known to embed IPv4 keeps the dotted quad.
  return address.isIPv4MappedAddress() ? `::ffff:${address.toIPv4Address()}` : address.toRFC5952String();
}
