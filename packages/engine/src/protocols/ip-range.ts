import ipaddr from 'ipaddr.js';
import { canonicalAddress, canonicalPrefix } from './ip-address.ts';

/** Every range is at most so many prefixes: twice the bits of an IPv6 address. */
const MAX_PREFIXES = 256;

/** The fewest prefixes that make up all from the first address to the last. Empty when the two are no range. */
export function rangePrefixes(first: string, last: string): string[] {
  const from = numberOf(first);
  const to = numberOf(last);
  if (from === null || to === null || from.bits !== to.bits) return [];
  const prefixes: string[] = [];
  let at = from.value;
  while (at <= to.value && prefixes.length < MAX_PREFIXES) {
    let size = 0;
    while (size < from.bits && isAligned(at, size + 1) && at + (1n << BigInt(size + 1)) - 1n <= to.value)
      size += 1;
    const prefix = canonicalPrefix(`${textOf(at, from.bits)}/${from.bits - size}`);
    if (prefix !== null) prefixes.push(prefix);
    at += 1n << BigInt(size);
  }
  return prefixes;
}

function isAligned(value: bigint, bits: number): boolean {
  return (value & ((1n << BigInt(bits)) - 1n)) === 0n;
}

function numberOf(text: string): { value: bigint; bits: number } | null {
  const address = canonicalAddress(text);
  if (address === null) return null;
  const bytes = ipaddr.parse(address).toByteArray();
  return { value: BigInt(`0x${Buffer.from(bytes).toString('hex')}`), bits: bytes.length * 8 };
}

function textOf(value: bigint, bits: number): string {
  const hex = value.toString(16).padStart(bits / 4, '0');
  return ipaddr.fromByteArray([...Buffer.from(hex, 'hex')]).toString();
}
