import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BYPASS_URLS } from './csp-bypass.ts';
import { hostSource, matchesUrl } from './csp-source.ts';

const url = new URL('https://cdn.acme.test/js/app.js');
for (const [source, matches] of [
  ['*', true],
  ['https:', true],
  ['http:', true],
  ['data:', false],
  ["'self'", false],
  ['cdn.acme.test', true],
  ['CDN.acme.test', true],
  ['http://cdn.acme.test', true],
  ['wss://cdn.acme.test', false],
  ['*.acme.test', true],
  ['*.cdn.acme.test', false],
  ['acme.test', false],
  ['https://cdn.acme.test:443', true],
  ['https://cdn.acme.test:8443', false],
  ['https://cdn.acme.test:*/js/', true],
  ['https://cdn.acme.test/js', false],
  ['https://cdn.acme.test/js/app.js', true],
  ['https://cdn.acme.test/css/', false],
  ['https://cdn.acme.test/', true],
] as const) {
  test(`${source} ${matches ? 'matches' : 'does not match'} ${url}`, () => {
    assert.equal(matchesUrl(source, url), matches);
  });
}

test('a host-source is read into its parts', () => {
  const whole = { scheme: 'https', host: '*.acme.test', port: '*', path: '/a/' };
  assert.deepEqual(hostSource('HTTPS://*.Acme.test:*/a/'), whole);
  assert.equal(hostSource("'self'"), null);
  assert.equal(hostSource('data:'), null);
});

test('every bypass is matched by its own host, and none stands twice', () => {
  for (const bypass of BYPASS_URLS) assert.ok(matchesUrl(bypass.hostname, bypass));
  assert.equal(new Set(BYPASS_URLS.map(String)).size, BYPASS_URLS.length);
});

test('any text is read without a throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void matchesUrl(text, url)));
});
