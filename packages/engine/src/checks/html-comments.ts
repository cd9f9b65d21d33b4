import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { commentLeak } from '../protocols/comment-leaks.ts';
import { sitePage } from '../protocols/page-response.ts';
import { serviceKey } from '../protocols/service-name.ts';

const KINDS = { secret: 'secrets', internal: 'internal-names' } as const;
const MAX_SHOWN = 5;

export const htmlComments = defineCheck({
  id: 'html-comments',
  title: 'Comments in pages tell visitors nothing that is not meant for them',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://cwe.mitre.org/data/definitions/615.html'],
  needs: { page: part(httpResponse, sitePage) },
  findings: {
    secrets: {
      severity: 'low',
      confidence: 'potential',
      title: 'A comment in a page looks like it holds a secret',
      remediation:
        'Change the secret, for it has been public; then take the comment out, and let the build or the template leave comments out of pages (comments of the template language, an HTML minifier, `pagespeed` or the minification of the CDN).',
    },
    'internal-names': {
      severity: 'low',
      confidence: 'potential',
      title: 'A comment in a page names internal hosts or files',
      remediation:
        'Take the comment out, and let the build or the template leave comments out of pages (comments of the template language, an HTML minifier, the minification of the CDN).',
    },
  },
  evaluate({ page }) {
    if (page === null) return notApplicable;
    const { comments, truncated } = page.facts;
    const leaks = comments.map(commentLeak).filter((leak) => leak !== null);
    const affects = [serviceKey(page.address, page.port)];
    const failures = [...Map.groupBy(leaks, ({ kind }) => kind)].map(([kind, all]) => {
      const comments = [...new Set(all.map(({ what }) => what))].slice(0, MAX_SHOWN).join(', ');
      return fail(KINDS[kind], { url: page.url, comments }, { affects });
    });
    if (failures.length > 0) return failures;
    return truncated ? open('The page is larger than what was read of it.') : pass;
  },
});
