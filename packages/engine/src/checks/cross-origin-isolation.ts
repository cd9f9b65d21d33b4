import { defineCheck, fail, notApplicable, part, pass, together } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { fieldValues } from '../protocols/http-chain.ts';
import { pageResponse } from '../protocols/page-response.ts';
import { serviceKey } from '../protocols/service-name.ts';

const OPENER = 'cross-origin-opener-policy';
const RESOURCE = 'cross-origin-resource-policy';
const OPENER_VALUES = ['same-origin', 'same-origin-allow-popups', 'noopener-allow-popups'];
const RESOURCE_VALUES = ['same-origin', 'same-site', 'cross-origin'];

export const crossOriginIsolation = defineCheck({
  id: 'cross-origin-isolation',
  title: 'Pages are kept apart from other sites in the browser',
  category: 'web',
  appliesTo: 'FQDN',
  references: [
    'https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies',
    'https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header',
  ],
  needs: { page: part(httpResponse, pageResponse) },
  findings: {
    'opener-policy-missing': {
      severity: 'info',
      optional: true,
      title: 'Sites that open the pages keep a hold of their window',
      remediation:
        'Send Cross-Origin-Opener-Policy: `add_header Cross-Origin-Opener-Policy same-origin always;` in nginx, `Header always set Cross-Origin-Opener-Policy same-origin` in Apache, a response header rule at the CDN. Pages that sign in through a pop-up need same-origin-allow-popups.',
    },
    'resource-policy-missing': {
      severity: 'info',
      optional: true,
      title: 'Any site may embed the answers',
      remediation:
        'Send Cross-Origin-Resource-Policy: `add_header Cross-Origin-Resource-Policy same-site always;` in nginx, `Header always set Cross-Origin-Resource-Policy same-site` in Apache, a response header rule at the CDN; cross-origin for what others shall embed.',
    },
  },
  evaluate({ page }) {
    if (page === null) return notApplicable;
    const judgement = <F extends string>(finding: F, field: string, values: readonly string[]) => {
      const value = fieldValues(page, field).join(', ');
      const token = value.split(';', 1)[0]?.trim().toLowerCase() ?? '';
      if (values.includes(token)) return pass;
      const evidence = { url: page.url, [field]: value || 'not sent' };
      return fail(finding, evidence, { affects: [serviceKey(page.address, page.port)] });
    };
    return together([
      judgement('opener-policy-missing', OPENER, OPENER_VALUES),
      judgement('resource-policy-missing', RESOURCE, RESOURCE_VALUES),
    ]);
  },
});
