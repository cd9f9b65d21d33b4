// The library's decorators read it when it is loaded.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 86_400_000;
let serial = 1;

export interface Issuer {
  name: string;
  keys: webcrypto.CryptoKeyPair;
  pem: string;
}

export interface Leaf {
  cert: string;
  key: string;
}

export async function makeCa(name: string, issuer?: Issuer): Promise<Issuer> {
  const keys = (await webcrypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.create({
    ...common(`CN=${name}`, issuer, keys, 30),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return { name: `CN=${name}`, keys, pem: pemOf(certificate) };
}

/** @param options.issuer left out: self-signed */
export async function makeLeaf(
  names: string[],
  options: { issuer?: Issuer; days?: number } = {},
): Promise<Leaf> {
  const keys = (await webcrypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.create({
    ...common(`CN=${names[0]}`, options.issuer, keys, options.days ?? 30),
    extensions: [
      new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { cert: pemOf(certificate), key: x509.PemConverter.encode(key, 'PRIVATE KEY') };
}

function pemOf(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}

function common(subject: string, issuer: Issuer | undefined, keys: webcrypto.CryptoKeyPair, days: number) {
  serial += 1;
  const now = Date.now();
  return {
    serialNumber: serial.toString(16).padStart(4, '0'),
    subject,
    issuer: issuer?.name ?? subject,
    notBefore: new Date(now - 40 * DAY),
    notAfter: new Date(now + days * DAY),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: issuer?.keys.privateKey ?? keys.privateKey,
  };
}

/** The DER of each certificate, in base64. */
export function derOf(...pems: string[]): string[] {
  return pems.map((pem) => Buffer.from(new x509.X509Certificate(pem).rawData).toString('base64'));
}
