import { defineCheck, fail, type Judgement, notApplicable, open, part, pass, together } from '../check.ts';
import { mailExchangers, type ObservedExchange } from '../probes/mail-exchangers.ts';
import { isUnknown } from '../protocols/dns-answer.ts';
import { serviceKey } from '../protocols/service-name.ts';

export const openRelay = defineCheck({
  id: 'open-relay',
  title: 'Mail exchangers refuse mail that is not for them',
  category: 'mail',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc2505#section-2.1',
    'https://www.rfc-editor.org/rfc/rfc5321#section-3.6.2',
  ],
  needs: { mail: part(mailExchangers, (seen) => (isUnknown(seen.MX) ? seen.MX : seen)) },
  findings: {
    accepts: {
      severity: 'medium',
      // Some servers say yes to every recipient, and drop or bounce later what they do not relay.
      confidence: 'potential',
      title: 'A mail exchanger accepts a recipient of a foreign domain: it may be an open relay',
      remediation:
        'Send a test mail from outside through the exchanger to a mailbox elsewhere. If it arrives, let only known clients relay: `smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination` in Postfix, `relay_from_hosts` and `relay_to_domains` in Exim. If not, refuse such recipients at once rather than later.',
    },
  },
  evaluate({ mail: { exchanges } }) {
    const reached = exchanges.filter(({ greeting }) => greeting.state !== 'absent');
    return reached.length === 0 ? notApplicable : together(reached.map(judge));
  },
});

function judge({ exchange, greeting }: ObservedExchange): Judgement<'accepts'> {
  if (greeting.state !== 'present') return open(`${exchange} did not greet us.`);
  const { address, port, relay } = greeting;
  if (relay.state === 'unknown') return open(`${exchange} did not decide on a foreign recipient.`);
  if (relay.state === 'refused') return pass;
  const about = { subject: exchange, affects: [serviceKey(address, port)] };
  return fail('accepts', { exchange, address, reply: relay.reply }, about);
}
