import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { parse } from '../protocols/csp.ts';
import { htmlMeta } from '../protocols/html-meta.ts';
import { fieldValues } from '../protocols/http-chain.ts';
import { sitePage } from '../protocols/page-response.ts';
import { serviceKey } from '../protocols/service-name.ts';

const REMEDY =
  'Write `https://` in front of each of them, or leave the scheme out (`//host/...`). Until all are found, let browsers do it: `add_header Content-Security-Policy upgrade-insecure-requests always;` in nginx, `Header always set Content-Security-Policy upgrade-insecure-requests` in Apache, or the automatic HTTPS rewrites of the CDN; add the directive to a policy that is there already.';

export const mixedContent = defineCheck({
  id: 'mixed-content',
  title: 'Pages of HTTPS load nothing over plain HTTP',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://www.w3.org/TR/mixed-content/', 'https://www.w3.org/TR/upgrade-insecure-requests/'],
  needs: { page: part(httpResponse, sitePage) },
  findings: {
    active: {
      severity: 'medium',
      title: 'A page of HTTPS loads scripts, styles or frames over plain HTTP',
      remediation: REMEDY,
    },
    passive: {
      severity: 'low',
      title: 'A page of HTTPS loads images or media over plain HTTP',
      remediation: REMEDY,
    },
  },
  evaluate({ page }) {
    if (page === null || !page.url.startsWith('https:')) return notApplicable;
    const { policies } = htmlMeta(page.body, page.truncated);
    const isUpgraded = parse([...fieldValues(page, 'content-security-policy'), ...policies]).some((policy) =>
      policy.has('upgrade-insecure-requests'),
    );
    if (isUpgraded) return pass;
    const affects = [serviceKey(page.address, page.port)];
    const failures = (['active', 'passive'] as const).flatMap((finding) => {
      const loads = page.facts.insecure.filter(({ active }) => active === (finding === 'active'));
      const [first] = loads;
      if (first === undefined) return [];
      const evidence = { url: page.url, loads: loads.length, element: first.tag, first: first.url };
      return [fail(finding, evidence, { affects })];
    });
    if (failures.length > 0) return failures;
    return page.facts.truncated ? open('The page is larger than what was read of it.') : pass;
  },
});
