import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { fieldValues } from '../protocols/http-chain.ts';
import { pageResponse } from '../protocols/page-response.ts';
import { serviceKey } from '../protocols/service-name.ts';

const FIELD = 'permissions-policy';
/** A member of the dictionary (Permissions Policy section 9.1): `camera=()`, `geolocation=(self)`. */
const MEMBER = /(?:^|,)\s{0,20}[a-z][a-z0-9-]{0,60}=/;

export const permissionsPolicy = defineCheck({
  id: 'permissions-policy',
  title: 'Pages say which features of the browser they use',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field'],
  needs: { page: part(httpResponse, pageResponse) },
  findings: {
    missing: {
      severity: 'info',
      optional: true,
      title: 'Framed and injected scripts may ask for camera, microphone and location',
      remediation:
        'Switch off what your pages do not use: `add_header Permissions-Policy "camera=(), microphone=(), geolocation=()" always;` in nginx, `Header always set Permissions-Policy "camera=(), microphone=(), geolocation=()"` in Apache, a response header rule at the CDN.',
    },
  },
  evaluate({ page }) {
    if (page === null) return notApplicable;
    const value = fieldValues(page, FIELD).join(', ');
    if (MEMBER.test(value)) return pass;
    const evidence = { url: page.url, [FIELD]: value || 'not sent' };
    return fail('missing', evidence, { affects: [serviceKey(page.address, page.port)] });
  },
});
