import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { createGunzip } from 'node:zlib';
import { replyTo } from './web-pages.ts';
import type { PageRequest, Reply } from './web-reply.ts';

const request: PageRequest = { scheme: 'https', host: 'hostile.test', path: '/' };

describe('tricks', () => {
  test('a gzip bomb of about a megabyte is one valid stream of a gigabyte', async () => {
    const reply = replyTo({ trick: 'gzip-bomb' }, request);
    let sent = 0;
    let inflated = 0;
    const counted = Readable.from(reply.body as Iterable<Buffer>).on('data', (chunk: Buffer) => {
      sent += chunk.length;
    });
    for await (const chunk of counted.pipe(createGunzip({ chunkSize: 1_048_576 }))) {
      inflated += (chunk as Buffer).length;
    }
    assert.equal(inflated, 1_073_741_824);
    assert.equal(headerOf(reply, 'Content-Length'), String(sent));
    assert.ok(sent < 2_000_000);
  });

  test('a redirect loop leads back to where it began', () => {
    const first = headerOf(replyTo({ trick: 'redirect-loop' }, request), 'Location');
    assert.equal(first, 'https://hostile.test/again');
    const second = replyTo({ trick: 'redirect-loop' }, { ...request, path: '/again' });
    assert.equal(headerOf(second, 'Location'), 'https://hostile.test/');
  });

  test('huge headers come to at least 100 KB', () => {
    const { headers } = replyTo({ trick: 'huge-headers' }, request);
    assert.ok(headers.flat().join('').length >= 100 * 1_024);
  });

  test('endless chunks go on', async () => {
    const reply = replyTo({ trick: 'endless-chunks' }, request);
    let chunks = 0;
    for await (const chunk of reply.body as AsyncIterable<Buffer>) {
      assert.match(chunk.toString(), /^1000\r\na{4096}\r\n$/);
      chunks += 1;
      if (chunks === 5) break;
    }
    assert.equal(chunks, 5);
  });

  test('invalid UTF-8 is invalid', () => {
    const { body } = replyTo({ trick: 'invalid-utf8' }, request);
    assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(body as Buffer));
  });

  test('an origin comes back, and none when there was none', () => {
    const page = { trick: 'reflect-origin' } as const;
    const origin = 'https://a.test';
    assert.equal(headerOf(replyTo(page, { ...request, origin }), 'Access-Control-Allow-Origin'), origin);
    assert.equal(headerOf(replyTo(page, request), 'Access-Control-Allow-Origin'), undefined);
  });

  test('a challenge says that it is one and keeps the headers of the page', () => {
    const reply = replyTo({ trick: 'challenge', headers: [['X-Own', '1']] }, request);
    assert.equal(reply.status, 403);
    assert.equal(headerOf(reply, 'CF-Mitigated'), 'challenge');
    assert.equal(headerOf(reply, 'X-Own'), '1');
    assert.match(String(reply.body), /Just a moment/);
  });
});

function headerOf(reply: Reply, name: string): string | undefined {
  return reply.headers.find(([key]) => key === name)?.[1];
}
