import { defineCheck, fail, type Judgement, notApplicable, open, part, pass, together } from '../check.ts';
import { mailExchangers, type ObservedExchange } from '../probes/mail-exchangers.ts';
import { isUnknown } from '../protocols/dns-answer.ts';
import { serviceKey } from '../protocols/service-name.ts';

const LEGACY = ['SSLv3', 'TLSv1', 'TLSv1.1'];

export const starttlsVersion = defineCheck({
  id: 'starttls-version',
  title: 'Mail exchangers know a current version of TLS',
  category: 'mail',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc8996',
    'https://www.rfc-editor.org/rfc/rfc9325#section-3.1.1',
  ],
  needs: { mail: part(mailExchangers, (seen) => (isUnknown(seen.MX) ? seen.MX : seen)) },
  findings: {
    legacy: {
      severity: 'low',
      title: 'A mail exchanger knows no version of TLS newer than 1.1',
      remediation:
        'Bring the mail server and its TLS library up to date, and allow TLS 1.2 and 1.3: `smtpd_tls_protocols = >=TLSv1.2` in Postfix, `openssl_options = +no_sslv3 +no_tlsv1 +no_tlsv1_1` in Exim. Senders that insist on encryption deliver nothing until then.',
    },
  },
  evaluate({ mail: { exchanges } }) {
    const offering = exchanges.filter(offersTls);
    return offering.length === 0 ? notApplicable : together(offering.map(judge));
  },
});

function offersTls({ greeting }: ObservedExchange): boolean {
  if (greeting.state === 'absent') return false;
  if (greeting.state !== 'present') return true;
  return greeting.starttls.state !== 'not-offered' && greeting.starttls.state !== 'refused';
}

function judge({ exchange, greeting }: ObservedExchange): Judgement<'legacy'> {
  if (greeting.state !== 'present' || greeting.starttls.state !== 'present') {
    return open(`No TLS session came about with ${exchange}.`);
  }
  const { address, port, protocol, cipher } = greeting.starttls;
  if (!LEGACY.includes(protocol)) return pass;
  const about = { subject: exchange, affects: [serviceKey(address, port)] };
  return fail('legacy', { exchange, address, protocol, cipher }, about);
}
