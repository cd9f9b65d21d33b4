import { lower, parentOf, type WireName, type WireRecord } from '../dns-wire.ts';

/** The rdata as it is signed: uncompressed, its names in lower case (RFC 4034 section 6.2). */
export function canonicalRdata({ rdata }: WireRecord): Buffer {
  return Buffer.concat(
    rdata.map((part) => (typeof part === 'string' ? Buffer.from(lower(part), 'latin1') : part)),
  );
}

/** The order of names (RFC 4034 section 6.1). Both in lower case. */
export function compareNames(one: WireName, other: WireName): number {
  const left = labelsOf(one).reverse();
  const right = labelsOf(other).reverse();
  for (const [index, label] of left.entries()) {
    const against = right[index];
    if (against === undefined) return 1;
    if (label !== against) return label < against ? -1 : 1;
  }
  return left.length - right.length;
}

/** Latin-1 strings compare like their bytes. */
export function labelsOf(name: WireName): string[] {
  const labels: string[] = [];
  for (let rest = name; rest.length > 1; rest = parentOf(rest)) {
    labels.push(rest.slice(1, 1 + rest.charCodeAt(0)));
  }
  return labels;
}

/** The bit map of types in NSEC and NSEC3 records (RFC 4034 section 4.1.2). */
export function typeBitMap(types: Iterable<number>): Buffer {
  const windows = new Map<number, Uint8Array>();
  for (const type of [...types].sort((a, b) => a - b)) {
    const bits = windows.get(type >> 8) ?? new Uint8Array(32);
    windows.set(type >> 8, bits);
    const at = (type & 0xff) >> 3;
    bits[at] = (bits[at] ?? 0) | (0x80 >> (type & 7));
  }
  const parts = [...windows].map(([window, bits]) => {
    const length = bits.findLastIndex((byte) => byte !== 0) + 1;
    return Buffer.concat([Buffer.of(window, length), bits.subarray(0, length)]);
  });
  return Buffer.concat(parts);
}
