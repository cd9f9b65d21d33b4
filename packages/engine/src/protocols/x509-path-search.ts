import type { X509 } from './x509-certificate.ts';
import { type SignatureState, signatureState } from './x509-signature.ts';

/** A way from the leaf upwards. */
export interface CandidatePath {
  /** The leaf first. */
  certificates: readonly X509[];
  /** The last one is a trust anchor. */
  anchored: boolean;
}

export interface Neighbours {
  intermediates: readonly X509[];
  anchors: readonly X509[];
  at: Date;
}

const MAX_LENGTH = 12;
const MAX_STEPS = 500;
/** Of one name; more are not tried. */
const MAX_NAMESAKES = 32;

/** How a certificate's signature stands under a key; each pair is worked out once. */
export type SignatureOf = (certificate: X509, issuer: X509) => SignatureState;

export function rememberSignatures(): SignatureOf {
  const known = new Map<X509, Map<X509, SignatureState>>();
  return (certificate, issuer) => {
    const states = known.get(certificate) ?? new Map<X509, SignatureState>();
    known.set(certificate, states);
    const state = states.get(issuer) ?? signatureState(certificate, issuer);
    states.set(issuer, state);
    return state;
  };
}

/** All ways from the leaf to a trust anchor, or to where no issuer is known; the likely ones first, and bounded. */
export function* candidatePaths(
  leaf: X509,
  neighbours: Neighbours,
  signatureOf: SignatureOf,
): Generator<CandidatePath> {
  const bySubject = Map.groupBy(
    unique([...neighbours.anchors, ...neighbours.intermediates]),
    (each) => each.subject.key,
  );
  const waiting: X509[][] = [[leaf]];
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const certificates = waiting.pop();
    const last = certificates?.at(-1);
    if (certificates === undefined || last === undefined) return;
    const anchored = neighbours.anchors.some((anchor) => isSame(anchor, last));
    const namesakes = (bySubject.get(last.issuer.key) ?? [])
      .filter((each) => !certificates.some((member) => isLoop(member, each)))
      .map((each): [number, X509] => [rankOf(each, last, neighbours), each])
      .sort(([one], [other]) => one - other)
      .map(([, each]) => each);
    const issuers =
      anchored || certificates.length === MAX_LENGTH ? [] : issuersAmong(namesakes, last, signatureOf);
    if (issuers.length === 0) yield { certificates, anchored };
    // The last one that waits is the next one looked at.
    for (const issuer of issuers.toReversed()) waiting.push([...certificates, issuer]);
  }
}

/** A name may be shared; a key that verifies tells the issuers from their namesakes. */
function issuersAmong(namesakes: readonly X509[], last: X509, signatureOf: SignatureOf): readonly X509[] {
  const near = namesakes.slice(0, MAX_NAMESAKES);
  const signers = near.filter((each) => signatureOf(last, each) === 'good');
  if (signers.length > 0) return signers;
  return last.selfIssued && signatureOf(last, last) === 'good' ? [] : near;
}

/** Key identifiers and dates only help to look in the right place first (RFC 5280 section 4.2.1.1). */
function rankOf(issuer: X509, { authorityKeyId }: X509, { anchors, at }: Neighbours): number {
  const unlike =
    authorityKeyId !== null && issuer.subjectKeyId !== null && authorityKeyId !== issuer.subjectKeyId;
  const untimely = at < issuer.notBefore || at > issuer.notAfter;
  return (untimely ? 4 : 0) + (unlike ? 2 : 0) + (anchors.includes(issuer) ? 0 : 1);
}

/** The same name and key under another signature would only come round again. */
function isLoop(one: X509, other: X509): boolean {
  return one.subject.key === other.subject.key && Buffer.compare(one.publicKey, other.publicKey) === 0;
}

function isSame(one: X509, other: X509): boolean {
  return Buffer.compare(one.der, other.der) === 0;
}

/** Of equal ones the first. */
function unique(certificates: readonly X509[]): X509[] {
  const known = new Map<string, X509>();
  for (const each of certificates) {
    const text = Buffer.from(each.der).toString('latin1');
    if (!known.has(text)) known.set(text, each);
  }
  return [...known.values()];
}
