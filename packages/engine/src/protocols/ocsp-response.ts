import { createHash } from 'node:crypto';
import {
  contentOf,
  DER,
  type DerElement,
  DerError,
  readBits,
  readElement,
  readElements,
  readOid,
  readSequence,
  readTime,
  readUnsigned,
} from './der.ts';
import { invalid, type Revocation, reasonName, untimely } from './revocation.ts';
import { parseX509, type X509 } from './x509-certificate.ts';
import { signatureState } from './x509-signature.ts';
import { isSignedWith } from './x509-signed.ts';

const BASIC = '1.3.6.1.5.5.7.48.1.1';
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const MAX_RESPONDERS = 8;

/**
 * What an OCSPResponse (RFC 6960 section 4.2) says of the first certificate of a chain, when it was signed by its issuer
 * or by whom the issuer appointed (section 4.2.2.2). Never throws.
 *
 * @param chain DER, the leaf first; the issuer is looked for among the others
 */
export function readOcspResponse(response: Uint8Array, chain: readonly Uint8Array[], at: Date): Revocation {
  try {
    const [leaf, ...others] = chain.map(parseX509);
    if (leaf == null) return invalid('no-issuer');
    const issuer = others.find((each) => each?.subject.key === leaf.issuer.key) ?? null;
    return read(response, leaf, issuer, at);
  } catch (error) {
    if (error instanceof DerError) return invalid('malformed');
    throw error;
  }
}

function read(response: Uint8Array, leaf: X509, issuer: X509 | null, at: Date): Revocation {
  const [status, wrapped] = readSequence(readElement(response));
  if (readUnsigned(status, DER.enumerated) !== 0) return invalid('no-answer');
  const [type, basic] = readSequence(readElement(contentOf(wrapped, 0xa0)));
  if (readOid(type) !== BASIC) return invalid('malformed');
  const [data, algorithm, signature, extra] = readSequence(readElement(contentOf(basic, DER.octetString)));
  if (issuer === null) return invalid('no-issuer');
  const single = singlesOf(data).find((each) => isAbout(each, leaf, issuer));
  if (single === undefined) return invalid('other-certificate');
  const keys = [issuer, ...respondersOf(extra, issuer, at)];
  const signed = data?.raw ?? new Uint8Array();
  if (!keys.some(({ publicKey }) => isSignedWith(publicKey, signed, algorithm, signature))) {
    return invalid('bad-signature');
  }
  return statusOf(single, at);
}

/** The SingleResponses of ResponseData: version and responder stand before producedAt, extensions behind. */
function singlesOf(data: DerElement | undefined): DerElement[] {
  const parts = readSequence(data);
  const produced = parts.findIndex(({ tag }) => tag === DER.generalizedTime);
  return readSequence(parts[produced + 1]);
}

function isAbout(single: DerElement, leaf: X509, issuer: X509): boolean {
  const [algorithm, nameHash, keyHash, serial] = readSequence(readSequence(single)[0]);
  const hash = HASHES[readOid(readSequence(algorithm)[0])];
  if (hash === undefined || hex(contentOf(serial, DER.integer)) !== leaf.serial) return false;
  const { bytes: key } = readBits(readSequence(readElement(issuer.publicKey))[1]);
  const digest = (bytes: Uint8Array) => createHash(hash).update(bytes).digest('hex');
  return (
    digest(issuer.subject.raw) === hex(contentOf(nameHash, DER.octetString)) &&
    digest(key) === hex(contentOf(keyHash, DER.octetString))
  );
}

/** Certificates for signing answers, from this very issuer. */
function respondersOf(extra: DerElement | undefined, issuer: X509, at: Date): X509[] {
  if (extra === undefined) return [];
  const certificates = readSequence(readElement(contentOf(extra, 0xa0))).slice(0, MAX_RESPONDERS);
  return certificates.flatMap(({ raw }) => {
    const each = parseX509(raw);
    const isAppointed =
      each?.extendedKeyUsage?.includes(OCSP_SIGNING) &&
      each.notBefore <= at &&
      at <= each.notAfter &&
      each.issuer.key === issuer.subject.key &&
      signatureState(each, issuer) === 'good';
    return each !== null && isAppointed ? [each] : [];
  });
}

function statusOf(single: DerElement, at: Date): Revocation {
  const [, status, thisElement, ...rest] = readSequence(single);
  const next = rest.find(({ tag }) => tag === 0xa0);
  const thisUpdate = readTime(thisElement);
  const nextUpdate = next === undefined ? null : readTime(readElement(next.content));
  const fault = untimely(thisUpdate, nextUpdate, at);
  if (fault !== null) return invalid(fault);
  const told = { thisUpdate: thisUpdate.toISOString(), nextUpdate: nextUpdate?.toISOString() ?? null };
  if (status?.tag === 0x80) return { state: 'good', ...told };
  if (status?.tag === 0x82) return { state: 'stranger' };
  if (status?.tag !== 0xa1) return invalid('malformed');
  const [date, reason] = readElements(status.content);
  return {
    state: 'revoked',
    ...told,
    revokedAt: readTime(date).toISOString(),
    reason:
      reason === undefined
        ? null
        : reasonName(readUnsigned(readElement(contentOf(reason, 0xa0)), DER.enumerated)),
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
