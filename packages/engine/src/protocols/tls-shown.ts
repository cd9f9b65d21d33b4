import { type EntityKey, isUnknown, type Unknown } from '@cyborux/contract';
import { type Certificate, parseCertificate } from './certificate.ts';
import { serviceKey } from './service-name.ts';
import { shownTo } from './tls-caps.ts';
import type { PathVerdict, ShownCertificate, TlsSurveyAnswer } from './tls-survey.ts';

/** A certificate that a name's server shows, read. */
export interface Shown {
  leaf: Certificate;
  /** DER in base64, leaf first, as sent. */
  chain: readonly string[];
  /** Those after the leaf that can be read, in the order of the wire. */
  issuers: readonly Certificate[];
  path: PathVerdict | null;
  staple: string | null;
  timestamps: string | null;
  affects: EntityKey[];
}

/** The certificates that checks judge: one for each kind of key; null when nothing speaks TLS there. */
export function shownCertificates(answer: Exclude<TlsSurveyAnswer, Unknown>): readonly Shown[] | null {
  if (answer.state !== 'present') return null;
  const service = serviceKey(answer.address, answer.port);
  return shownTo(answer).flatMap((shown) => read(shown, service));
}

function read({ chain, path, staple, timestamps }: ShownCertificate, service: EntityKey): Shown[] {
  const [leaf, ...issuers] = chain.map(parseCertificate);
  if (leaf === undefined || isUnknown(leaf)) return [];
  const readable = issuers.flatMap((each) => (isUnknown(each) ? [] : [each]));
  const affects: EntityKey[] = [`TLSCertificate:${leaf.sha256}`, service];
  return [{ leaf, chain, issuers: readable, path, staple, timestamps, affects }];
}

const OUT_OF_DATE = ['expired', 'not-yet-valid'];

/** Does it come from an authority that clients know, whatever its dates? */
export function isOfKnownAuthority({ path, leaf }: Shown): boolean {
  return (
    path !== null && !leaf.selfSigned && path.reasons.every(({ reason }) => OUT_OF_DATE.includes(reason))
  );
}
