import { defineCheck, fail, informational, notApplicable, part } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { serviceKey } from '../protocols/service-name.ts';
import { surveyed } from '../protocols/tls-judged.ts';
import { RATING_GUIDE, rankOf, rateTls } from '../protocols/tls-rating.ts';

/** From here on a grade stands for something to repair at once. */
const POOR = 'C';
const MAX_CAPS = 8;

export const tlsRating = defineCheck({
  id: 'tls-rating',
  title: 'Grade by the SSL Labs guide',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://github.com/ssllabs/research/wiki/SSL-Server-Rating-Guide'],
  needs: { survey: part(tlsSurvey, surveyed) },
  findings: {
    poor: {
      severity: 'info',
      title: 'The SSL Labs guide grades this server C or worse',
      remediation: 'Make the changes that the evidence names, one by one; the grade is that of the worst.',
    },
  },
  evaluate({ survey }) {
    if (survey === null) return notApplicable;
    const { grade, gradeWithoutTrust, score, parts, caps } = rateTls(survey);
    const reasons = caps.map(({ cap, reason }) => `${cap}: ${reason}`).join('; ');
    const { protocol, keyExchange, cipher } = parts;
    const scores = `${score} (protocols ${protocol}, key exchange ${keyExchange}, ciphers ${cipher})`;
    if (rankOf(gradeWithoutTrust) < rankOf(POOR)) {
      return informational(`${grade}, ${scores}, guide ${RATING_GUIDE}. ${reasons}`.trim());
    }
    const changes = caps.slice(0, MAX_CAPS).map(({ cap, reason, change }) => [`${cap}: ${reason}`, change]);
    const evidence = { grade, score: scores, guide: RATING_GUIDE, ...Object.fromEntries(changes) };
    return fail('poor', evidence, { affects: [serviceKey(survey.address, survey.port)] });
  },
});
