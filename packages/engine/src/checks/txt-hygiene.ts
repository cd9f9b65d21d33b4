import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { isUnknown } from '../protocols/dns-answer.ts';
import { txtOctets } from '../protocols/txt-text.ts';
import { verificationOf } from '../protocols/verification-tokens.ts';

/** What a resolver takes over UDP since DNS Flag Day 2020, less the header, the question and OPT. */
const MAX_OCTETS = 1232 - 60;

export const txtHygiene = defineCheck({
  id: 'txt-hygiene',
  title: 'TXT records of the domain are kept in order',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc1464',
    'https://datatracker.ietf.org/doc/draft-ietf-dnsop-domain-verification-techniques/',
  ],
  needs: { texts: part(dnsRecords, textsOf) },
  findings: {
    'duplicate-tokens': {
      severity: 'info',
      optional: true,
      title: 'The domain is verified more than once with the same service',
      remediation:
        'Remove the tokens of accounts that are no longer in use: each lets its holder act for the domain at the service.',
    },
    large: {
      severity: 'info',
      optional: true,
      title: 'The TXT records together are too large for one UDP answer',
      remediation:
        'Remove records that serve nobody any more; each query for the SPF policy has to be repeated over TCP.',
    },
  },
  evaluate({ texts }, { entity }) {
    if (texts === null) return notApplicable;
    const tokens = texts.flatMap((text) => verificationOf(text)?.product ?? []);
    const several = [...Map.groupBy(tokens, (product) => product)].filter(([, { length }]) => length > 1);
    const octets = texts.reduce((sum, text) => sum + txtOctets(text), 0);
    const judgements = [
      ...(several.length > 0
        ? [
            fail('duplicate-tokens', {
              name: entity.name,
              services: several.map(([product, { length }]) => `${product} (${length})`).join(', '),
            }),
          ]
        : []),
      ...(octets > MAX_OCTETS ? [fail('large', { name: entity.name, records: texts.length, octets })] : []),
    ];
    return judgements.length > 0 ? judgements : pass;
  },
});

/** Of the target alone; null without any. */
function textsOf({ apex, TXT }: DnsRecordsObservation) {
  if (apex === null || TXT === null || TXT.state === 'absent') return null;
  return isUnknown(TXT) ? TXT : TXT.records;
}
