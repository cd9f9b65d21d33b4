import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { evaluate, parse } from '../protocols/csp.ts';
import { htmlMeta } from '../protocols/html-meta.ts';
import { fieldValues } from '../protocols/http-chain.ts';
import { pageResponse } from '../protocols/page-response.ts';
import { serviceKey } from '../protocols/service-name.ts';

const FIELD = 'content-security-policy';

export const csp = defineCheck({
  id: 'csp',
  title: 'A content security policy keeps injected scripts from running',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://www.w3.org/TR/CSP3/', 'https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP'],
  needs: { page: part(httpResponse, pageResponse) },
  findings: {
    missing: {
      severity: 'low',
      optional: true,
      title: 'No content security policy is set',
      remediation:
        "Try a policy with Content-Security-Policy-Report-Only, then enforce it: `add_header Content-Security-Policy \"default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'\" always;` in nginx, `Header always set Content-Security-Policy \"...\"` in Apache.",
    },
    'unsafe-inline': {
      severity: 'low',
      optional: true,
      title: 'The content security policy lets inline scripts run',
      remediation:
        "Give script-src no 'unsafe-inline': move inline scripts to files, or mark each one with a fresh nonce (`script-src 'nonce-RANDOM' 'strict-dynamic'`, `<script nonce=RANDOM>`). A policy without script-src needs one, or a default-src.",
    },
  },
  evaluate({ page }) {
    if (page === null) return notApplicable;
    const meta = htmlMeta(page.body, page.truncated);
    const policies = [...parse(fieldValues(page, FIELD)), ...parse(meta.policies, 'meta')];
    const weakness = evaluate(policies).find(({ weakness: each }) => INLINE_RUNS.includes(each));
    if (weakness === undefined) return pass;
    if (!meta.complete) return open('A policy could stand in the part of the page that was not read.');
    const affects = [serviceKey(page.address, page.port)];
    if (policies.length === 0) return fail('missing', { url: page.url, status: page.status }, { affects });
    const evidence = {
      url: page.url,
      directive: weakness.directive,
      source: weakness.source ?? 'no restriction',
    };
    return fail('unsafe-inline', evidence, { affects });
  },
});

const INLINE_RUNS = ['no-policy', 'scripts-unrestricted', 'unsafe-inline'];
