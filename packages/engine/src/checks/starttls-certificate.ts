import { defineCheck, fail, type Judgement, notApplicable, open, part, pass, together } from '../check.ts';
import { mailExchangers, type ObservedExchange } from '../probes/mail-exchangers.ts';
import { type MailTlsaObservation, mailTlsa } from '../probes/mail-tlsa.ts';
import { type TransportPolicyObservation, transportPolicy } from '../probes/transport-policy.ts';
import { type Certificate, matchesHost, parseCertificate } from '../protocols/certificate.ts';
import { unusableReason } from '../protocols/dane.ts';
import { isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { matchesMx, parseMtaStsPolicy } from '../protocols/mta-sts.ts';
import { certificateKeys } from '../protocols/tls-session.ts';

const MAX_NAMES = 20;

export const starttlsCertificate = defineCheck({
  id: 'starttls-certificate',
  title: 'Mail exchangers show a valid certificate',
  category: 'mail',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc7817',
    'https://www.rfc-editor.org/rfc/rfc9525#section-6.3',
    'https://www.rfc-editor.org/rfc/rfc8461#section-4.1',
  ],
  needs: {
    mail: part(mailExchangers, (seen) => (isUnknown(seen.MX) ? seen.MX : seen)),
    /** Patterns of exchangers that must have a valid certificate. A policy that was not told asks for nothing. */
    enforced: part(transportPolicy, enforcedPatterns, 'apex'),
    /** Exchangers whose key is named in the DNS: names, dates and issuers do not count (RFC 7672 section 3.1.1). */
    named: part(mailTlsa, keyedExchanges, 'apex'),
  },
  findings: {
    required: {
      severity: 'medium',
      title:
        'A mail exchanger has no valid certificate although the MTA-STS policy demands one: senders refuse to deliver',
      remediation:
        'Install a certificate of a publicly trusted authority whose subjectAltName has the name of the exchanger, with its intermediate certificates, and renew it automatically.',
    },
    mismatch: {
      severity: 'low',
      title: 'The certificate of a mail exchanger is not for its name',
      remediation:
        'Issue a certificate whose subjectAltName has the name that the MX record has (`certbot certonly -d HOST`), and install it in the mail server.',
    },
    expired: {
      severity: 'low',
      title: 'The certificate of a mail exchanger is out of date',
      remediation:
        'Renew the certificate and reload the mail server (`postfix reload`); a hook of the ACME client does so after each renewal.',
    },
    untrusted: {
      severity: 'low',
      title: 'The certificate of a mail exchanger does not lead to a known root',
      remediation:
        'Install a certificate of a publicly trusted authority together with its intermediate certificates (`fullchain.pem`), or publish its key in TLSA records (DANE).',
    },
  },
  evaluate({ mail: { exchanges }, enforced, named }, { entity, target, observedAt }) {
    const isApex = entity.name === target.name;
    const judged = exchanges.filter((each) => offersTls(each) && !(isApex && named.includes(each.exchange)));
    if (judged.length === 0) return notApplicable;
    return together(
      judged.map((each) => {
        const isRequired = isApex && matchesMx(enforced, each.exchange);
        return judge(each, isRequired, observedAt);
      }),
    );
  },
});

type Fault = 'mismatch' | 'expired' | 'untrusted';

function judge(
  { exchange, greeting }: ObservedExchange,
  isRequired: boolean,
  at: Date,
): Judgement<Fault | 'required'> {
  if (greeting.state !== 'present' || greeting.starttls.state !== 'present') {
    return open(`${exchange} showed no certificate.`);
  }
  const { chain, pathError, address, port } = greeting.starttls;
  const leaf = parseCertificate(chain[0] ?? '');
  if (isUnknown(leaf)) return open(`The certificate of ${exchange} cannot be read.`);
  const fault = faultOf(leaf, exchange, pathError, at);
  if (fault === null) return pass;
  const about = {
    subject: exchange,
    affects: certificateKeys({ leaf, issuers: [], pathError, address, port }),
  };
  const shown = leaf.dnsNames.slice(0, MAX_NAMES).join(', ') || 'none';
  const evidence = {
    exchange,
    address,
    'names in the certificate': shown,
    'not after': leaf.notAfter,
    issuer: leaf.issuer,
    'path error': pathError ?? 'none',
  };
  return isRequired ? fail('required', { fault, ...evidence }, about) : fail(fault, evidence, about);
}

function faultOf(leaf: Certificate, exchange: string, pathError: string | null, at: Date): Fault | null {
  const time = at.getTime();
  if (Date.parse(leaf.notAfter) < time || Date.parse(leaf.notBefore) > time) return 'expired';
  if (pathError !== null) return 'untrusted';
  return matchesHost(leaf, exchange) ? null : 'mismatch';
}

function offersTls({ greeting }: ObservedExchange): boolean {
  if (greeting.state === 'absent') return false;
  if (greeting.state !== 'present') return true;
  return greeting.starttls.state !== 'not-offered' && greeting.starttls.state !== 'refused';
}

/** What an enforced policy that senders can use names; nothing else makes a certificate matter to them. */
function enforcedPatterns({ policy: file }: TransportPolicyObservation): readonly string[] {
  if (file?.state !== 'present' || file.status !== 200 || file.certificateError !== null) return [];
  const { mode, mx, problems } = parseMtaStsPolicy(file.body);
  return mode === 'enforce' && problems.length === 0 ? mx : [];
}

function keyedExchanges({ mxSecurity, exchanges }: MailTlsaObservation): readonly string[] {
  if (mxSecurity?.state !== 'secure') return [];
  return exchanges
    .filter(({ addressSecurity, tlsaSecurity }) =>
      [addressSecurity, tlsaSecurity].every((each) => each?.state === 'secure'),
    )
    .filter(({ TLSA }) => recordsOf(TLSA).some((record) => unusableReason(record) === null))
    .map(({ exchange }) => exchange);
}
