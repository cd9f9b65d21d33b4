import { decodeTls, MalformedTls, readTls, type TlsReader, u16List } from './tls-bytes.ts';
import { EXTENSION, type TlsExtension } from './tls-extension.ts';
import { bodyOf, readExtensions } from './tls-server-hello.ts';
import type { TlsSuite } from './tls-suite.ts';

/** The chain as it was sent. */
export interface CertificateMessage {
  /** DER, leaf first. */
  chain: readonly Buffer[];
  /** DER of an OCSPResponse and of a SignedCertificateTimestampList, from the leaf's extensions in TLS 1.3. */
  staple: Buffer | null;
  timestamps: Buffer | null;
}

export interface ServerKeyExchange {
  /** ECDHE. */
  curve: number | null;
  /** DHE; the prime and the server's public value, without leading zeroes. */
  dh: { prime: Buffer; generator: Buffer; publicKey: Buffer } | null;
  /** RSA_EXPORT: bits of the temporary modulus (RFC 2246 section 7.4.3). */
  rsaBits: number | null;
  /** The scheme of the signature; null before TLS 1.2, and without a signature. */
  signature: number | null;
}

const MAX_CHAIN = 32;
const NAMED_CURVE = 3;
const OCSP = 1;

/** SSLv3 to TLS 1.2 (RFC 5246 section 7.4.2). */
export function parseCertificates(body: Buffer): CertificateMessage | null {
  return decodeTls(body, (reader) => {
    const chain: Buffer[] = [];
    const list = readTls(reader.vector(3));
    while (list.left() > 0) addTo(chain, list.vector(3));
    return { chain, staple: null, timestamps: null };
  });
}

/** TLS 1.3 (RFC 8446 section 4.4.2). */
export function parseCertificates13(body: Buffer): CertificateMessage | null {
  return decodeTls(body, (reader) => {
    reader.vector(1);
    const list = readTls(reader.vector(3));
    const chain: Buffer[] = [];
    let ofLeaf: TlsExtension[] | null = null;
    while (list.left() > 0) {
      addTo(chain, list.vector(3));
      const extensions = readExtensions(list);
      ofLeaf ??= extensions;
    }
    const status = bodyOf(ofLeaf ?? [], EXTENSION.statusRequest);
    return {
      chain,
      staple: status === undefined ? null : parseCertificateStatus(status),
      timestamps: bodyOf(ofLeaf ?? [], EXTENSION.signedTimestamps) ?? null,
    };
  });
}

function addTo(chain: Buffer[], certificate: Buffer): void {
  if (chain.length === MAX_CHAIN) throw new MalformedTls('a chain without end');
  chain.push(certificate);
}

/** The OCSPResponse of a CertificateStatus (RFC 6066 section 8). */
export function parseCertificateStatus(body: Buffer): Buffer | null {
  return decodeTls(body, (reader) => {
    if (reader.u8() !== OCSP) throw new MalformedTls('a status of another type');
    return reader.vector(3);
  });
}

/** What the server asks of a client that is to have a certificate: signature schemes; empty before TLS 1.2. */
export function parseCertificateRequest(body: Buffer, version: number): { signatures: number[] } | null {
  return decodeTls(body, (reader) => {
    if (version >= 0x0304) {
      reader.vector(1);
      const schemes = bodyOf(readExtensions(reader), EXTENSION.signatureAlgorithms);
      return { signatures: schemes === undefined ? [] : u16List(readTls(schemes).vector(2)) };
    }
    reader.vector(1);
    return { signatures: version === 0x0303 ? u16List(reader.vector(2)) : [] };
  });
}

/** The kinds that carry a group (RFC 5246 section 7.4.3, RFC 8422 section 5.4); null when malformed or of another kind. */
export function parseServerKeyExchange(
  body: Buffer,
  suite: TlsSuite | undefined,
  version: number,
): ServerKeyExchange | null {
  if (suite === undefined) return null;
  return decodeTls(body, (reader) => {
    const none = { curve: null, dh: null, rsaBits: null };
    // The hint of a pre-shared key (RFC 4279 section 3, RFC 5489 section 2).
    if (suite.authentication === 'PSK') reader.vector(2);
    if (suite.keyExchange === 'ECDHE') {
      if (reader.u8() !== NAMED_CURVE) throw new MalformedTls('a curve without a name');
      const curve = reader.u16();
      reader.vector(1);
      return { ...none, curve, signature: signatureOf(reader, suite, version) };
    }
    if (suite.keyExchange === 'DHE' || (suite.keyExchange === 'DH' && suite.authentication === 'anon')) {
      const [prime, generator, publicKey] = [reader.vector(2), reader.vector(2), reader.vector(2)].map(
        trimmed,
      );
      if (prime === undefined || generator === undefined || publicKey === undefined)
        throw new MalformedTls('no group');
      return { ...none, dh: { prime, generator, publicKey }, signature: signatureOf(reader, suite, version) };
    }
    if (suite.keyExchange === 'RSA' && suite.isExport) {
      const modulus = reader.vector(2);
      reader.vector(2);
      return { ...none, rsaBits: bitLength(modulus), signature: null };
    }
    throw new MalformedTls('a key exchange without a group');
  });
}

function signatureOf(reader: TlsReader, suite: TlsSuite, version: number): number | null {
  const isSigned = !['anon', 'PSK'].includes(suite.authentication);
  return version === 0x0303 && isSigned && reader.left() >= 2 ? reader.u16() : null;
}

function trimmed(bytes: Buffer): Buffer {
  const first = bytes.findIndex((octet) => octet !== 0);
  return bytes.subarray(first === -1 ? bytes.length : first);
}

/** Bits of a number in big-endian octets. */
export function bitLength(bytes: Buffer): number {
  const significant = trimmed(bytes);
  return significant.length === 0
    ? 0
    : (significant.length - 1) * 8 + 32 - Math.clz32(significant.readUInt8(0));
}
