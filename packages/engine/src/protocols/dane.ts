import { createHash } from 'node:crypto';
import type { TlsaRecord } from './dns-answer.ts';
import { parseX509 } from './x509-certificate.ts';
import { verifyPath } from './x509-path.ts';

/** Certificate usages (RFC 7218 section 2.1). */
const TRUST_ANCHOR = 2;
const END_ENTITY = 3;
const DIGEST_LENGTHS: Readonly<Record<number, number>> = { 1: 64, 2: 128 };
const MAX_RECORDS = 50;
const MAX_CHAIN = 16;

export interface DaneQuestion {
  records: readonly TlsaRecord[];
  /** What the server sent, leaf first, DER in base64. */
  chain: readonly string[];
  /** A well-known root that the server may have sent is left out of the chain. */
  rootLeftOut: boolean;
  /** Names that a certificate under a trust anchor may be for: the exchanger, and the domain of the mail. */
  names: readonly string[];
  at: Date;
}

export type DaneAnswer =
  /** `record` is the one that the certificate satisfies. */
  | { state: 'match'; record: TlsaRecord }
  | { state: 'mismatch'; detail: string }
  /** No record is of use to SMTP: senders fall back on TLS without a check of the certificate (RFC 7672 section 2.2). */
  | { state: 'unusable'; detail: string }
  | { state: 'unknown'; detail: string };

/** Why a record is of no use to SMTP (RFC 7672 section 3.1, RFC 7671 section 4); null when it is. */
export function unusableReason({ usage, selector, matchingType, data }: TlsaRecord): string | null {
  if (usage === 0 || usage === 1) return `certificate usage ${usage} is not for SMTP`;
  if (usage !== TRUST_ANCHOR && usage !== END_ENTITY) return `certificate usage ${usage} is unknown`;
  if (selector !== 0 && selector !== 1) return `selector ${selector} is unknown`;
  if (matchingType > 2) return `matching type ${matchingType} is unknown`;
  if (!/^(?:[0-9a-f]{2})+$/i.test(data)) return 'the data are empty or malformed';
  const length = DIGEST_LENGTHS[matchingType];
  return length === undefined || data.length === length ? null : 'the digest has a wrong length';
}

/** Does the certificate satisfy the TLSA records (RFC 6698, 7671, 7672)? Never throws, but for an `at` that is no date. */
export function judgeDane(question: DaneQuestion): DaneAnswer {
  const records = question.records.slice(0, MAX_RECORDS);
  const usable = records.filter((record) => unusableReason(record) === null);
  if (usable.length === 0) {
    const reasons = new Set(records.map((record) => unusableReason(record) ?? ''));
    return { state: 'unusable', detail: [...reasons].join('; ') };
  }
  const chain = question.chain.slice(0, MAX_CHAIN).map((each) => new Uint8Array(Buffer.from(each, 'base64')));
  const [leaf, ...issuers] = chain;
  if (leaf === undefined) return { state: 'unknown', detail: 'no certificate was seen' };
  const details: string[] = [];
  for (const record of usable) {
    if (record.usage === END_ENTITY) {
      // Neither name nor dates count (RFC 7672 section 3.1.1).
      if (holds(record, leaf)) return { state: 'match', record };
      continue;
    }
    const anchor = issuers.find((issuer) => holds(record, issuer));
    if (anchor === undefined) continue;
    const fault = faultOfPath(leaf, issuers, anchor, question);
    if (fault === null) return { state: 'match', record };
    details.push(fault);
  }
  const anchorMayBeLeftOut = question.rootLeftOut && usable.some(({ usage }) => usage === TRUST_ANCHOR);
  if (anchorMayBeLeftOut && details.length === 0) {
    return { state: 'unknown', detail: 'the trust anchor may be the root, which is not among what was seen' };
  }
  if (usable.some(({ selector }) => selector === 1) && parseX509(leaf) === null) {
    return { state: 'unknown', detail: 'the certificate cannot be read' };
  }
  return { state: 'mismatch', detail: details[0] ?? 'no record names the certificate' };
}

/** In presentation form: `3 1 1 0123...`. */
export function tlsaText({ usage, selector, matchingType, data }: TlsaRecord): string {
  return `${usage} ${selector} ${matchingType} ${data}`;
}

function holds({ selector, matchingType, data }: TlsaRecord, certificate: Uint8Array): boolean {
  const selected = selector === 0 ? certificate : parseX509(certificate)?.publicKey;
  if (selected === undefined) return false;
  return digest(matchingType, selected) === data.toLowerCase();
}

function digest(matchingType: number, bytes: Uint8Array): string {
  if (matchingType === 0) return Buffer.from(bytes).toString('hex');
  return createHash(matchingType === 1 ? 'sha256' : 'sha512')
    .update(bytes)
    .digest('hex');
}

function faultOfPath(
  leaf: Uint8Array,
  issuers: readonly Uint8Array[],
  anchor: Uint8Array,
  { names, at }: DaneQuestion,
): string | null {
  const path = { leaf, intermediates: issuers, roots: [anchor], at } as const;
  const answers = names.map((name) => verifyPath({ ...path, name }));
  if (answers.some(({ ok }) => ok)) return null;
  const reasons = answers[0]?.reasons.map(({ reason }) => reason) ?? ['name-mismatch'];
  return `the way to the trust anchor does not hold: ${reasons.join(', ')}`;
}
