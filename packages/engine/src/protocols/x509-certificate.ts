import {
  contentOf,
  DER,
  DerError,
  readBits,
  readElement,
  readOid,
  readSequence,
  readTime,
  readUnsigned,
} from './der.ts';
import { readExtensions, type X509Extensions } from './x509-extensions.ts';
import { readName, type X509Name } from './x509-name.ts';

/** A certificate as path validation needs it (RFC 5280 section 4.1). */
export interface X509 extends X509Extensions {
  der: Uint8Array;
  version: number;
  /** The INTEGER's content, in hex. */
  serial: string;
  subject: X509Name;
  issuer: X509Name;
  notBefore: Date;
  notAfter: Date;
  /** SubjectPublicKeyInfo. */
  publicKey: Uint8Array;
  signatureAlgorithm: string;
  /** Of the algorithm identifier, whole; null when there are none. */
  signatureParameters: Uint8Array | null;
  /** Subject and issuer are the same name. */
  selfIssued: boolean;
}

/** DER, base64 of it, or PEM; PEM as bytes too. */
export type CertificateInput = Uint8Array | string;

const MAX_BYTES = 1_000_000;
const PEM = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END /g;

/** The DER of every certificate in the input: PEM may hold several. Never throws. */
export function derOf(input: CertificateInput): Uint8Array[] {
  const text = typeof input === 'string' ? input : asText(input);
  if (text === null) return [input as Uint8Array];
  if (!text.includes('-----BEGIN')) return [Buffer.from(text, 'base64')];
  return [...text.matchAll(PEM)].map(([, body = '']) => Buffer.from(body, 'base64'));
}

function asText(bytes: Uint8Array): string | null {
  if (bytes[0] === DER.sequence) return null;
  const text = Buffer.from(bytes).toString('latin1');
  return text.includes('-----BEGIN') ? text : null;
}

/** Null when the bytes are no certificate that RFC 5280 knows. Never throws. */
export function parseX509(der: Uint8Array): X509 | null {
  try {
    return der.length > MAX_BYTES ? null : read(der);
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

function read(der: Uint8Array): X509 {
  const [body, algorithm, bits, ...more] = readSequence(readElement(der));
  if (more.length > 0 || readBits(bits).unused !== 0) throw new DerError('certificate');
  const parts = readSequence(body);
  const explicit = parts[0]?.tag === 0xa0 ? parts.shift() : undefined;
  const version = explicit === undefined ? 1 : readUnsigned(readElement(explicit.content)) + 1;
  const [serial, inner, issuer, validity, subject, publicKey, ...rest] = parts;
  contentOf(publicKey, DER.sequence);
  // The algorithm is told twice; the unsigned one must not be another (section 4.1.1.2).
  if (Buffer.compare(inner?.raw ?? DIFFERENT, algorithm?.raw ?? DIFFERENT) !== 0)
    throw new DerError('algorithm');
  const [id, parameters] = readSequence(inner);
  const [notBefore, notAfter] = readSequence(validity);
  const extensions = rest.find(({ tag }) => tag === 0xa3);
  // Only version 3 has extensions, and there is no fourth (section 4.1.2.1, 4.1.2.9).
  if (version > 3 || (extensions !== undefined && version !== 3)) throw new DerError('version');
  const names = { subject: readName(subject), issuer: readName(issuer) };
  // Section 4.1.2.4.
  if (names.issuer.keys.length === 0) throw new DerError('issuer');
  return {
    der,
    version,
    serial: Buffer.from(contentOf(serial, DER.integer)).toString('hex'),
    ...names,
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKey: publicKey?.raw ?? DIFFERENT,
    signatureAlgorithm: readOid(id),
    signatureParameters: parameters?.raw ?? null,
    selfIssued: names.subject.key === names.issuer.key,
    ...readExtensions(extensions === undefined ? undefined : readElement(extensions.content)),
  };
}

const DIFFERENT = new Uint8Array();
