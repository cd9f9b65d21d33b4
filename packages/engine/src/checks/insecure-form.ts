import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { sitePage } from '../protocols/page-response.ts';
import { serviceKey } from '../protocols/service-name.ts';

export const insecureForm = defineCheck({
  id: 'insecure-form',
  title: 'Forms send what is entered over HTTPS',
  category: 'web',
  appliesTo: 'FQDN',
  references: [
    'https://www.w3.org/TR/mixed-content/#requirements-forms',
    'https://cwe.mitre.org/data/definitions/319.html',
  ],
  needs: { page: part(httpResponse, sitePage) },
  findings: {
    'clear-text': {
      severity: 'medium',
      title: 'A form on a page of HTTPS sends what is entered over plain HTTP',
      remediation:
        "Write the form's action with `https://`, or as a path alone. When the receiving host has no HTTPS yet, give it a certificate first; a redirect comes too late, for the data has travelled then. `form-action 'self' https:` in the content security policy keeps it so.",
    },
    'password-over-http': {
      severity: 'medium',
      title: 'A page of plain HTTP asks for a password',
      remediation:
        'Serve the page over HTTPS alone: `return 301 https://$host$request_uri;` in the server of port 80 in nginx, `Redirect permanent / https://HOST/` in the `<VirtualHost *:80>` of Apache, "always use HTTPS" at the CDN.',
    },
  },
  evaluate({ page }) {
    if (page === null) return notApplicable;
    const { forms, truncated } = page.facts;
    const affects = [serviceKey(page.address, page.port)];
    const isPlain = page.url.startsWith('http:');
    const form = isPlain
      ? forms.find(({ password }) => password)
      : forms.find(({ action }) => action.startsWith('http:'));
    if (form !== undefined) {
      const evidence = { url: page.url, action: form.action, method: form.method };
      return fail(isPlain ? 'password-over-http' : 'clear-text', evidence, { affects });
    }
    if (truncated) return open('The page is larger than what was read of it.');
    return forms.length === 0 ? notApplicable : pass;
  },
});
