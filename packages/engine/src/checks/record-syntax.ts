import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { visible } from '../protocols/control-text.ts';
import { isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { isHostname } from '../protocols/domain-name.ts';
import { canonicalAddress } from '../protocols/ip-address.ts';
import { misquoted } from '../protocols/txt-text.ts';

const MAX_REPORTED = 10;

export const recordSyntax = defineCheck({
  id: 'record-syntax',
  title: 'MX and TXT records are written as those who read them expect',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc1123#section-2.1',
    'https://www.rfc-editor.org/rfc/rfc7208#section-3.1',
  ],
  needs: { records: part(dnsRecords, recordsToRead) },
  findings: {
    mx: {
      severity: 'low',
      title: 'An MX record names something that is no host name',
      remediation:
        'Let the MX record name a host by letters, digits and hyphens alone; senders may refuse every other name.',
    },
    txt: {
      severity: 'low',
      title: 'A TXT record is wrapped in quotation marks that belong to its text',
      remediation:
        'Enter the text without quotation marks, and not pasted from a word processor; as it stands nobody recognises the record.',
    },
  },
  evaluate({ records }, { entity }) {
    if (records === null) return notApplicable;
    const { exchanges, texts } = records;
    const judgements = [
      ...exchanges
        .filter(isNoHost)
        .slice(0, MAX_REPORTED)
        .map((exchange) =>
          fail('mx', { name: entity.name, exchange: visible(exchange, 253) }, { subject: exchange }),
        ),
      ...texts
        .filter(misquoted)
        .slice(0, MAX_REPORTED)
        .map((text) => fail('txt', { name: entity.name, text: visible(text, 200) }, { subject: text })),
    ];
    return judgements.length > 0 ? judgements : pass;
  },
});

/** The root stands for "no mail" (RFC 7505); an address is a matter of the mail checks. */
function isNoHost(exchange: string): boolean {
  const name = exchange.replace(/\.$/, '');
  return name !== '' && canonicalAddress(name) === null && !isHostname(name);
}

/** null for a name without such records. */
function recordsToRead({ MX, TXT }: DnsRecordsObservation) {
  const exchanges = recordsOf(MX).map(({ exchange }) => exchange);
  const texts = TXT === null ? [] : recordsOf(TXT);
  if (exchanges.length > 0 || texts.length > 0) {
    if (isUnknown(MX)) return MX;
    if (TXT !== null && isUnknown(TXT)) return TXT;
    return { exchanges, texts };
  }
  if (isUnknown(MX)) return MX;
  return TXT !== null && isUnknown(TXT) ? TXT : null;
}
