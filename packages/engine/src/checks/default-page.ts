import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { defaultPage as defaultPageOf } from '../protocols/page-marks.ts';
import { pageResponse } from '../protocols/page-response.ts';
import { serviceKey } from '../protocols/service-name.ts';

export const defaultPage = defineCheck({
  id: 'default-page',
  title: 'The host shows a site, not what came with the server',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://cwe.mitre.org/data/definitions/1188.html'],
  needs: { page: part(httpResponse, pageResponse) },
  findings: {
    installed: {
      severity: 'info',
      title: 'The host shows the first page of a freshly installed server',
      remediation:
        'When the host is not needed, take it and its DNS records away. Otherwise give it its site, and refuse names that are nobody’s: `server { listen 443 ssl default_server; ssl_reject_handshake on; }` in nginx, a first `<VirtualHost>` with `Redirect 404 /` in Apache.',
    },
  },
  evaluate({ page }) {
    if (page === null) return notApplicable;
    const product = defaultPageOf(page.body);
    if (product === null) return pass;
    return fail('installed', { url: page.url, product }, { affects: [serviceKey(page.address, page.port)] });
  },
});
