import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { mailExchangers } from '../probes/mail-exchangers.ts';
import { transportPolicy } from '../probes/transport-policy.ts';
import { recordsOf } from '../protocols/dns-answer.ts';
import { isNullExchange } from '../protocols/mail-exchange.ts';
import { selectTlsRpt } from '../protocols/tls-rpt.ts';

export const tlsRpt = defineCheck({
  id: 'tls-rpt',
  title: 'Senders can report failures of encryption (TLS reporting)',
  category: 'mail',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc8460'],
  needs: {
    texts: part(transportPolicy, ({ tlsRpt: answer }) =>
      answer.state === 'unknown' ? answer : recordsOf(answer),
    ),
    mail: part(mailExchangers, ({ MX }) => ({ MX })),
  },
  findings: {
    missing: {
      severity: 'info',
      optional: true,
      title: 'Nobody is told when mail to the domain cannot be encrypted',
      remediation:
        'Publish a TXT record at `_smtp._tls`: `v=TLSRPTv1; rua=mailto:tls-reports@DOMAIN`. Reports come once a day from the large senders.',
    },
    malformed: {
      severity: 'low',
      title: 'The TLS reporting record cannot be read, so that no reports come',
      remediation:
        'Publish exactly one TXT record at `_smtp._tls`, of the form `v=TLSRPTv1; rua=mailto:tls-reports@DOMAIN`.',
    },
  },
  evaluate({ texts, mail: { MX } }) {
    const selection = selectTlsRpt(texts);
    if (selection.state === 'several') {
      return fail('malformed', {
        problem: 'Several records stand side by side.',
        records: selection.texts.join(' | '),
      });
    }
    if (selection.state === 'present') {
      const { text, problems } = selection.record;
      const [problem] = problems;
      if (problem === undefined) return pass;
      return fail('malformed', { record: text, position: problem.position, problem: problem.message });
    }
    if (MX.state === 'unknown') return open('Whether the domain takes mail could not be learnt.');
    const takesMail = MX.state === 'present' && !MX.records.some(isNullExchange);
    return takesMail ? fail('missing') : notApplicable;
  },
});
