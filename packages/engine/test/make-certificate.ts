import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { addressBytes, alternativeNames, basicConstraints, generalName } from './certificate-extensions.ts';
import { distinguishedName, integer, oid, sequence, time, tlv } from './der-bytes.ts';

/** What the certificates of the tests are made of. */
export interface CertificateWish {
  commonName?: string;
  names?: readonly string[];
  addresses?: readonly string[];
  notBefore?: Date;
  notAfter?: Date;
  key?: KeyPair;
  issuer?: { commonName: string; key: KeyPair; name?: Buffer };
  ca?: boolean;
  /** Default 3. Only 1 comes without extensions. */
  version?: 1 | 2 | 3 | 4;
  /** As a number, or the octets of the INTEGER. */
  serial?: number | Buffer;
  /** issuerUniqueID and subjectUniqueID, as they stand. */
  uniqueIds?: readonly Buffer[];
  /** In the place of one with the common name. */
  subject?: Buffer;
  /** In the place of basicConstraints and subjectAltName. */
  extensions?: readonly Buffer[];
  algorithm?: SignatureWish;
}

export type SignatureWish = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512' | 'pss-sha1' | 'pss-sha256';

export interface KeyPair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

export const ecKey = (namedCurve = 'P-256'): KeyPair => generateKeyPairSync('ec', { namedCurve });
export const rsaKey = (modulusLength: number): KeyPair => generateKeyPairSync('rsa', { modulusLength });
export const ed25519Key = (): KeyPair => generateKeyPairSync('ed25519');
export const ed448Key = (): KeyPair => generateKeyPairSync('ed448');

const DAY = 86_400_000;

/** @returns DER in base64 */
export function makeCertificate(wish: CertificateWish = {}): string {
  const key = wish.key ?? ecKey();
  const commonName = wish.commonName ?? wish.names?.[0] ?? 'acme.test';
  const subject = wish.subject ?? distinguishedName(commonName);
  const issuer = wish.issuer ?? { commonName, key, name: subject };
  const algorithm = signatureAlgorithm(issuer.key.privateKey, wish.algorithm ?? 'sha256');
  const extensions = wish.extensions ?? defaultExtensions(wish);
  const tbs = sequence(
    ...(wish.version === 1 ? [] : [tlv(0xa0, integer((wish.version ?? 3) - 1))]),
    typeof wish.serial === 'object' ? tlv(0x02, wish.serial) : integer(wish.serial ?? 0x1a2b3c),
    algorithm,
    issuer.name ?? distinguishedName(issuer.commonName),
    sequence(
      time(wish.notBefore ?? new Date(Date.now() - DAY)),
      time(wish.notAfter ?? new Date(Date.now() + 60 * DAY)),
    ),
    subject,
    key.publicKey.export({ type: 'spki', format: 'der' }),
    ...(wish.uniqueIds ?? []),
    ...(wish.version === 1 || extensions.length === 0 ? [] : [tlv(0xa3, sequence(...extensions))]),
  );
  const signature = signatureOf(tbs, issuer.key.privateKey, wish.algorithm ?? 'sha256');
  return sequence(tbs, algorithm, tlv(0x03, Buffer.from([0]), signature)).toString('base64');
}

function defaultExtensions(wish: CertificateWish): Buffer[] {
  const alternatives = [
    ...(wish.names ?? []).map(generalName.dns),
    ...(wish.addresses ?? []).map((address) => generalName.ip(addressBytes(address))),
  ];
  const constraints = basicConstraints(wish.ca ?? false);
  return alternatives.length > 0 ? [constraints, alternativeNames(...alternatives)] : [constraints];
}

function signatureOf(tbs: Buffer, key: KeyObject, wish: SignatureWish): Buffer {
  if (key.asymmetricKeyType?.startsWith('ed')) return sign(null, tbs, key);
  if (!wish.startsWith('pss-')) return sign(wish, tbs, key);
  return sign(wish.slice(4), tbs, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
}

const RSA = {
  md5: '1.2.840.113549.1.1.4',
  sha1: '1.2.840.113549.1.1.5',
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
  sha512: '1.2.840.113549.1.1.13',
};
const EC = {
  sha1: '1.2.840.10045.4.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
};

function signatureAlgorithm(key: KeyObject, wish: SignatureWish): Buffer {
  if (key.asymmetricKeyType === 'ed25519') return sequence(oid('1.3.101.112'));
  if (key.asymmetricKeyType === 'ed448') return sequence(oid('1.3.101.113'));
  if (wish === 'pss-sha1' || wish === 'pss-sha256') return pss(wish);
  if (key.asymmetricKeyType === 'rsa') return sequence(oid(RSA[wish]), tlv(0x05));
  if (wish === 'md5') throw new Error('there is no ECDSA with MD5');
  return sequence(oid(EC[wish]));
}

/** RFC 4055 section 3.1, salt length 32. */
function pss(wish: 'pss-sha1' | 'pss-sha256'): Buffer {
  const hash = sequence(oid(wish === 'pss-sha1' ? '1.3.14.3.2.26' : '2.16.840.1.101.3.4.2.1'), tlv(0x05));
  const mask = sequence(oid('1.2.840.113549.1.1.8'), hash);
  const parameters = sequence(tlv(0xa0, hash), tlv(0xa1, mask), tlv(0xa2, integer(32)));
  return sequence(oid('1.2.840.113549.1.1.10'), parameters);
}
