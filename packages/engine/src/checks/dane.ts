import { defineCheck, fail, type Judgement, notApplicable, open, part, pass, together } from '../check.ts';
import { mailExchangers, type ObservedExchange } from '../probes/mail-exchangers.ts';
import { mailTlsa, type ObservedTlsa, type Security } from '../probes/mail-tlsa.ts';
import { judgeDane, tlsaText } from '../protocols/dane.ts';
import { isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { serviceKey } from '../protocols/service-name.ts';

export const dane = defineCheck({
  id: 'dane',
  title: 'The keys of the mail exchangers are the published ones (DANE)',
  category: 'mail',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc7672',
    'https://www.rfc-editor.org/rfc/rfc7671',
    'https://www.rfc-editor.org/rfc/rfc6698',
  ],
  needs: {
    tlsa: part(mailTlsa, (seen) => (isUnknown(seen.MX) ? seen.MX : seen)),
    mail: part(mailExchangers, (seen) => seen),
  },
  findings: {
    mismatch: {
      severity: 'high',
      title:
        'A mail exchanger shows a certificate that its TLSA records do not name: senders refuse to deliver',
      remediation:
        'Publish the TLSA record of the certificate in use (`3 1 1` and the SHA-256 of its public key) now. At the next change publish the new record first, wait for twice its TTL, and then install the certificate; or keep the key (`certbot renew --reuse-key`).',
    },
    unusable: {
      severity: 'medium',
      title: 'The TLSA records of a mail exchanger are of a kind that mail servers do not use',
      remediation: 'Publish `3 1 1` and the SHA-256 of the public key in their place.',
    },
    'insecure-zone': {
      severity: 'low',
      title: 'TLSA records without DNSSEC: no sender may rely on them',
      remediation:
        'Sign the zone of the domain and that of the exchanger (DNSSEC), and have the DS record published by the registrar; or remove the TLSA records.',
    },
    partial: {
      severity: 'low',
      title: 'Some mail exchangers have TLSA records and others have none',
      remediation:
        'Publish TLSA records for every exchanger: whoever is in the way leads senders to the one without.',
    },
  },
  evaluate({ tlsa: { mxSecurity, exchanges }, mail }, { entity, observedAt }) {
    const published = exchanges.filter(({ TLSA }) => TLSA.state === 'present');
    const silent = exchanges.filter(({ TLSA }) => TLSA.state === 'unknown');
    const quiet = silent.map(({ owner }) => open(`The TLSA records at ${owner} could not be learnt.`));
    if (published.length === 0) return quiet.length > 0 ? quiet : notApplicable;
    const judgements = published.map((each) =>
      judge(each, {
        mxSecurity,
        met: mail.exchanges.find(({ exchange }) => exchange === each.exchange),
        domain: entity.name,
        at: observedAt,
      }),
    );
    return together([...judgements, ...judgeOthers(exchanges, mxSecurity), ...quiet]);
  },
});

type Finding = 'mismatch' | 'unusable' | 'insecure-zone';

interface Surroundings {
  mxSecurity: Security | null;
  met: ObservedExchange | undefined;
  domain: string;
  at: Date;
}

function judge(each: ObservedTlsa, { mxSecurity, met, domain, at }: Surroundings): Judgement<Finding> {
  const { exchange, owner, TLSA, addressSecurity, tlsaSecurity } = each;
  const records = recordsOf(TLSA);
  const evidence = { exchange, owner, TLSA: records.slice(0, 5).map(tlsaText).join(', ') };
  const about = { subject: exchange };
  const securities = { 'MX records': mxSecurity, addresses: addressSecurity, 'TLSA records': tlsaSecurity };
  for (const [what, security] of Object.entries(securities)) {
    if (security?.state === 'insecure') {
      return fail('insecure-zone', { ...evidence, unsigned: what, reason: security.detail }, about);
    }
    // A bogus answer is the finding of the check on DNSSEC; senders see none.
    if (security?.state !== 'secure') return open(`Of ${exchange} the ${what} could not be validated.`);
  }
  const greeting = met?.greeting;
  const starttls = greeting?.state === 'present' ? greeting.starttls : null;
  const session = starttls?.state === 'present' ? starttls : null;
  const answer = judgeDane({
    records,
    chain: session?.chain ?? [],
    rootLeftOut: session?.pathError === null,
    names: [exchange, domain],
    at,
  });
  if (answer.state === 'match') return pass;
  if (answer.state === 'unknown') return open(`${exchange}: ${answer.detail}.`);
  const affects = session === null ? [] : [serviceKey(session.address, session.port)];
  return fail(answer.state, { ...evidence, reason: answer.detail }, { ...about, affects });
}

function judgeOthers(
  exchanges: readonly ObservedTlsa[],
  mxSecurity: Security | null,
): Judgement<'partial'>[] {
  const bare = exchanges.filter(({ TLSA }) => TLSA.state === 'absent').map(({ exchange }) => exchange);
  // Without signatures none of the records counts, and nothing is partial.
  if (bare.length === 0 || mxSecurity?.state !== 'secure') return [];
  return [fail('partial', { 'without TLSA records': bare.join(', ') })];
}
