import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { type CspFinding, evaluate, parse, type Weakness } from '../protocols/csp.ts';
import { htmlMeta } from '../protocols/html-meta.ts';
import { fieldValues } from '../protocols/http-chain.ts';
import { pageResponse } from '../protocols/page-response.ts';
import { serviceKey } from '../protocols/service-name.ts';

const FIELD = 'content-security-policy';
/** Where the policy is written. */
const PLACE =
  'The policy stands in `add_header Content-Security-Policy "..." always;` in nginx, in `Header always set Content-Security-Policy "..."` in Apache, or in the response header rules of the CDN.';

const optional = { severity: 'low', optional: true } as const;
const mistake = { severity: 'low' } as const;

export const csp = defineCheck({
  id: 'csp',
  title: 'A content security policy keeps injected scripts from running',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://www.w3.org/TR/CSP3/', 'https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP'],
  needs: { page: part(httpResponse, pageResponse) },
  findings: {
    missing: {
      ...optional,
      title: 'No content security policy is set',
      remediation:
        "Try a policy with Content-Security-Policy-Report-Only, then enforce it: `add_header Content-Security-Policy \"default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'\" always;` in nginx, `Header always set Content-Security-Policy \"...\"` in Apache, a response header rule at the CDN.",
    },
    'report-only': {
      ...optional,
      title: 'The content security policy only reports what it would stop',
      remediation:
        'When the reports show nothing that your pages need, send the same policy as Content-Security-Policy: rename the field in `add_header` (nginx), `Header always set` (Apache) or the response header rule of the CDN.',
    },
    'scripts-unrestricted': {
      ...optional,
      title: 'The content security policy does not restrict scripts',
      remediation: `Add script-src, or a default-src that it falls back to: \`default-src 'self'\`. ${PLACE}`,
    },
    'unsafe-inline': {
      ...optional,
      title: 'The content security policy lets inline scripts run',
      remediation: `Give script-src no 'unsafe-inline': move inline scripts to files, or mark each one with a fresh nonce (\`script-src 'nonce-RANDOM' 'strict-dynamic'\`, \`<script nonce=RANDOM>\`). ${PLACE}`,
    },
    'unsafe-eval': {
      ...optional,
      title: 'The content security policy lets text be run as code',
      remediation: `Take 'unsafe-eval' out of script-src; a library that needs it mostly has a build that does not, and WebAssembly alone needs 'wasm-unsafe-eval'. ${PLACE}`,
    },
    'wildcard-source': {
      ...optional,
      title: 'The content security policy lets scripts or plug-ins come from any host',
      remediation: `Name the hosts instead of \`*\`, or use nonces with 'strict-dynamic'. ${PLACE}`,
    },
    'scheme-source': {
      ...optional,
      title: 'The content security policy lets scripts or plug-ins come from a whole scheme',
      remediation: `Take \`https:\`, \`http:\`, \`data:\`, \`blob:\` and \`filesystem:\` out of script-src and object-src, and name the hosts. ${PLACE}`,
    },
    'bypassable-host': {
      ...optional,
      title: 'The content security policy trusts a host that serves anyone’s scripts',
      remediation: `Serve the script from your own host, or allow it by its hash or a nonce instead of by its host. ${PLACE}`,
    },
    'plain-http-source': {
      severity: 'low',
      title: 'The content security policy trusts scripts that come over plain HTTP',
      remediation: `Write \`https://\` in front of the host, or leave the scheme out. ${PLACE}`,
    },
    'missing-object-src': {
      severity: 'info',
      optional: true,
      title: 'The content security policy does not restrict plug-ins',
      remediation: `Add \`object-src 'none'\`. ${PLACE}`,
    },
    'missing-base-uri': {
      ...optional,
      title: 'The content security policy lets an injected base element redirect scripts',
      remediation: `Add \`base-uri 'self'\`, or 'none'; default-src does not stand in for it. ${PLACE}`,
    },
    'unsafe-inline-style': {
      severity: 'info',
      optional: true,
      title: 'The content security policy lets inline styles apply',
      remediation: `Move inline styles to files, and take 'unsafe-inline' out of style-src. ${PLACE}`,
    },
    'unknown-directive': {
      severity: 'info',
      title: 'The content security policy has a directive that browsers do not know',
      remediation: `Correct its name, or take it out. ${PLACE}`,
    },
    'deprecated-directive': {
      severity: 'info',
      title: 'The content security policy has a directive that browsers are giving up',
      remediation: `Take it out; beside report-uri, send report-to with a Reporting-Endpoints field. ${PLACE}`,
    },
    'duplicate-directive': {
      ...mistake,
      title: 'The content security policy has a directive twice, of which only the first counts',
      remediation: `Join the two into one. ${PLACE}`,
    },
    'missing-semicolon': {
      ...mistake,
      title: 'The content security policy lacks a semicolon, so that a directive is taken for a source',
      remediation: `Put a semicolon in front of the directive's name. ${PLACE}`,
    },
    'unquoted-keyword': {
      ...mistake,
      title: 'The content security policy has a keyword without quotes, which is taken for a host',
      remediation: `Put single quotes around it: 'self', 'none', 'nonce-...'. ${PLACE}`,
    },
    'unknown-keyword': {
      ...mistake,
      title: 'The content security policy has a keyword that browsers do not know',
      remediation: `Correct it; hosts stand without quotes. ${PLACE}`,
    },
    'none-with-others': {
      ...mistake,
      title: "The content security policy has 'none' beside other sources, where it does not count",
      remediation: `Leave 'none' alone in its directive, or take it out. ${PLACE}`,
    },
    'ip-source': {
      severity: 'info',
      title: 'The content security policy names an address, which never matches',
      remediation: `Use a host name, or take the address out. ${PLACE}`,
    },
    'short-nonce': {
      ...mistake,
      title: 'The nonce of the content security policy is short enough to guess',
      remediation: 'Make a nonce of at least 128 random bits anew for each response, in the application.',
    },
    'strict-dynamic-without-nonce': {
      ...mistake,
      title:
        "The content security policy has 'strict-dynamic', but no nonce or hash that lets a first script in",
      remediation: `Add a nonce or a hash for the scripts of the page, or take 'strict-dynamic' out. ${PLACE}`,
    },
    'not-ascii': {
      ...mistake,
      title: 'The content security policy has a directive that browsers pass over for its characters',
      remediation: `Write it in ASCII: look for typographic quotes and dashes. ${PLACE}`,
    },
  },
  evaluate({ page }) {
    if (page === null) return notApplicable;
    const meta = htmlMeta(page.body, page.truncated);
    const policies = [...fieldValues(page, FIELD), ...parse(meta.policies, 'meta')];
    const found = evaluate(policies, fieldValues(page, `${FIELD}-report-only`));
    const sure = meta.complete ? found : found.filter(({ weakness }) => !CLOSED_BY_ANOTHER.has(weakness));
    if (found.length === 0) return pass;
    if (sure.length === 0) return open('A policy could stand in the part of the page that was not read.');
    const affects = [serviceKey(page.address, page.port)];
    return [...Map.groupBy(sure, ({ weakness }) => weakness)].map(([weakness, all]) => {
      const evidence = { url: page.url, ...(weakness === 'no-policy' ? {} : { policy: placesOf(all) }) };
      return fail(weakness === 'no-policy' ? 'missing' : weakness, evidence, { affects });
    });
  },
});

/** What a further policy would forbid. Mistakes stay, whatever else there is. */
const CLOSED_BY_ANOTHER: ReadonlySet<Weakness> = new Set<Weakness>([
  ...(['no-policy', 'report-only', 'scripts-unrestricted', 'unsafe-inline', 'unsafe-eval'] as const),
  ...(['wildcard-source', 'scheme-source', 'bypassable-host', 'plain-http-source'] as const),
  ...(['missing-object-src', 'missing-base-uri', 'unsafe-inline-style'] as const),
]);

const MAX_PLACES = 10;

function placesOf(findings: readonly CspFinding[]): string {
  return findings
    .slice(0, MAX_PLACES)
    .map(({ directive, source }) => (source === undefined ? directive : `${directive} ${source}`))
    .join('; ');
}
