import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { parse, restrictsFraming } from '../protocols/csp.ts';
import { fieldValues, type Hop } from '../protocols/http-chain.ts';
import { pageResponse } from '../protocols/page-response.ts';
import { serviceKey } from '../protocols/service-name.ts';

const FIELD = 'x-frame-options';

export const frameOptions = defineCheck({
  id: 'frame-options',
  title: 'Other sites cannot frame the pages',
  category: 'web',
  appliesTo: 'FQDN',
  references: [
    'https://html.spec.whatwg.org/multipage/document-lifecycle.html#the-x-frame-options-header',
    'https://www.w3.org/TR/CSP3/#directive-frame-ancestors',
  ],
  needs: { page: part(httpResponse, pageResponse) },
  findings: {
    missing: {
      severity: 'low',
      optional: true,
      title: 'Any site can frame the pages',
      remediation:
        'Say who may frame them: `add_header Content-Security-Policy "frame-ancestors \'self\'" always;` in nginx, `Header always set Content-Security-Policy "frame-ancestors \'self\'"` in Apache (or X-Frame-Options: SAMEORIGIN; ALLOW-FROM is ignored by browsers). When there is a policy already, add the directive to it.',
    },
  },
  evaluate({ page }) {
    if (page === null) return notApplicable;
    const policy = fieldValues(page, 'content-security-policy');
    // frame-ancestors overrides X-Frame-Options wherever it stands (CSP Level 3 section 6.4.2.2).
    if (restrictsFraming(parse(policy)) ?? deniesFraming(page)) return pass;
    const evidence = { url: page.url, [FIELD]: fieldValues(page, FIELD).join(', ') || 'not sent' };
    return fail('missing', evidence, { affects: [serviceKey(page.address, page.port)] });
  },
});

/** Of contradicting values the browser keeps the strict side (HTML, "checking a navigation response's ..."). */
function deniesFraming(page: Hop): boolean {
  const values = fieldValues(page, FIELD).flatMap((value) => value.split(','));
  return values.some((value) => ['deny', 'sameorigin'].includes(value.trim().toLowerCase()));
}
