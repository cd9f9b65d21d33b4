import { defineCheck, fail, type Judgement, notApplicable, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { fieldValues, type Hop } from '../protocols/http-chain.ts';
import { siteResponses } from '../protocols/page-response.ts';
import { products } from '../protocols/product-version.ts';
import { serviceKey } from '../protocols/service-name.ts';

/** Fields that are a version and nothing else. */
const BARE_VERSIONS = ['x-aspnet-version', 'x-aspnetmvc-version'];

export const versionDisclosure = defineCheck({
  id: 'version-disclosure',
  title: 'The server does not tell its versions',
  category: 'web',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc9110#section-17.12',
    'https://owasp.org/www-project-web-security-testing-guide/stable/4-Web_Application_Security_Testing/01-Information_Gathering/02-Fingerprint_Web_Server',
  ],
  needs: { responses: part(httpResponse, siteResponses) },
  findings: {
    server: {
      severity: 'low',
      title: 'The Server field tells the version of the server',
      remediation:
        'Leave the version out: `server_tokens off;` in nginx, `ServerTokens Prod` and `ServerSignature Off` in Apache, `removeServerHeader="true"` under `requestFiltering` in IIS 10.',
    },
    'powered-by': {
      severity: 'low',
      title: 'The responses tell the version of the framework',
      remediation:
        'Take the field away: `expose_php = Off` in php.ini, `<httpRuntime enableVersionHeader="false" />` in ASP.NET, or at the proxy `proxy_hide_header X-Powered-By;` (`fastcgi_hide_header` for PHP-FPM) in nginx, `Header always unset X-Powered-By` in Apache.',
    },
  },
  evaluate({ responses }) {
    if (responses.length === 0) return notApplicable;
    const server = disclosed(responses, 'server', ['server']);
    const poweredBy = disclosed(responses, 'powered-by', ['x-powered-by', ...BARE_VERSIONS]);
    const failures = [server, poweredBy].filter((failure) => failure !== null);
    return failures.length > 0 ? failures : pass;
  },
});

/** The first response with a version in one of the fields. */
function disclosed<F extends string>(
  responses: readonly Hop[],
  finding: F,
  fields: readonly string[],
): Judgement<F> | null {
  for (const response of responses) {
    for (const field of fields) {
      const value = fieldValues(response, field).find((each) => tellsVersion(field, each));
      if (value === undefined) continue;
      const affects = [serviceKey(response.address, response.port)];
      return fail(finding, { url: response.url, [field]: value }, { affects });
    }
  }
  return null;
}

/** A major version alone says little, and is what `ServerTokens Major` leaves on purpose. */
function tellsVersion(field: string, value: string): boolean {
  if (BARE_VERSIONS.includes(field)) return /\d\.\d/.test(value);
  return products(value).some(({ version }) => version !== null && /\d\.\d/.test(version));
}
