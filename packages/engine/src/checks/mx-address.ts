import { defineCheck, fail, type Judgement, notApplicable, open, part, together } from '../check.ts';
import { mailExchangers, type ObservedExchange } from '../probes/mail-exchangers.ts';
import { isNowhere } from '../protocols/dangling.ts';
import { isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { canonicalAddress } from '../protocols/ip-address.ts';
import { isNullExchange, liesIn } from '../protocols/mail-exchange.ts';
import { specialPurpose } from '../protocols/special-address.ts';

export const mxAddress = defineCheck({
  id: 'mx-address',
  title: 'Mail exchangers lead to addresses that senders can reach',
  category: 'mail',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc5321#section-5.1',
    'https://www.rfc-editor.org/rfc/rfc1035#section-3.3.9',
  ],
  needs: { mail: part(mailExchangers, (seen) => (isUnknown(seen.MX) ? seen.MX : seen)) },
  findings: {
    unresolvable: {
      severity: 'medium',
      title: 'A mail exchanger has no address',
      remediation: 'Give the exchanger an A or AAAA record, or remove the MX record that names it.',
    },
    literal: {
      severity: 'medium',
      title: 'An MX record names an address in the place of a host',
      remediation:
        'An MX record must name a host: make one, such as `mail`, with an A record of that address, and let the MX record name it.',
    },
    private: {
      severity: 'medium',
      title: 'A mail exchanger leads to an address that nobody on the internet reaches',
      remediation:
        'Publish the public address of the exchanger, and keep internal addresses in an internal zone.',
    },
    single: {
      severity: 'info',
      optional: true,
      title: 'All mail goes through one exchanger at one address',
      remediation:
        'Senders try again for days, so that one exchanger can do. Add a second one, in another network and with the same filters, if mail must not wait.',
    },
  },
  evaluate({ mail: { MX, exchanges } }, { entity, target }) {
    const records = recordsOf(MX);
    if (records.length === 0 || records.some(isNullExchange)) return notApplicable;
    const literals = records
      .filter(({ exchange }) => canonicalAddress(exchange.replace(/\.$/, '')) !== null)
      .map(({ exchange }) => fail('literal', { exchange }, { subject: exchange }));
    const judgements = together([...literals, ...exchanges.map(judge)]);
    if (judgements.some(({ outcome }) => outcome !== 'pass')) return judgements;
    const addresses = new Set(exchanges.flatMap(({ A, AAAA }) => [...recordsOf(A), ...recordsOf(AAAA)]));
    const [only] = exchanges;
    if (exchanges.length !== 1 || only === undefined || addresses.size !== 1) return judgements;
    // Behind the one name of a provider there may be many machines.
    if (entity.name !== target.name || !liesIn(only.exchange, target.registrable)) return judgements;
    return fail('single', { name: entity.name, exchange: only.exchange, address: [...addresses].join() });
  },
});

type Finding = 'unresolvable' | 'private';

function judge({ exchange, A, AAAA }: ObservedExchange): Judgement<Finding> {
  const about = { subject: exchange };
  const addresses = [...recordsOf(A), ...recordsOf(AAAA)];
  const inner = addresses.flatMap((address) => {
    const what = specialPurpose(address);
    return what === null ? [] : [`${address} (${what})`];
  });
  if (inner.length > 0) return fail('private', { exchange, addresses: inner.join(', ') }, about);
  if (addresses.length > 0) return { outcome: 'pass' };
  if (isUnknown(A) || isUnknown(AAAA)) return open(`The addresses of ${exchange} could not be learnt.`);
  // A name that is not there at all is a matter of the check on dangling servers.
  return isNowhere({ A, AAAA }) ? { outcome: 'pass' } : fail('unresolvable', { exchange }, about);
}
