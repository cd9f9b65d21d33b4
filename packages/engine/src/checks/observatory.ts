import { defineCheck, informational, notApplicable, part } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { siteFiles } from '../probes/site-files.ts';
import { grade, type ObservatoryGrade } from '../protocols/observatory.ts';
import { sideResponses, siteResponses } from '../protocols/observatory-visit.ts';

export const observatory = defineCheck({
  id: 'observatory',
  title: 'The grade that the MDN HTTP Observatory would give',
  category: 'web',
  appliesTo: 'FQDN',
  references: [
    'https://developer.mozilla.org/observatory/docs/tests_and_scoring',
    'https://github.com/mdn/mdn-http-observatory',
  ],
  needs: { site: part(httpResponse, siteResponses), side: part(siteFiles, sideResponses) },
  findings: {},
  evaluate({ site, side }) {
    if (site === null || side === null) return notApplicable;
    const graded = grade({ ...site, ...side });
    if (graded.score === null || graded.grade === null) return notApplicable;
    return informational(wordsOf(graded), {
      observatory_grade: graded.grade,
      observatory_score: graded.score,
    });
  },
});

/** `Grade B, 75 of 100: csp-not-implemented -25, ...`: all tests, in the Observatory's order. */
function wordsOf({ algorithm, score, grade: letter, tests }: ObservatoryGrade): string {
  const results = Object.values(tests).map(({ result, modifier }) => `${result} ${modifier}`);
  return `Grade ${letter}, score ${score} (algorithm ${algorithm}): ${results.join(', ')}.`;
}
