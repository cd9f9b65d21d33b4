import { defineProbe } from '../probe.ts';
import { rateTls } from '../protocols/tls-rating.ts';
import { tlsSurveySchema } from '../protocols/tls-survey.ts';

const PORT = 443;

/** What TLS on 443 shows of itself: all of it at the target and its `www`, what there is to judge by elsewhere. */
export const tlsSurvey = defineProbe({
  id: 'tls-survey',
  title: 'TLS survey',
  accepts: 'FQDN',
  intrusiveness: 'light',
  timeoutMs: 50_000,
  observation: tlsSurveySchema,
  async observe({ name }, net, target) {
    const isMain = name === target.name || name === `www.${target.name}`;
    return await net.survey({
      host: name,
      port: PORT,
      servername: name,
      depth: isMain ? 'full' : 'light',
    });
  },
  *reveals(survey, { name }) {
    if (survey.state !== 'present') return;
    yield { kind: 'FQDN', name, attributes: { tls_grade: rateTls(survey).grade } };
  },
});
