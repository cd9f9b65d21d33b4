import {
  createECDH,
  createPublicKey,
  decapsulate,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { groupOf } from './tls-group.ts';

/** Our half of a key exchange of TLS 1.3. */
export interface KeyShare {
  group: number;
  publicKey: Buffer;
  /** The secret shared with the server's half; null when that is no key of the group. */
  agree(serverKey: Buffer): Buffer | null;
}

/** Names for OpenSSL, in the order of the share; the secret's order is the same but where the specification turns it. */
const CURVE_NAMES: Record<number, string> = { 23: 'prime256v1', 24: 'secp384r1', 25: 'secp521r1' };
const MONTGOMERY: Record<number, 'x25519' | 'x448'> = { 29: 'x25519', 30: 'x448' };
/** Hybrids: the classical group, the KEM, and which comes first (draft-ietf-tls-ecdhe-mlkem section 4). */
const HYBRIDS: Record<number, { classical: number; kem: string; kemFirst: boolean }> = {
  4587: { classical: 23, kem: 'ml-kem-768', kemFirst: false },
  4588: { classical: 29, kem: 'ml-kem-768', kemFirst: true },
  4589: { classical: 24, kem: 'ml-kem-1024', kemFirst: false },
};
const KEMS: Record<number, string> = { 512: 'ml-kem-512', 513: 'ml-kem-768', 514: 'ml-kem-1024' };
/** Octets of the public key and of the ciphertext (FIPS 203 table 3). */
const KEM_SIZES: Record<string, { publicKey: number; ciphertext: number }> = {
  'ml-kem-512': { publicKey: 800, ciphertext: 768 },
  'ml-kem-768': { publicKey: 1184, ciphertext: 1088 },
  'ml-kem-1024': { publicKey: 1568, ciphertext: 1568 },
};

/** A fresh share; null for groups that we can ask about, but not compute in. */
export function createKeyShare(group: number): KeyShare | null {
  const hybrid = HYBRIDS[group];
  if (hybrid !== undefined) return hybridShare(group, hybrid);
  const kem = KEMS[group];
  if (kem !== undefined) return kemShare(group, kem);
  const montgomery = MONTGOMERY[group];
  if (montgomery !== undefined) return montgomeryShare(group, montgomery);
  const curve = CURVE_NAMES[group];
  return curve === undefined ? null : curveShare(group, curve);
}

function curveShare(group: number, curve: string): KeyShare {
  const ecdh = createECDH(curve);
  const publicKey = ecdh.generateKeys();
  return { group, publicKey, agree: (serverKey) => orNull(() => ecdh.computeSecret(serverKey)) };
}

function montgomeryShare(group: number, name: 'x25519' | 'x448'): KeyShare {
  const { publicKey, privateKey } = generateKeyPairSync(name as 'x25519');
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const length = name === 'x25519' ? 32 : 56;
  const prefix = spki.subarray(0, spki.length - length);
  return {
    group,
    publicKey: spki.subarray(-length),
    agree: (serverKey) =>
      orNull(() => {
        const der = Buffer.concat([prefix, serverKey]);
        return diffieHellman({
          privateKey,
          publicKey: createPublicKey({ key: der, type: 'spki', format: 'der' }),
        });
      }),
  };
}

function kemShare(group: number, kem: string): KeyShare {
  const { publicKey, privateKey } = generateKeyPairSync(kem as 'ml-kem-768') as unknown as {
    publicKey: KeyObject;
    privateKey: KeyObject;
  };
  const size = KEM_SIZES[kem]?.publicKey ?? 0;
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return {
    group,
    publicKey: spki.subarray(-size),
    agree: (ciphertext) => orNull(() => decapsulate(privateKey, ciphertext)),
  };
}

function hybridShare(group: number, { classical, kem, kemFirst }: (typeof HYBRIDS)[number]): KeyShare | null {
  const curve = createKeyShare(classical);
  if (curve === null) return null;
  const lattice = kemShare(0, kem);
  const inOrder = (ofKem: Buffer, ofCurve: Buffer) =>
    Buffer.concat(kemFirst ? [ofKem, ofCurve] : [ofCurve, ofKem]);
  const { ciphertext = 0 } = KEM_SIZES[kem] ?? {};
  return {
    group,
    publicKey: inOrder(lattice.publicKey, curve.publicKey),
    agree(serverKey) {
      const cut = kemFirst ? ciphertext : serverKey.length - ciphertext;
      if (cut <= 0 || cut >= serverKey.length) return null;
      const [first, second] = [serverKey.subarray(0, cut), serverKey.subarray(cut)];
      const ofKem = lattice.agree(kemFirst ? first : second);
      const ofCurve = curve.agree(kemFirst ? second : first);
      return ofKem === null || ofCurve === null ? null : inOrder(ofKem, ofCurve);
    },
  };
}

/** OpenSSL throws on keys that are none. */
function orNull(compute: () => Buffer): Buffer | null {
  try {
    return compute();
  } catch {
    return null;
  }
}

/** Can a share be made for the group? */
export function hasKeyShare(group: number): boolean {
  return (
    groupOf(group) !== undefined && [HYBRIDS, KEMS, MONTGOMERY, CURVE_NAMES].some((known) => group in known)
  );
}
