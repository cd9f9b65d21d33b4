import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUnknown, unknown } from '@cyborux/contract';
import type { Chain, Hop } from './http-chain.ts';
import { pageResponse, secureResponses, siteResponses } from './page-response.ts';

const absent: Chain = { state: 'absent', reason: 'connection-refused' };
const silent: Chain = { ...unknown('timeout'), hops: [] };

function hop(url: string, wish: Partial<Hop> = {}): Hop {
  const headers: Hop['headers'] = [['content-type', 'text/html']];
  return { url, status: 200, headers, address: '192.0.2.1', port: 443, ...wish };
}
function chain(hops: Hop[], wish: Partial<Extract<Chain, { state: 'present' }>> = {}): Chain {
  return { state: 'present', hops, ended: 'answered', body: '', truncated: false, ...wish };
}
const secure = chain([hop('https://acme.test/')]);
const plain = chain([hop('http://acme.test/')]);
const error = chain([hop('https://acme.test/', { status: 404 })]);

/** The URL of the page, or what there is in its place. */
function chosen(http: Chain, https: Chain): string | null {
  const page = pageResponse({ http, https });
  if (page === null) return null;
  return isUnknown(page) ? page.reason : page.url;
}

test('the https page is read when there is one, whatever http does', () => {
  assert.equal(chosen(plain, secure), 'https://acme.test/');
  assert.equal(chosen(silent, secure), 'https://acme.test/');
});

test('the last hop of the same host is the page', () => {
  const hops = [hop('https://acme.test/', { status: 302 }), hop('https://acme.test/start')];
  assert.equal(chosen(plain, chain(hops)), 'https://acme.test/start');
});

test('without https the page over http is read', () => {
  assert.equal(chosen(plain, absent), 'http://acme.test/');
  assert.equal(chosen(plain, error), 'http://acme.test/');
});

test('https that is unknown or blocked makes the page unknown, be there one over http', () => {
  assert.equal(chosen(plain, silent), 'timeout');
  const wall = hop('https://acme.test/', { status: 403, wall: 'Akamai' });
  assert.equal(chosen(plain, { ...unknown('blocked'), hops: [wall] }), 'blocked');
  const halfway = chain([hop('https://acme.test/', { status: 301 })], {
    ended: 'no-answer',
    next: unknown('timeout'),
  });
  assert.equal(chosen(plain, halfway), 'timeout');
});

test('there is no page when the answer is an error, no HTML, or another host', () => {
  assert.equal(chosen(absent, error), null);
  assert.equal(chosen(absent, absent), null);
  assert.equal(
    chosen(absent, chain([hop('https://acme.test/', { headers: [['content-type', 'text/plain']] })])),
    null,
  );
  const moved = [hop('https://acme.test/', { status: 301 }), hop('https://www.acme.test/')];
  assert.equal(chosen(absent, chain(moved)), null);
  const left = chain([hop('https://acme.test/', { status: 301 })], { ended: 'left-scope' });
  assert.equal(chosen(absent, left), null);
});

test('without a content type the beginning of the body decides', () => {
  const untyped = hop('https://acme.test/', { headers: [] });
  assert.equal(chosen(absent, chain([untyped], { body: '\n<!DOCTYPE html><p>' })), untyped.url);
  assert.equal(chosen(absent, chain([untyped], { body: 'ok' })), null);
});

test("the site's responses are those of its own host", () => {
  const own = hop('https://acme.test/', { status: 301 });
  const https = chain([own, hop('https://www.acme.test/')]);
  assert.deepEqual(siteResponses({ http: plain, https }), [own]);
  assert.deepEqual(siteResponses({ http: plain, https: absent }), [hop('http://acme.test/')]);
  assert.deepEqual(siteResponses({ http: absent, https: absent }), []);
});

test('a wall leaves the hops before it, and unknown when there are none', () => {
  const own = hop('https://acme.test/', { status: 301 });
  const wall = hop('https://www.acme.test/', { status: 403, wall: 'Akamai' });
  assert.deepEqual(secureResponses({ ...unknown('blocked'), hops: [own, wall] }), [own]);
  assert.deepEqual(secureResponses({ ...unknown('blocked'), hops: [wall] }), unknown('blocked'));
  assert.deepEqual(secureResponses(absent), []);
});
