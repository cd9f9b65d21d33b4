import { defineCheck, fail, type Judgement, notApplicable, open, part, pass, together } from '../check.ts';
import { mailExchangers, type ObservedExchange } from '../probes/mail-exchangers.ts';
import { isUnknown } from '../protocols/dns-answer.ts';
import { serviceKey } from '../protocols/service-name.ts';

export const starttls = defineCheck({
  id: 'starttls',
  title: 'Mail exchangers take mail encrypted (STARTTLS)',
  category: 'mail',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc3207', 'https://www.rfc-editor.org/rfc/rfc7435'],
  needs: { mail: part(mailExchangers, (seen) => (isUnknown(seen.MX) ? seen.MX : seen)) },
  findings: {
    'not-offered': {
      severity: 'medium',
      title: 'A mail exchanger does not offer STARTTLS, so that mail to it travels in clear text',
      remediation:
        'Install a certificate and turn STARTTLS on for port 25: `smtpd_tls_security_level = may` with `smtpd_tls_chain_files` in Postfix, `tls_advertise_hosts = *` with `tls_certificate` in Exim.',
    },
    refused: {
      severity: 'medium',
      title: 'A mail exchanger offers STARTTLS and then refuses it',
      remediation:
        'Look into the log of the mail server: mostly the certificate or its key cannot be read. Then try `openssl s_client -starttls smtp -connect host:25`.',
    },
  },
  evaluate({ mail: { exchanges } }) {
    const reached = exchanges.filter(({ greeting }) => greeting.state !== 'absent');
    if (reached.length === 0) return notApplicable;
    return together(reached.map(judge));
  },
});

function judge({ exchange, greeting }: ObservedExchange): Judgement<'not-offered' | 'refused'> {
  if (greeting.state !== 'present') return open(`${exchange} did not greet us.`);
  const { address, port, banner, starttls: answer } = greeting;
  const about = { subject: exchange, affects: [serviceKey(address, port)] };
  const evidence = { exchange, address, banner };
  switch (answer.state) {
    case 'present':
      return pass;
    case 'not-offered':
      return fail('not-offered', evidence, about);
    case 'refused':
      return fail('refused', { ...evidence, reply: answer.reply }, about);
    default:
      return open(`The TLS handshake with ${exchange} came to no end.`);
  }
}
