import assert from 'node:assert/strict';
import { test } from 'node:test';
import { observe } from './observatory-site.ts';

test('fields are told as a record, as pairs or as Headers', () => {
  for (const headers of [
    { 'X-A': ['1', '2'], 'x-b': undefined },
    [
      ['x-a', '1'],
      ['X-A', '2'],
    ] as [string, string][],
    new Headers([
      ['X-A', '1'],
      ['x-a', '2'],
    ]),
  ]) {
    const page = observe({ site: 'acme.test', https: { headers } })?.page;
    assert.equal(page?.field('x-a'), '1, 2');
    assert.equal(page?.field('x-b'), null);
  }
});

test('of two types of content the first counts', () => {
  const https = { headers: { 'Content-Type': ['text/html', 'text/plain'] } };
  assert.equal(observe({ site: 'acme.test', https })?.page.field('content-type'), 'text/html');
});

test('the page is that of https, or that of http', () => {
  const http = { headers: {}, body: 'http' };
  const https = { headers: {}, body: 'https' };
  const both = observe({ site: 'https://acme.test/path', http, https });
  assert.deepEqual([both?.page.body, both?.secure, both?.host], ['https', true, 'acme.test']);
  const plain = observe({ site: 'acme.test', http });
  assert.deepEqual([plain?.page.body, plain?.secure], ['http', false]);
  assert.equal(observe({ site: 'acme.test', https: null }), null);
});

test('the route ends where the answer came from', () => {
  const redirects = [{ url: 'http://acme.test/', status: 301 }];
  const http = { url: 'https://acme.test/', headers: {}, redirects };
  const route = observe({ site: 'acme.test', http })?.http?.route;
  assert.deepEqual(
    route?.map(({ url, status }) => [url.href, status]),
    [
      ['http://acme.test/', 301],
      ['https://acme.test/', 200],
    ],
  );
});

test('the page over https stands for https when that is left out, but not when it is null', () => {
  const auto = { url: 'https://acme.test/', headers: { 'Set-Cookie': 'id=1' } };
  const site = observe({ site: 'acme.test', auto });
  assert.deepEqual([site?.secure, site?.https?.status, site?.cookies.length], [true, 200, 1]);
  assert.equal(observe({ site: 'acme.test', auto, https: null })?.https, null);
  assert.equal(observe({ site: 'acme.test', auto: { url: 'http://acme.test/' } })?.https, null);
});

test('hops may be told by their URLs alone', () => {
  const http = { redirects: ['http://acme.test/', 'https://acme.test/'] };
  assert.equal(observe({ site: 'acme.test', http })?.http?.route.length, 2);
});

test('a site that is no name is refused', () => {
  assert.throws(() => observe({ site: 'no name', https: { headers: {} } }), TypeError);
});
