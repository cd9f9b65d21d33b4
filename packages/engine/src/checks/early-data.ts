import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { feature } from '../protocols/tls-judged.ts';

export const earlyData = defineCheck({
  id: 'early-data',
  title: 'Requests cannot be replayed as early data',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc8446#section-8', 'https://www.rfc-editor.org/rfc/rfc8470'],
  needs: { tickets: part(tlsSurvey, feature('earlyData')) },
  findings: {
    accepted: {
      severity: 'info',
      title: 'Early data (0-RTT) is accepted',
      remediation:
        'Make sure that a request that is replayed does no harm, or switch early data off: `ssl_early_data off;` in nginx. An application behind a proxy should answer 425 to unsafe requests with `Early-Data: 1`.',
    },
  },
  evaluate({ tickets }) {
    if (tickets === null) return notApplicable;
    return tickets.isPresent ? fail('accepted', {}, { affects: tickets.affects }) : pass;
  },
});
