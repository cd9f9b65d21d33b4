import { createHash, generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import * as der from './der.ts';
import { seededKey } from './seeded-key.ts';
import type { CertificateSpec } from './spec.ts';

/** The lab's certification authority: one root, one intermediate, and a second root that nobody trusts. */
export interface Authority {
  rootPem: string;
  issue(spec: CertificateSpec): Promise<IssuedCertificate>;
}

/** PEM. `cert` is what the server sends, leaf first; the root is never sent. */
export interface IssuedCertificate {
  key: string;
  cert: string;
}

interface KeyPair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

interface Issuer {
  /** DER of the Name. */
  name: Buffer;
  keyId: Buffer;
  privateKey: KeyObject;
  pem: string;
}

interface Validity {
  notBefore: Date;
  notAfter: Date;
}

const newKeyPair = promisify(generateKeyPair);
const newEcKeyPair = (): Promise<KeyPair> => newKeyPair('ec', { namedCurve: 'P-256' });
const newRsaKeyPair = (modulusLength: number): Promise<KeyPair> => newKeyPair('rsa', { modulusLength });

const day = 86_400_000;
const ecdsaWithSha256 = der.sequence(der.oid('1.2.840.10045.4.3.2'));

export async function createAuthority(): Promise<Authority> {
  const root = await createIssuer('Cyborux Lab Root');
  const intermediate = await createIssuer('Cyborux Lab Issuing', root);
  const unknownRoot = await createIssuer('Cyborux Unknown Root');
  const unknownIntermediate = await createIssuer('Cyborux Unknown Issuing', unknownRoot);
  const others = new Map<string, Promise<Issuer>>();

  function issuerOf({ fault, authority }: CertificateSpec): Issuer | Promise<Issuer> {
    if (fault === 'unknown-ca') return unknownIntermediate;
    if (authority === undefined) return intermediate;
    const issuer = others.get(authority) ?? createIssuer(authority, root);
    others.set(authority, issuer);
    return issuer;
  }

  async function issue(spec: CertificateSpec): Promise<IssuedCertificate> {
    const keys = await leafKeyPair(spec);
    const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const issuer = await issuerOf(spec);
    const leaf = createLeaf(spec, keys, spec.fault === 'self-signed' ? null : issuer);
    const alone = spec.fault === 'self-signed' || spec.fault === 'incomplete-chain';
    return { key, cert: alone ? leaf : leaf + issuer.pem };
  }

  return { rootPem: root.pem, issue };
}

async function createIssuer(commonName: string, parent?: Issuer): Promise<Issuer> {
  const keys = await newEcKeyPair();
  const name = distinguishedName(commonName);
  const keyId = keyIdentifier(keys.publicKey);
  const signer = parent ?? { name, keyId, privateKey: keys.privateKey };
  const pathLength = parent === undefined ? [] : [der.integer(Buffer.from([0]))];
  const pem = certificate({
    subject: name,
    publicKey: keys.publicKey,
    signer,
    validity: { notBefore: daysFromNow(-5 * 365), notAfter: daysFromNow(10 * 365) },
    extensions: [
      extension('2.5.29.19', der.sequence(der.boolean(true), ...pathLength), true),
      // keyCertSign and cRLSign: bits 5 and 6.
      extension('2.5.29.15', der.bitString(Buffer.from([0x06]), 1), true),
    ],
  });
  return { name, keyId, privateKey: keys.privateKey, pem };
}

async function leafKeyPair({ fault, key, keySeed }: CertificateSpec): Promise<KeyPair> {
  if (keySeed !== undefined) return seededKey(keySeed);
  if (fault === 'weak-key') return newRsaKeyPair(1024);
  return key === 'rsa' ? newRsaKeyPair(2048) : newEcKeyPair();
}

function createLeaf(spec: CertificateSpec, keys: KeyPair, issuer: Issuer | null): string {
  const subject = distinguishedName(spec.names[0] ?? '');
  const itself = { name: subject, keyId: keyIdentifier(keys.publicKey), privateKey: keys.privateKey };
  const dnsNames = spec.names.map((name) => der.implicit(2, Buffer.from(name)));
  // digitalSignature, for RSA keyEncipherment too: bits 0 and 2.
  const rsa = keys.publicKey.asymmetricKeyType === 'rsa';
  const keyUsage = rsa ? der.bitString(Buffer.from([0xa0]), 5) : der.bitString(Buffer.from([0x80]), 7);
  return certificate({
    subject,
    publicKey: keys.publicKey,
    signer: issuer ?? itself,
    validity: leafValidity(spec),
    extensions: [
      extension('2.5.29.19', der.sequence(), true),
      extension('2.5.29.15', keyUsage, true),
      extension('2.5.29.37', der.sequence(der.oid('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.17', der.sequence(...dnsNames)),
    ],
  });
}

function leafValidity({ fault, validDays }: CertificateSpec): Validity {
  if (fault === 'not-yet-valid') {
    const days = validDays ?? 60;
    return { notBefore: daysFromNow(days / 2), notAfter: daysFromNow(days) };
  }
  const days = fault === 'expired' ? -Math.abs(validDays ?? 10) : (validDays ?? 60);
  return { notBefore: daysFromNow(Math.min(days - 90, -1)), notAfter: daysFromNow(days) };
}

function certificate(made: {
  subject: Buffer;
  publicKey: KeyObject;
  signer: Pick<Issuer, 'name' | 'keyId' | 'privateKey'>;
  validity: Validity;
  extensions: readonly Buffer[];
}): string {
  const serial = randomBytes(16);
  const tbs = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(serial),
    ecdsaWithSha256,
    made.signer.name,
    der.sequence(der.time(made.validity.notBefore), der.time(made.validity.notAfter)),
    made.subject,
    made.publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(
      3,
      der.sequence(
        ...made.extensions,
        extension('2.5.29.14', der.octetString(keyIdentifier(made.publicKey))),
        extension('2.5.29.35', der.sequence(der.implicit(0, made.signer.keyId))),
      ),
    ),
  );
  const signature = sign('sha256', tbs, made.signer.privateKey);
  return pem(der.sequence(tbs, ecdsaWithSha256, der.bitString(signature)));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  const flag = critical ? [der.boolean(true)] : [];
  return der.sequence(der.oid(id), ...flag, der.octetString(value));
}

function distinguishedName(commonName: string): Buffer {
  return der.sequence(der.set(der.sequence(der.oid('2.5.4.3'), der.utf8String(commonName))));
}

/** Any way of making a unique number will do (RFC 5280 section 4.2.1.2). */
function keyIdentifier(publicKey: KeyObject): Buffer {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest().subarray(0, 20);
}

function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * day);
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
