import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { fieldValues } from '../protocols/http-chain.ts';
import { pageResponse } from '../protocols/page-response.ts';
import { serviceKey } from '../protocols/service-name.ts';

const FIELD = 'x-content-type-options';

export const contentTypeOptions = defineCheck({
  id: 'content-type-options',
  title: 'Browsers are told not to guess content types',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://fetch.spec.whatwg.org/#x-content-type-options-header'],
  needs: { page: part(httpResponse, pageResponse) },
  findings: {
    missing: {
      severity: 'low',
      optional: true,
      title: 'X-Content-Type-Options: nosniff is not sent',
      remediation:
        'Send the field with every response: `add_header X-Content-Type-Options nosniff always;` in nginx, `Header always set X-Content-Type-Options nosniff` in Apache.',
    },
  },
  evaluate({ page }) {
    if (page === null) return notApplicable;
    const values = fieldValues(page, FIELD);
    // Fetch, "determine nosniff": the first of the comma-separated values decides.
    const first = values.join(',').split(',', 1)[0]?.trim().toLowerCase();
    if (first === 'nosniff') return pass;
    const evidence = { url: page.url, [FIELD]: values.join(', ') || 'not sent' };
    return fail('missing', evidence, { affects: [serviceKey(page.address, page.port)] });
  },
});
