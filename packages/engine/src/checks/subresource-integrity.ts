import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { hostOf } from '../protocols/http-chain.ts';
import { sitePage } from '../protocols/page-response.ts';
import { sameSite } from '../protocols/same-site.ts';
import { serviceKey } from '../protocols/service-name.ts';

const MAX_SHOWN = 5;

export const subresourceIntegrity = defineCheck({
  id: 'subresource-integrity',
  title: 'Scripts of other organisations run only as they were when they were chosen',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://www.w3.org/TR/SRI/'],
  needs: { page: part(httpResponse, sitePage) },
  findings: {
    missing: {
      severity: 'low',
      title: 'Scripts of other organisations are loaded without a check of their integrity',
      remediation:
        'Name the hash of the very version that you use: `<script src="https://cdn.example.net/lib-1.2.3.js" integrity="sha384-..." crossorigin="anonymous">` (`openssl dgst -sha384 -binary FILE | openssl base64 -A`). A script that changes by itself has no stable hash: serve a copy from your own host, or do without it.',
    },
  },
  evaluate({ page }) {
    if (page === null) return notApplicable;
    const foreign = page.facts.scripts.filter(({ url }) => !sameSite(url, page.url));
    const bare = foreign.filter(({ integrity }) => !integrity);
    const [first] = bare;
    if (first !== undefined) {
      const hosts = [...new Set(bare.map(({ url }) => hostOf(url)))].slice(0, MAX_SHOWN).join(', ');
      const evidence = { url: page.url, scripts: bare.length, hosts, first: first.url };
      return fail('missing', evidence, { affects: [serviceKey(page.address, page.port)] });
    }
    if (page.facts.truncated) return open('The page is larger than what was read of it.');
    return foreign.length === 0 ? notApplicable : pass;
  },
});
