import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fieldValues, redirectOf, siteHops } from './http-chain.ts';

const from = 'https://www.acme.test/a/b?c';

for (const [location, to] of [
  ['https://acme.test/', 'https://acme.test/'],
  ['/login', 'https://www.acme.test/login'],
  ['d', 'https://www.acme.test/a/d'],
  ['//other.test/x', 'https://other.test/x'],
  ['?q', 'https://www.acme.test/a/b?q'],
  ['HTTP://ACME.TEST:80', 'http://acme.test/'],
  ['https://user:secret@acme.test/#part', 'https://acme.test/'],
] as const) {
  test(`Location ${location} leads to ${to}`, () => {
    const redirect = redirectOf(from, 302, location);
    assert.equal('to' in redirect && redirect.to.href, to);
  });
}

for (const [status, location, ended] of [
  [200, '/x', 'answered'],
  [304, '/x', 'answered'],
  [301, undefined, 'answered'],
  [301, 'mailto:a@acme.test', 'other-scheme'],
  [301, 'javascript:alert(1)', 'other-scheme'],
  [302, 'http://[', 'bad-location'],
  [302, `/${'a'.repeat(5000)}`, 'bad-location'],
] as const) {
  test(`${status} with Location ${location?.slice(0, 20)} ends the chain: ${ended}`, () => {
    const redirect = redirectOf(from, status, location);
    assert.equal('ended' in redirect && redirect.ended, ended);
  });
}

test('whatever stands in Location, it leads to an http URL without credentials or nowhere', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.webPath()), (location) => {
      const redirect = redirectOf(from, 301, location);
      if (!('to' in redirect)) return;
      assert.match(redirect.to.href, /^https?:\/\/[^@]*/);
      assert.equal(redirect.to.username + redirect.to.password + redirect.to.hash, '');
    }),
  );
});

test('all values of a field are told in order', () => {
  const headers: [string, string][] = [
    ['set-cookie', 'a=1'],
    ['server', 'x'],
    ['set-cookie', 'b=2'],
  ];
  assert.deepEqual(fieldValues({ headers }, 'set-cookie'), ['a=1', 'b=2']);
});

test('a hop that is a wall is not the site', () => {
  const hop = { url: from, status: 301, headers: [], address: '192.0.2.1', port: 443 };
  const hops = [hop, { ...hop, status: 403, wall: 'Cloudflare' }];
  assert.deepEqual(siteHops({ state: 'unknown', reason: 'blocked', hops }), [hop]);
  assert.deepEqual(siteHops({ state: 'absent', reason: 'nodata' }), []);
});
