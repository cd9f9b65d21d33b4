import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noSuchSite, replyTo } from './web-pages.ts';
import type { PageRequest } from './web-reply.ts';

const request: PageRequest = { scheme: 'http', host: 'www.acme.test', path: '/a?b=c' };

describe('pages', () => {
  test('a page that says nothing is HTML that names its host', () => {
    const reply = replyTo({}, request);
    assert.equal(reply.status, 200);
    assert.deepEqual(reply.headers, [['Content-Type', 'text/html; charset=utf-8']]);
    assert.match(String(reply.body), /<title>www\.acme\.test<\/title>/);
  });

  test('headers stay as they are, in their order, twice too', () => {
    const headers = [
      ['set-cookie', 'a=1'],
      ['content-type', 'text/plain'],
      ['Set-Cookie', 'a=2'],
    ] as const;
    assert.deepEqual(replyTo({ status: 500, headers, body: 'x' }, request), {
      status: 500,
      headers,
      body: 'x',
    });
  });

  test('a redirect to https keeps host, path and query', () => {
    const reply = replyTo('redirect-to-https', request);
    assert.equal(reply.status, 301);
    assert.deepEqual(reply.headers[0], ['Location', 'https://www.acme.test/a?b=c']);
  });

  test('a path may have an answer of its own, and all others one that they share', () => {
    const page = {
      body: 'home',
      paths: { '/robots.txt': { body: 'robots' } },
      elsewhere: { status: 404, body: 'gone' },
    };
    const at = (path: string) => replyTo(page, { ...request, path });
    assert.deepEqual(
      ['/', '/?a', '/robots.txt', '/robots.txt?b', '/x', '/constructor'].map((path) => at(path).body),
      ['home', 'home', 'robots', 'robots', 'gone', 'gone'],
    );
    assert.equal(at('/x').status, 404);
    assert.equal(replyTo({ body: 'home' }, { ...request, path: '/x' }).body, 'home');
  });

  test('a host that is not here is not found', () => {
    assert.equal(noSuchSite.status, 404);
  });
});
