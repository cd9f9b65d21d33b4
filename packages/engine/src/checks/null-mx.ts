import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { dnsRecords } from '../probes/dns-records.ts';
import { recordsOf } from '../protocols/dns-answer.ts';
import { isNullExchange } from '../protocols/mail-exchange.ts';
import { parse, selectRecords } from '../protocols/spf-record.ts';

const NO_TEXTS = { state: 'absent', reason: 'nodata' } as const;

export const nullMx = defineCheck({
  id: 'null-mx',
  title: 'A domain that takes no mail says so alone',
  category: 'mail',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc7505'],
  needs: {
    MX: part(dnsRecords, ({ MX }) => MX),
    /** Null: not told. That several records contradict each other shows without. */
    txt: part(dnsRecords, ({ TXT }) => ({
      texts: TXT?.state === 'unknown' ? null : recordsOf(TXT ?? NO_TEXTS),
    })),
  },
  findings: {
    mixed: {
      severity: 'medium',
      title: 'A null MX stands beside other mail exchangers, so that senders do as they like',
      remediation:
        'Publish either `MX 0 .` alone, when the domain takes no mail, or only the exchangers that take it.',
    },
    sends: {
      severity: 'info',
      title: 'The domain takes no mail, yet its SPF record lets hosts send for it',
      remediation:
        'If the domain sends no mail either, publish `v=spf1 -all`. If it sends, give it a mailbox: many receivers refuse senders to whom nobody can reply.',
    },
  },
  evaluate({ MX, txt: { texts } }) {
    const records = recordsOf(MX);
    if (!records.some(isNullExchange)) return notApplicable;
    if (records.length > 1) {
      const exchanges = records.map(({ preference, exchange }) => `${preference} ${exchange || '.'}`);
      return fail('mixed', { MX: exchanges.slice(0, 10).join(', ') });
    }
    if (texts === null) return open('Whether hosts may send for the domain could not be learnt.');
    const [spf] = selectRecords(texts);
    if (spf === undefined) return pass;
    const senders = parse(spf).terms.filter(
      (term) => term.name === 'redirect' || (term.kind === 'mechanism' && term.qualifier === '+'),
    );
    return senders.length === 0 ? pass : fail('sends', { SPF: spf });
  },
});
