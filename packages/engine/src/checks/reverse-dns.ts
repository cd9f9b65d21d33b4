import { defineCheck, fail, type Judgement, notApplicable, open, part, pass, together } from '../check.ts';
import { type ReverseNamed, reverseNames } from '../probes/reverse-names.ts';
import { isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { canonicalAddress, reverseName } from '../protocols/ip-address.ts';

export const reverseDns = defineCheck({
  id: 'reverse-dns',
  title: 'The addresses of the domain’s own mail exchangers have names that lead back to them',
  category: 'mail',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc1912#section-2.1',
    'https://www.rfc-editor.org/rfc/rfc8499#section-9',
  ],
  needs: { reverse: part(reverseNames, (seen) => (isUnknown(seen.MX) ? seen.MX : seen)) },
  findings: {
    missing: {
      severity: 'low',
      title: 'The address of a mail exchanger has no name (PTR record)',
      remediation:
        'Let whoever the address is from (the provider of the server or the line) set its PTR record to the name of the exchanger. Many receivers refuse mail from addresses without one.',
    },
    unconfirmed: {
      severity: 'low',
      title: 'The name of a mail exchanger’s address does not lead back to the address',
      remediation:
        'Let the PTR record of the address and the A or AAAA record of that name agree; many receivers hold mail for spam otherwise.',
    },
  },
  evaluate({ reverse: { exchangers, addresses } }) {
    if (exchangers.length === 0) return notApplicable;
    const silent = exchangers
      .filter(({ A, AAAA }) => isUnknown(A) || isUnknown(AAAA))
      .map(({ exchange }) => open(`The addresses of ${exchange} could not be learnt.`));
    if (addresses.length === 0 && silent.length === 0) return notApplicable;
    return together([...addresses.map(judge), ...silent]);
  },
});

function judge({ exchange, address, PTR, names }: ReverseNamed): Judgement<'missing' | 'unconfirmed'> {
  if (PTR.state === 'unknown') return open(`The name of ${address} could not be learnt.`);
  const about = { subject: address, affects: [`IPAddress:${address}` as const] };
  if (PTR.state === 'absent') {
    return fail('missing', { exchange, address, 'asked for': reverseName(address) }, about);
  }
  if (names.some(({ answer }) => recordsOf(answer).some((each) => canonicalAddress(each) === address))) {
    return pass;
  }
  const doubt = names.find(({ answer }) => answer.state === 'unknown');
  if (doubt !== undefined) return open(`Where ${doubt.name} leads could not be learnt.`);
  const written = recordsOf(PTR).slice(0, 5).join(', ');
  return fail('unconfirmed', { exchange, address, names: written }, about);
}
