import { createHash, generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { u8, vector } from '@cyborux/engine/protocols/tls-bytes.ts';
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
const ecdsaWithSha1 = der.sequence(der.oid('1.2.840.10045.4.1'));
const ecdsaWithSha256 = der.sequence(der.oid('1.2.840.10045.4.3.2'));

export async function createAuthority(): Promise<Authority> {
  const root = await createIssuer('Cyborux Lab Root');
  const intermediate = await createIssuer('Cyborux Lab Issuing', root);
  const upper = await createIssuer('Cyborux Lab Policy', root, 1);
  const lower = await createIssuer('Cyborux Lab Regional', upper);
  const unknownRoot = await createIssuer('Cyborux Unknown Root');
  const unknownIntermediate = await createIssuer('Cyborux Unknown Issuing', unknownRoot);
  const others = new Map<string, Promise<Issuer>>();

  function issuerOf({ fault, authority, chain }: CertificateSpec): Issuer | Promise<Issuer> {
    if (chain === 'long' || chain === 'wrong-order') return lower;
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
    const sent = {
      long: [issuer, upper],
      'wrong-order': [upper, issuer],
      'with-root': [issuer, root],
      'with-stranger': [issuer, unknownIntermediate],
    };
    const issuers = alone ? [] : spec.chain === undefined ? [issuer] : sent[spec.chain];
    return { key, cert: [leaf, ...issuers.map(({ pem }) => pem)].join('') };
  }

  return { rootPem: root.pem, issue };
}

async function createIssuer(commonName: string, parent?: Issuer, below = 0): Promise<Issuer> {
  const keys = await newEcKeyPair();
  const name = distinguishedName(commonName);
  const keyId = keyIdentifier(keys.publicKey);
  const signer = parent ?? { name, keyId, privateKey: keys.privateKey };
  const pathLength = parent === undefined ? [] : [der.integer(Buffer.from([below]))];
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
    hash: spec.signedWith ?? 'sha256',
    extensions: [
      extension('2.5.29.19', der.sequence(), true),
      extension('2.5.29.15', keyUsage, true),
      extension('2.5.29.37', der.sequence(der.oid(PURPOSES[spec.purpose ?? 'server']))),
      extension('2.5.29.17', der.sequence(...dnsNames)),
      ...(spec.timestamps === 'none' ? [] : [timestamps()]),
      ...(spec.mustStaple === undefined ? [] : [MUST_STAPLE]),
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

const PURPOSES = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const;
/** TLS features (RFC 7633): status_request. */
const MUST_STAPLE = extension('1.3.6.1.5.5.7.1.24', der.sequence(der.integer(Buffer.from([5]))));

/** Two timestamps in the form of RFC 6962 section 3.3, of logs that do not exist. */
function timestamps(): Buffer {
  const entry = () => {
    const [log, time, signature] = [randomBytes(32), Buffer.alloc(8), randomBytes(70)];
    time.writeBigUInt64BE(BigInt(Date.now() - day));
    return vector(2, u8(0), log, time, vector(2), Buffer.of(4, 3), vector(2, signature));
  };
  return extension('1.3.6.1.4.1.11129.2.4.2', der.octetString(vector(2, entry(), entry())));
}

function certificate(made: {
  subject: Buffer;
  publicKey: KeyObject;
  signer: Pick<Issuer, 'name' | 'keyId' | 'privateKey'>;
  validity: Validity;
  extensions: readonly Buffer[];
  hash?: 'sha1' | 'sha256';
}): string {
  const serial = randomBytes(16);
  const algorithm = made.hash === 'sha1' ? ecdsaWithSha1 : ecdsaWithSha256;
  const tbs = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(serial),
    algorithm,
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
  const signature = sign(made.hash ?? 'sha256', tbs, made.signer.privateKey);
  return pem(der.sequence(tbs, algorithm, der.bitString(signature)));
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
