/** What an authority says of one of its certificates. Dates are ISO 8601, UTC. */
export type Revocation =
  | { state: 'good'; thisUpdate: string; nextUpdate: string | null }
  | {
      state: 'revoked';
      thisUpdate: string;
      nextUpdate: string | null;
      revokedAt: string;
      /** Of RFC 5280 section 5.3.1; null when none is told. */
      reason: string | null;
    }
  /** The responder does not know the certificate. */
  | { state: 'stranger' }
  /** Nothing can be taken from it: why. */
  | { state: 'invalid'; fault: RevocationFault };

export type RevocationFault =
  | 'malformed'
  /** The responder could not answer: its status says so. */
  | 'no-answer'
  /** It is about another certificate, or another issuer's. */
  | 'other-certificate'
  /** The issuer's certificate is not at hand. */
  | 'no-issuer'
  /** No key of the issuer, nor of a responder that it appointed, verifies it. */
  | 'bad-signature'
  | 'not-yet-valid'
  | 'stale';

export function invalid(fault: RevocationFault): Revocation {
  return { state: 'invalid', fault };
}

/** RFC 5280 section 5.3.1; 7 is not used. */
const REASONS = [
  ...['unspecified', 'keyCompromise', 'cACompromise', 'affiliationChanged', 'superseded'],
  ...['cessationOfOperation', 'certificateHold', 'unused', 'removeFromCRL', 'privilegeWithdrawn'],
  'aACompromise',
];

export function reasonName(code: number): string {
  return REASONS[code] ?? `reason ${code}`;
}

/** Clocks differ by so much. */
const SKEW_MS = 5 * 60_000;
/** Without nextUpdate newer information is always there to be had (RFC 6960 section 4.2.2.1): ten days are long. */
const LONGEST_MS = 10 * 86_400_000;

/** Null: of this time. */
export function untimely(thisUpdate: Date, nextUpdate: Date | null, at: Date): RevocationFault | null {
  if (thisUpdate.getTime() > at.getTime() + SKEW_MS) return 'not-yet-valid';
  const end = nextUpdate?.getTime() ?? thisUpdate.getTime() + LONGEST_MS;
  return end + SKEW_MS < at.getTime() ? 'stale' : null;
}
