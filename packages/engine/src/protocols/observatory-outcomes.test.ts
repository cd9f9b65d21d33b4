import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OBSERVATORY_TESTS } from './observatory.ts';

/** The published table of the algorithm: result, modifier, and whether it counts as passed. */
const PUBLISHED = `
csp-implemented-with-no-unsafe-default-src-none 10 pass
csp-implemented-with-no-unsafe 5 pass
csp-implemented-with-unsafe-inline-in-style-src-only 0 pass
csp-implemented-with-insecure-scheme-in-passive-content-only -10 pass
csp-implemented-but-duplicate-directives 0 pass
csp-implemented-with-unsafe-eval -10 fail
csp-implemented-with-unsafe-inline -20 fail
csp-implemented-with-insecure-scheme -20 fail
csp-header-invalid -25 fail
csp-not-implemented -25 fail
csp-not-implemented-but-reporting-enabled -25 fail
cookies-secure-with-httponly-sessions-and-samesite 5 pass
cookies-secure-with-httponly-sessions 0 pass
cookies-not-found 0 pass
cookies-without-secure-flag-but-protected-by-hsts -5 fail
cookies-session-without-secure-flag-but-protected-by-hsts -10 fail
cookies-without-secure-flag -20 fail
cookies-samesite-flag-invalid -20 fail
cookies-anticsrf-without-samesite-flag -20 fail
cookies-session-without-httponly-flag -30 fail
cookies-session-without-secure-flag -40 fail
cross-origin-resource-sharing-not-implemented 0 pass
cross-origin-resource-sharing-implemented-with-public-access 0 pass
cross-origin-resource-sharing-implemented-with-restricted-access 0 pass
cross-origin-resource-sharing-implemented-with-universal-access -50 fail
redirection-to-https 0 pass
redirection-not-needed-no-http 0 pass
redirection-all-redirects-preloaded 0 pass
redirection-off-host-from-http -5 fail
redirection-not-to-https-on-initial-redirection -10 fail
redirection-not-to-https -20 fail
redirection-missing -20 fail
redirection-invalid-cert -20 fail
referrer-policy-private 5 pass
referrer-policy-not-implemented 0 pass
referrer-policy-unsafe -5 fail
referrer-policy-header-invalid -5 fail
hsts-preloaded 5 pass
hsts-implemented-max-age-at-least-six-months 0 pass
hsts-implemented-max-age-less-than-six-months -10 fail
hsts-not-implemented -20 fail
hsts-header-invalid -20 fail
hsts-not-implemented-no-https -20 fail
hsts-invalid-cert -20 fail
sri-implemented-and-all-scripts-loaded-securely 5 pass
sri-implemented-and-external-scripts-loaded-securely 5 pass
sri-not-implemented-response-not-html 0 pass
sri-not-implemented-but-no-scripts-loaded 0 pass
sri-not-implemented-but-all-scripts-loaded-from-secure-origin 0 pass
sri-not-implemented-but-external-scripts-loaded-securely -5 fail
sri-implemented-but-external-scripts-not-loaded-securely -20 fail
sri-not-implemented-and-external-scripts-not-loaded-securely -50 fail
x-content-type-options-nosniff 0 pass
x-content-type-options-not-implemented -5 fail
x-content-type-options-header-invalid -5 fail
x-frame-options-implemented-via-csp 5 pass
x-frame-options-sameorigin-or-deny 5 pass
x-frame-options-allow-from-origin 0 pass
x-frame-options-not-implemented -20 fail
x-frame-options-header-invalid -20 fail
corp-not-implemented 0 pass
corp-implemented-with-same-origin 10 pass
corp-implemented-with-same-site 10 pass
corp-implemented-with-cross-origin 0 pass
corp-header-invalid -5 fail
coep-not-implemented 0 pass
coep-implemented-with-require-corp 10 pass
coep-implemented-with-credentialless 10 pass
coep-implemented-with-unsafe-none 0 pass
coep-header-invalid -5 fail
coop-not-implemented 0 pass
coop-implemented-with-same-origin 10 pass
coop-implemented-with-same-origin-allow-popups 10 pass
coop-implemented-with-noopener-allow-popups 10 pass
coop-implemented-with-unsafe-none 0 pass
coop-header-invalid -5 fail`;

test('every result is worth what the published table says', () => {
  const ours = OBSERVATORY_TESTS.flatMap(({ outcomes }) =>
    Object.entries(outcomes).map(
      ([result, { modifier, pass }]) => `${result} ${modifier} ${pass ? 'pass' : 'fail'}`,
    ),
  );
  assert.deepEqual(ours.sort(), PUBLISHED.trim().split('\n').sort());
});
