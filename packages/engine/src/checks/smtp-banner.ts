import { defineCheck, fail, type Judgement, notApplicable, open, part, pass, together } from '../check.ts';
import { mailExchangers, type ObservedExchange } from '../probes/mail-exchangers.ts';
import { isUnknown } from '../protocols/dns-answer.ts';
import { isHostname } from '../protocols/domain-name.ts';
import { liesIn } from '../protocols/mail-exchange.ts';
import { serviceKey } from '../protocols/service-name.ts';
import { bannerProduct } from '../protocols/smtp-banner.ts';

export const smtpBanner = defineCheck({
  id: 'smtp-banner',
  title: 'Mail exchangers greet with their name and without their version',
  category: 'mail',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc5321#section-4.3.1'],
  needs: { mail: part(mailExchangers, (seen) => (isUnknown(seen.MX) ? seen.MX : seen)) },
  findings: {
    version: {
      severity: 'info',
      title: 'A mail exchanger tells everyone its version',
      remediation:
        'Leave the version out of the greeting: `smtpd_banner = $myhostname ESMTP` in Postfix, `smtp_banner = "$smtp_active_hostname ESMTP"` in Exim, `O SmtpGreetingMessage=$j` in Sendmail.',
    },
    name: {
      severity: 'info',
      optional: true,
      title: 'A mail exchanger does not greet with a full host name',
      remediation:
        'Set the host name of the mail server to the one in the DNS: `myhostname` in Postfix, `primary_hostname` in Exim. Some receivers compare it with the address.',
    },
  },
  evaluate({ mail: { exchanges } }, { target }) {
    const own = exchanges.filter(
      ({ exchange, greeting }) => liesIn(exchange, target.registrable) && greeting.state !== 'absent',
    );
    return own.length === 0 ? notApplicable : together(own.flatMap(judge));
  },
});

function judge({ exchange, greeting }: ObservedExchange): Judgement<'version' | 'name'>[] {
  if (greeting.state !== 'present') return [open(`${exchange} did not greet us.`)];
  const { address, port, banner } = greeting;
  const about = { subject: exchange, affects: [serviceKey(address, port)] };
  const evidence = { exchange, address, banner };
  const { product, version } = bannerProduct(banner);
  const [name = ''] = banner.split(/\s/, 1);
  return [
    version === undefined ? pass : fail('version', { ...evidence, product: product ?? '', version }, about),
    isFullName(name) ? pass : fail('name', evidence, about),
  ];
}

/** RFC 5321 section 2.3.5: names of more than one label. */
function isFullName(word: string): boolean {
  const name = word.toLowerCase();
  return name.includes('.') && isHostname(name);
}
