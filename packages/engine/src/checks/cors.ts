import { defineCheck, fail, notApplicable, open, pass } from '../check.ts';
import { siteFiles } from '../probes/site-files.ts';
import { fieldValues } from '../protocols/http-chain.ts';
import { serviceKey } from '../protocols/service-name.ts';

export const cors = defineCheck({
  id: 'cors',
  title: 'Other sites cannot read answers that are meant for a signed-in visitor',
  category: 'web',
  appliesTo: 'FQDN',
  references: [
    'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
    'https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS',
  ],
  needs: { files: siteFiles },
  findings: {
    'any-origin-with-credentials': {
      severity: 'high',
      title: 'Any site may read the answers with the visitor’s cookies',
      remediation:
        'Do not echo the Origin field. Compare it with a list of origins that you trust, and send Access-Control-Allow-Credentials to those alone: `map $http_origin $allowed { default ""; "https://app.example.com" $http_origin; }` and `add_header Access-Control-Allow-Origin $allowed;` in nginx, `SetEnvIf Origin "^https://app\\.example\\.com$" ALLOWED=$0` and `Header set Access-Control-Allow-Origin %{ALLOWED}e env=ALLOWED` in Apache; the same list in the CORS rule of the CDN or the framework. Send `Vary: Origin` with it.',
    },
  },
  evaluate({ files }) {
    if (files.state === 'absent') return notApplicable;
    for (const [method, answer] of [
      ['GET', files.read],
      ['OPTIONS', files.asked],
    ] as const) {
      if (answer?.state !== 'present') continue;
      const [allowed = ''] = fieldValues(answer, 'access-control-allow-origin');
      const [credentials = ''] = fieldValues(answer, 'access-control-allow-credentials');
      if (allowed !== files.origin || credentials.trim() !== 'true') continue;
      const evidence = {
        url: answer.url,
        method,
        origin: files.origin,
        'access-control-allow-origin': allowed,
      };
      return fail('any-origin-with-credentials', evidence, {
        affects: [serviceKey(answer.address, answer.port)],
      });
    }
    return files.read.state === 'unknown' ? open('The page was not answered.') : pass;
  },
});
