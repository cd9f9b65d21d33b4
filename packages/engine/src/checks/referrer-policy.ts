import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { htmlMeta } from '../protocols/html-meta.ts';
import { fieldValues } from '../protocols/http-chain.ts';
import { pageResponse } from '../protocols/page-response.ts';
import {
  metaReferrerPolicy,
  parseReferrerPolicy,
  SAFE_REFERRER_POLICIES,
} from '../protocols/referrer-policy.ts';
import { serviceKey } from '../protocols/service-name.ts';

const LINES =
  '`add_header Referrer-Policy strict-origin-when-cross-origin always;` in nginx, `Header always set Referrer-Policy strict-origin-when-cross-origin` in Apache';

export const referrerPolicy = defineCheck({
  id: 'referrer-policy',
  title: 'Other sites do not learn the URLs that visitors come from',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://www.w3.org/TR/referrer-policy/#parse-referrer-policy-from-header'],
  needs: { page: part(httpResponse, pageResponse) },
  findings: {
    missing: {
      severity: 'info',
      title: 'No referrer policy is set, so that it is up to the browser',
      remediation: `Say it yourself: ${LINES}.`,
    },
    unsafe: {
      severity: 'low',
      optional: true,
      title: 'The referrer policy tells other sites more than it needs to',
      remediation: `Send at most the origin, and nothing over plain HTTP: ${LINES}. Take away a <meta name="referrer"> that says otherwise.`,
    },
  },
  evaluate({ page }) {
    if (page === null) return notApplicable;
    const values = fieldValues(page, 'referrer-policy');
    const meta = htmlMeta(page.body, page.truncated);
    // The element is read after the field and takes its place.
    const policy = metaReferrerPolicy(meta.referrer ?? '') ?? parseReferrerPolicy(values);
    if (policy !== null && SAFE_REFERRER_POLICIES.includes(policy)) return pass;
    if (!meta.complete) return open('A policy could stand in the part of the page that was not read.');
    const affects = [serviceKey(page.address, page.port)];
    if (policy === null)
      return fail('missing', { url: page.url, sent: values.join(', ') || 'nothing' }, { affects });
    return fail('unsafe', { url: page.url, policy }, { affects });
  },
});
