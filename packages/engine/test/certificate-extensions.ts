import { isIP } from 'node:net';
import { integer, oid, sequence, tlv } from './der-bytes.ts';

export function extension(id: string, value: Uint8Array, critical = false): Buffer {
  const flag = critical ? [tlv(0x01, Buffer.from([0xff]))] : [];
  return sequence(oid(id), ...flag, tlv(0x04, value));
}

export function basicConstraints(ca: boolean, pathLength?: number): Buffer {
  const parts = ca ? [tlv(0x01, Buffer.from([0xff]))] : [];
  if (pathLength !== undefined) parts.push(integer(pathLength));
  return extension('2.5.29.19', sequence(...parts), ca);
}

/** Bit numbers of RFC 5280 section 4.2.1.3. */
export function keyUsage(...bits: number[]): Buffer {
  const octet = bits.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  return extension('2.5.29.15', tlv(0x03, Buffer.from([7 - Math.max(...bits), octet])), true);
}

export function extendedKeyUsage(...purposes: string[]): Buffer {
  return extension('2.5.29.37', sequence(...purposes.map(oid)));
}

export const generalName = {
  dns: (name: string) => tlv(0x82, Buffer.from(name, 'latin1')),
  email: (name: string) => tlv(0x81, Buffer.from(name, 'latin1')),
  uri: (name: string) => tlv(0x86, Buffer.from(name, 'latin1')),
  ip: (bytes: Uint8Array) => tlv(0x87, bytes),
  directory: (name: Buffer) => tlv(0xa4, name),
};

export function alternativeNames(...names: Buffer[]): Buffer {
  return extension('2.5.29.17', sequence(...names));
}

export function nameConstraints(permitted: Buffer[], excluded: Buffer[] = [], critical = true): Buffer {
  const subtrees = (tag: number, names: Buffer[]) =>
    names.length === 0 ? [] : [tlv(tag, ...names.map((name) => sequence(name)))];
  return extension(
    '2.5.29.30',
    sequence(...subtrees(0xa0, permitted), ...subtrees(0xa1, excluded)),
    critical,
  );
}

export function policies(...ids: string[]): Buffer {
  return extension('2.5.29.32', sequence(...ids.map((id) => sequence(oid(id)))));
}

export function policyMappings(...pairs: (readonly [string, string])[]): Buffer {
  return extension(
    '2.5.29.33',
    sequence(...pairs.map(([one, other]) => sequence(oid(one), oid(other)))),
    true,
  );
}

export function policyConstraints(require?: number, inhibitMapping?: number): Buffer {
  const parts = [];
  if (require !== undefined) parts.push(integer(require, 0x80));
  if (inhibitMapping !== undefined) parts.push(integer(inhibitMapping, 0x81));
  return extension('2.5.29.36', sequence(...parts), true);
}

export function inhibitAnyPolicy(certificates: number): Buffer {
  return extension('2.5.29.54', integer(certificates), true);
}

export function subjectKeyId(id: string): Buffer {
  return extension('2.5.29.14', tlv(0x04, Buffer.from(id)));
}

export function authorityKeyId(id: string): Buffer {
  return extension('2.5.29.35', sequence(tlv(0x80, Buffer.from(id))));
}

export function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill('0');
  const all = [...groups(head), ...zeros, ...groups(tail)];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
