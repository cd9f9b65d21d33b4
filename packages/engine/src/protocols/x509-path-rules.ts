import type { X509 } from './x509-certificate.ts';
import { KEY_USAGE } from './x509-extensions.ts';
import { type NameFault, nameFaults } from './x509-name-constraints.ts';
import type { CandidatePath, SignatureOf } from './x509-path-search.ts';
import { missingPolicy } from './x509-policies.ts';
import { type KeyState, keyState, type SignatureState } from './x509-signature.ts';

export type Purpose = 'server' | 'client' | 'any';

export type PathReason =
  /** The leaf cannot be read. */
  | 'malformed'
  /** No certificate is known that issued this one. */
  | 'unknown-issuer'
  /** The leaf vouches for itself, and is no trust anchor. */
  | 'self-signed'
  /** The path ends in a root that is no trust anchor. */
  | 'untrusted-root'
  | 'not-yet-valid'
  | 'expired'
  /** It issued another one, and its basicConstraints do not allow it. */
  | 'not-a-ca'
  /** It issued another one, and is not of version 3. */
  | 'ca-version'
  /** It issued another one, and its keyUsage lacks keyCertSign. */
  | 'no-certificate-signing'
  /** There are more CAs under it than its pathLenConstraint allows. */
  | 'path-too-long'
  /** Its extendedKeyUsage lacks the purpose. */
  | 'wrong-purpose'
  /** keyUsage of the leaf lacks what the purpose needs. */
  | 'wrong-key-usage'
  | 'unknown-critical-extension'
  | 'policy-required'
  /** The name that was asked for is not in the leaf's subjectAltName. */
  | 'name-mismatch'
  | NameFault
  | Exclude<SignatureState, 'good'>
  | Exclude<KeyState, 'good'>;

export interface PathFault {
  reason: PathReason;
  /** Of the certificate in the path, the leaf being 0. */
  index: number;
}

const PURPOSES = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const;
const ANY_PURPOSE = '2.5.29.37.0';
const LEAF_USAGES = {
  server: [KEY_USAGE.digitalSignature, KEY_USAGE.keyEncipherment, KEY_USAGE.keyAgreement],
  client: [KEY_USAGE.digitalSignature, KEY_USAGE.keyAgreement],
} as const;

/** What speaks against a path (RFC 5280 section 6.1), by certificate from the leaf on. */
export function pathFaults(
  path: CandidatePath,
  { at, purpose }: { at: Date; purpose: Purpose },
  signatureOf: SignatureOf,
): PathFault[] {
  const { certificates, anchored } = path;
  const faults = certificates.flatMap((certificate, index) => {
    const top = index === certificates.length - 1;
    const found = [
      ...ownFaults(certificate, at),
      ...purposeFaults(certificate, index, purpose),
      ...(index === 0 ? [] : issuerFaults(certificates, index, anchored && top)),
      ...linkFaults(certificate, certificates[index + 1], index, anchored, signatureOf),
    ];
    return found.map((reason) => ({ reason, index }));
  });
  const policy = missingPolicy(anchored ? certificates.slice(0, -1) : certificates);
  if (policy !== null) faults.push({ reason: 'policy-required', index: policy });
  faults.push(...constraintFaults(certificates));
  return faults.sort((one, other) => one.index - other.index);
}

function ownFaults(certificate: X509, at: Date): PathReason[] {
  const found: PathReason[] = [];
  if (at < certificate.notBefore) found.push('not-yet-valid');
  if (at > certificate.notAfter) found.push('expired');
  const key = keyState(certificate);
  if (key !== 'good') found.push(key);
  if (certificate.unknownCritical.length > 0) found.push('unknown-critical-extension');
  return found;
}

function purposeFaults(certificate: X509, index: number, purpose: Purpose): PathReason[] {
  if (purpose === 'any') return [];
  const { extendedKeyUsage: purposes, keyUsage } = certificate;
  const found: PathReason[] = [];
  if (purposes !== null && !purposes.includes(PURPOSES[purpose]) && !purposes.includes(ANY_PURPOSE)) {
    found.push('wrong-purpose');
  }
  const usages: readonly number[] = LEAF_USAGES[purpose];
  if (index === 0 && keyUsage !== null && !keyUsage.some((usage) => usages.includes(usage))) {
    found.push('wrong-key-usage');
  }
  return found;
}

/** Section 6.1.4 (k) to (n). A trust anchor may be of version 1: it is trusted for what it is. */
function issuerFaults(certificates: readonly X509[], index: number, anchor: boolean): PathReason[] {
  const issuer = certificates[index];
  if (issuer === undefined) return [];
  const { version, basicConstraints, keyUsage } = issuer;
  if (version < 3) return anchor ? [] : ['ca-version'];
  const found: PathReason[] = [];
  if (basicConstraints?.ca !== true) found.push('not-a-ca');
  if (keyUsage !== null && !keyUsage.includes(KEY_USAGE.keyCertSign)) found.push('no-certificate-signing');
  const below = certificates.slice(1, index).filter(({ selfIssued }) => !selfIssued).length;
  if (below > (basicConstraints?.pathLength ?? below)) found.push('path-too-long');
  return found;
}

function linkFaults(
  certificate: X509,
  issuer: X509 | undefined,
  index: number,
  anchored: boolean,
  signatureOf: SignatureOf,
): PathReason[] {
  if (issuer !== undefined) {
    const state = signatureOf(certificate, issuer);
    return state === 'good' ? [] : [state];
  }
  if (anchored) return [];
  if (!certificate.selfIssued) return ['unknown-issuer'];
  const state = signatureOf(certificate, certificate);
  if (state === 'bad-signature') return ['unknown-issuer'];
  return [index === 0 ? 'self-signed' : 'untrusted-root'];
}

/** Section 6.1.3 (b) and (c): self-issued CAs are left out. */
function constraintFaults(certificates: readonly X509[]): PathFault[] {
  const faults = new Map<string, PathFault>();
  for (const [above, { nameConstraints }] of certificates.entries()) {
    if (nameConstraints === null) continue;
    for (const [index, certificate] of certificates.slice(0, above).entries()) {
      if (index > 0 && certificate.selfIssued) continue;
      for (const reason of nameFaults(nameConstraints, certificate)) {
        faults.set(`${reason} ${index}`, { reason, index });
      }
    }
  }
  return [...faults.values()];
}
