import { X509Certificate } from 'node:crypto';
import { type Unknown, unknown } from '@cyborux/contract';
import { z } from 'zod';
import { canonicalAddress } from './ip-address.ts';

export const certificateSchema = z.object({
  /** RFC 4514 attribute pairs in the certificate's own order, separated by `, `. Untrusted text. */
  subject: z.string(),
  issuer: z.string(),
  /** Lower-case hex. */
  serial: z.string(),
  /** ISO 8601, UTC. */
  notBefore: z.string(),
  notAfter: z.string(),
  /** dNSName entries of subjectAltName, lower case, as they stand: wildcards and nonsense too. */
  dnsNames: z.array(z.string()),
  /** iPAddress entries in canonical text form. */
  ipAddresses: z.array(z.string()),
  /** `RSA`, `RSA-PSS`, `EC`, `Ed25519`, `Ed448`, `DSA`; null when the key is of no kind that OpenSSL knows. */
  keyAlgorithm: z.string().nullable(),
  keyBits: z.int().nullable(),
  /** OpenSSL's long name, or the object identifier when it has none. */
  signatureAlgorithm: z.string(),
  /** Subject and issuer are the same name (RFC 5280 section 3.2). */
  selfIssued: z.boolean(),
  /** Self-issued, and its own key verifies its signature. */
  selfSigned: z.boolean(),
  /** basicConstraints says that it may issue. */
  isCa: z.boolean(),
  /** SHA-256 of the DER form, lower-case hex. */
  sha256: z.string(),
});
export type Certificate = z.infer<typeof certificateSchema>;

/** Reads an X.509 certificate (RFC 5280) without judging it. Never throws. */
export function parseCertificate(derBase64: string): Certificate | Unknown {
  try {
    return factsOf(new X509Certificate(Buffer.from(derBase64, 'base64')));
  } catch {
    return unknown('malformed', 'The certificate cannot be decoded.');
  }
}

function factsOf(certificate: X509Certificate): Certificate {
  const names = alternativeNames(certificate.subjectAltName ?? '');
  const selfIssued = certificate.subject === certificate.issuer;
  return {
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    serial: certificate.serialNumber.toLowerCase(),
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: certificate.validToDate.toISOString(),
    ...names,
    ...keyFacts(certificate),
    signatureAlgorithm: certificate.signatureAlgorithm ?? certificate.signatureAlgorithmOid,
    selfIssued,
    selfSigned: selfIssued && signsItself(certificate),
    isCa: certificate.ca,
    sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}

/** Node separates attributes by line feeds, and escapes those inside of values. */
function distinguishedName(text: string | undefined): string {
  return (text ?? '').trimEnd().replaceAll('\n', ', ');
}

const KEY_ALGORITHMS: Readonly<Record<string, string>> = {
  rsa: 'RSA',
  'rsa-pss': 'RSA-PSS',
  ec: 'EC',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
  dsa: 'DSA',
};

function keyFacts(certificate: X509Certificate): Pick<Certificate, 'keyAlgorithm' | 'keyBits'> {
  try {
    const { asymmetricKeyType: type = '', asymmetricKeyDetails: details } = certificate.publicKey;
    const curveBits = /\d{3}/.exec(details?.namedCurve ?? (type === 'ed25519' ? '256' : ''))?.[0];
    const bits = details?.modulusLength ?? (curveBits === undefined ? null : Number(curveBits));
    return { keyAlgorithm: KEY_ALGORITHMS[type] ?? type.toUpperCase(), keyBits: bits };
  } catch {
    return { keyAlgorithm: null, keyBits: null };
  }
}

function signsItself(certificate: X509Certificate): boolean {
  try {
    return certificate.verify(certificate.publicKey);
  } catch {
    return false;
  }
}

/** Node's rendering: `DNS:a.test, IP Address:192.0.2.1`; a value that could mislead stands as a JSON string. */
function alternativeNames(text: string): Pick<Certificate, 'dnsNames' | 'ipAddresses'> {
  const dnsNames: string[] = [];
  const ipAddresses: string[] = [];
  for (const [, kind, quoted, plain = ''] of text.matchAll(
    /([A-Za-z ]{1,20}):(?:("(?:[^"\\]|\\.)*")|([^,]*))(?:, |$)/g,
  )) {
    const value = quoted === undefined ? plain : String(JSON.parse(quoted));
    if (kind === 'DNS') dnsNames.push(value.toLowerCase());
    const address = kind === 'IP Address' ? canonicalAddress(value) : null;
    if (address !== null) ipAddresses.push(address);
  }
  return { dnsNames, ipAddresses };
}

/**
 * Is the certificate for this host (RFC 9525 section 6)? A wildcard counts only as the whole left-most label and
 * stands for one label; an address only matches an iPAddress entry; the common name is not looked at.
 */
export function matchesHost(names: Pick<Certificate, 'dnsNames' | 'ipAddresses'>, host: string): boolean {
  const address = canonicalAddress(host);
  if (address !== null) return names.ipAddresses.includes(address);
  const reference = host.toLowerCase().replace(/\.$/, '');
  if (reference === '') return false;
  const parent = reference.slice(reference.indexOf('.') + 1);
  const wildcard = parent === reference ? null : `*.${parent}`;
  return names.dnsNames.some((name) => {
    const presented = name.toLowerCase();
    return presented === wildcard || (presented === reference && !presented.includes('*'));
  });
}
