export type GroupKind = 'EC' | 'FF' | 'hybrid' | 'KEM';

export interface TlsGroup {
  id: number;
  /** IANA's name. */
  name: string;
  kind: GroupKind;
  /** Of the classical part: the field of a curve or of a prime. */
  bits: number;
  /** Resists a quantum computer as far as is known. */
  postQuantum: boolean;
}

/** IANA's TLS Supported Groups registry: number, name, bits. Arbitrary curves and what is reserved are left out. */
const LISTED: Record<GroupKind, readonly (readonly [number, string, number])[]> = {
  EC: [
    [1, 'sect163k1', 163],
    [2, 'sect163r1', 163],
    [3, 'sect163r2', 163],
    [4, 'sect193r1', 193],
    [5, 'sect193r2', 193],
    [6, 'sect233k1', 233],
    [7, 'sect233r1', 233],
    [8, 'sect239k1', 239],
    [9, 'sect283k1', 283],
    [10, 'sect283r1', 283],
    [11, 'sect409k1', 409],
    [12, 'sect409r1', 409],
    [13, 'sect571k1', 571],
    [14, 'sect571r1', 571],
    [15, 'secp160k1', 160],
    [16, 'secp160r1', 160],
    [17, 'secp160r2', 160],
    [18, 'secp192k1', 192],
    [19, 'secp192r1', 192],
    [20, 'secp224k1', 224],
    [21, 'secp224r1', 224],
    [22, 'secp256k1', 256],
    [23, 'secp256r1', 256],
    [24, 'secp384r1', 384],
    [25, 'secp521r1', 521],
    [26, 'brainpoolP256r1', 256],
    [27, 'brainpoolP384r1', 384],
    [28, 'brainpoolP512r1', 512],
    [29, 'x25519', 255],
    [30, 'x448', 448],
    [31, 'brainpoolP256r1tls13', 256],
    [32, 'brainpoolP384r1tls13', 384],
    [33, 'brainpoolP512r1tls13', 512],
    [34, 'GC256A', 256],
    [35, 'GC256B', 256],
    [36, 'GC256C', 256],
    [37, 'GC256D', 256],
    [38, 'GC512A', 512],
    [39, 'GC512B', 512],
    [40, 'GC512C', 512],
    [41, 'curveSM2', 256],
  ],
  FF: [
    [0x0100, 'ffdhe2048', 2048],
    [0x0101, 'ffdhe3072', 3072],
    [0x0102, 'ffdhe4096', 4096],
    [0x0103, 'ffdhe6144', 6144],
    [0x0104, 'ffdhe8192', 8192],
  ],
  KEM: [
    [0x0200, 'MLKEM512', 512],
    [0x0201, 'MLKEM768', 768],
    [0x0202, 'MLKEM1024', 1024],
  ],
  hybrid: [
    [0x11eb, 'SecP256r1MLKEM768', 256],
    [0x11ec, 'X25519MLKEM768', 255],
    [0x11ed, 'SecP384r1MLKEM1024', 384],
    [0x6399, 'X25519Kyber768Draft00', 255],
  ],
};

export const TLS_GROUPS: readonly TlsGroup[] = Object.entries(LISTED).flatMap(([kind, rows]) =>
  rows.map(([id, name, bits]) => ({
    id,
    name,
    kind: kind as GroupKind,
    bits,
    postQuantum: kind === 'hybrid' || kind === 'KEM',
  })),
);

const groups = new Map(TLS_GROUPS.map((group) => [group.id, group]));

/** Usable for ECDHE in TLS 1.2 and before (RFC 8422, RFC 7027), those of servers that live first. */
export const CURVES: readonly number[] = [
  29, 23, 24, 25, 30, 26, 27, 28, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2,
  1,
];

/** Usable in TLS 1.3 (RFC 8446 section 4.2.7, RFC 8734, RFC 8998, draft-ietf-tls-ecdhe-mlkem, draft-ietf-tls-mlkem). */
export const TLS13_GROUPS: readonly number[] = [
  0x11ec, 29, 23, 24, 25, 30, 0x11eb, 0x11ed, 0x0100, 0x0101, 0x0102, 0x0103, 0x0104, 31, 32, 33, 0x0200,
  0x0201, 0x0202, 0x6399, 41,
];

export function groupOf(id: number): TlsGroup | undefined {
  return groups.get(id);
}

/** IANA's name, or the number: `0x1A1A`. */
export function groupName(id: number): string {
  return groups.get(id)?.name ?? `0x${id.toString(16).toUpperCase().padStart(4, '0')}`;
}
