import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { sitePage } from '../protocols/page-response.ts';
import { serviceKey } from '../protocols/service-name.ts';

const MAX_SHOWN = 10;

export const internalAddress = defineCheck({
  id: 'internal-address',
  title: 'Pages do not name addresses of the internal network',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc1918', 'https://cwe.mitre.org/data/definitions/200.html'],
  needs: { page: part(httpResponse, sitePage) },
  findings: {
    'in-page': {
      severity: 'info',
      title: 'A page names addresses or hosts of the internal network',
      remediation:
        'Replace them in the page, its template or its configuration by public names. Where a proxy passes on what the application writes, tell the application its public name (`proxy_set_header Host $host;` in nginx, `ProxyPreserveHost On` in Apache), or rewrite it (`sub_filter` in nginx, `mod_substitute` in Apache).',
    },
  },
  evaluate({ page }) {
    if (page === null) return notApplicable;
    const { internal, truncated } = page.facts;
    if (internal.length > 0) {
      const evidence = { url: page.url, internal: internal.slice(0, MAX_SHOWN).join(', ') };
      return fail('in-page', evidence, { affects: [serviceKey(page.address, page.port)] });
    }
    return truncated ? open('The page is larger than what was read of it.') : pass;
  },
});
