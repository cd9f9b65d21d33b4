import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Answer, challenge } from './challenge.ts';

const ordinary: [string, Partial<Answer>][] = [
  ['a page', { status: 200, body: '<title>Acme</title>' }],
  ['a plain 403', { status: 403, body: '<h1>403 Forbidden</h1><hr>nginx' }],
  ['a plain 503', { status: 503, body: 'Service Unavailable' }],
  ['a plain 404', { status: 404 }],
  ['a 403 of Apache that says access denied', { status: 403, body: 'Access denied' }],
  [
    'a page behind Cloudflare',
    {
      status: 200,
      headers: [
        ['server', 'cloudflare'],
        ['cf-ray', '1'],
      ],
      body: '/cdn-cgi/challenge-platform/',
    },
  ],
  ['a page behind DataDome', { status: 200, headers: [['x-datadome', 'protected']] }],
  ['a page behind Imperva', { status: 200, headers: [['x-iinfo', '1-2']], body: '<title>Acme</title>' }],
  ['an article about Cloudflare', { status: 200, body: '<title>Just a moment...</title>' }],
  ['an origin down behind Cloudflare', { status: 403, headers: [['server', 'cloudflare']], body: 'no' }],
];
for (const [name, answer] of ordinary) {
  test(`${name} is an ordinary answer`, () => {
    assert.equal(challenge({ status: 200, headers: [], body: '', ...answer }), null);
  });
}

const walls: [string, string, Partial<Answer>][] = [
  ['Cloudflare', 'challenge', { status: 403, headers: [['cf-mitigated', 'challenge']] }],
  ['Cloudflare', 'challenge', { status: 503, body: '<html><title>Just a moment...</title>' }],
  ['Cloudflare', 'block', { status: 403, headers: [['server', 'cloudflare']], body: 'error code: 1020' }],
  ['Cloudflare', 'block', { status: 403, body: '<title>Attention Required! | Cloudflare</title>' }],
  ['Akamai', 'block', { status: 403, body: '<H1>Access Denied</H1> Reference&#32;&#35;18&#46;2' }],
  ['Akamai', 'block', { status: 403, body: '<H1>Access Denied</H1> Reference #18.2' }],
  ['Imperva', 'block', { status: 200, body: 'Request unsuccessful. Incapsula incident ID: 7' }],
  [
    'Imperva',
    'challenge',
    { headers: [['x-iinfo', '1']], body: '<iframe src="/_Incapsula_Resource?SWUDNSAI=31"></iframe>' },
  ],
  ['AWS WAF', 'challenge', { status: 202, headers: [['x-amzn-waf-action', 'challenge']] }],
  ['AWS WAF', 'challenge', { status: 405, headers: [['x-amzn-waf-action', 'captcha']] }],
  ['DataDome', 'challenge', { status: 403, body: '<script src="https://ct.captcha-delivery.com/c.js">' }],
  ['PerimeterX', 'challenge', { status: 403, body: '<div id="px-captcha"></div>' }],
  ['Sucuri', 'block', { status: 403, body: '<title>Sucuri WebSite Firewall - Access Denied</title>' }],
  ['F5 BIG-IP', 'block', { body: 'The requested URL was rejected. Your support ID is: 1' }],
  ['Vercel', 'challenge', { status: 429, headers: [['x-vercel-mitigated', 'challenge']] }],
  ['unnamed', 'rate-limit', { status: 429, body: 'slow down' }],
];
for (const [product, kind, answer] of walls) {
  test(`${answer.status ?? 200} ${JSON.stringify(answer.headers ?? answer.body)} is ${product}`, () => {
    const expected = { product, kind: answer.status === 429 ? 'rate-limit' : kind };
    assert.deepEqual(challenge({ status: 200, headers: [], body: '', ...answer }), expected);
  });
}

test('a page without a mark is ordinary unless it is a 429', () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 599 }), fc.string(), (status, body) => {
      assert.equal(challenge({ status, headers: [], body }) === null, status !== 429);
    }),
  );
});
