import { defineCheck, fail, type Judgement, notApplicable, part, pass } from '../check.ts';
import { tlsHandshake } from '../probes/tls-handshake.ts';
import {
  certificateKeys,
  type PresentedCertificate,
  presentedCertificate,
} from '../protocols/tls-session.ts';

/** OpenSSL found no certificate for the next issuer. */
const NO_ISSUER = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
/** The path ends at somebody whom nobody knows, or was not signed by whom it names. */
const NOT_TRUSTED = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'INVALID_CA',
]);
const OUT_OF_DATE = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

export const certificateTrust = defineCheck({
  id: 'certificate-trust',
  title: 'The certificate leads to a known root',
  category: 'tls',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc5280#section-6.1',
    'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2',
  ],
  needs: { presented: part(tlsHandshake, presentedCertificate) },
  findings: {
    'unknown-issuer': {
      severity: 'high',
      title: 'The certificate comes from an authority that nobody knows',
      remediation:
        'Replace it by a certificate of a publicly trusted authority; an ACME client gets one at no cost (`certbot --nginx -d HOST`, `certbot --apache -d HOST`).',
    },
    'incomplete-chain': {
      severity: 'medium',
      title: 'The server does not send a sound chain of certificates',
      remediation:
        'Send the current intermediate certificates after the leaf: in nginx `ssl_certificate` must name the full chain (`fullchain.pem`, not `cert.pem`), in Apache 2.4.8 or newer `SSLCertificateFile` does. Your authority publishes its intermediates.',
    },
  },
  evaluate(facts, { observedAt }) {
    const { presented } = facts;
    if (presented === null) return notApplicable;
    const { leaf, pathError } = presented;
    if (pathError === null) return pass;
    // Both have checks of their own, and hide what else OpenSSL would have said.
    if (leaf.selfSigned || !isWithinDates(presented, observedAt)) return notApplicable;
    return judgePath(presented, pathError);
  },
});

function isWithinDates({ leaf }: PresentedCertificate, at: Date): boolean {
  return Date.parse(leaf.notBefore) <= at.getTime() && at.getTime() <= Date.parse(leaf.notAfter);
}

function judgePath(
  presented: PresentedCertificate,
  pathError: string,
): Judgement<'unknown-issuer' | 'incomplete-chain'> {
  const { leaf, issuers } = presented;
  const affects = certificateKeys(presented);
  const evidence = { issuer: leaf.issuer, 'path error': pathError, 'certificates sent': 1 + issuers.length };
  // Public roots do not sign leaves themselves, so that a leaf alone lacks at least one certificate.
  const alone = NO_ISSUER.has(pathError) && issuers.length === 0;
  if (alone || OUT_OF_DATE.has(pathError)) return fail('incomplete-chain', evidence, { affects });
  if (NO_ISSUER.has(pathError) || NOT_TRUSTED.has(pathError))
    return fail('unknown-issuer', evidence, { affects });
  return { outcome: 'review', detail: `OpenSSL refuses the path to the root: ${pathError}.` };
}
