import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DnsAnswer } from '../../protocols/dns-answer.ts';
import { createDnsCache } from './cache.ts';

const never = new AbortController().signal;

function cacheOf(answer: DnsAnswer<never>, cacheSeconds: number) {
  let walks = 0;
  let now = 0;
  const cache = createDnsCache(
    async () => {
      walks += 1;
      return { answer, cacheSeconds };
    },
    () => now,
  );
  return {
    ask: () => cache('acme.test', 'A', never),
    pass: (ms: number) => {
      now += ms;
    },
    walks: () => walks,
  };
}

test('remembers an answer as long as it says', async () => {
  const cache = cacheOf({ state: 'present', records: [], ttl: 10 }, 10);
  await cache.ask();
  cache.pass(9_999);
  await cache.ask();
  assert.equal(cache.walks(), 1);
  cache.pass(1);
  await cache.ask();
  assert.equal(cache.walks(), 2);
});

test('remembers a failure for five seconds', async () => {
  const cache = cacheOf({ state: 'unknown', reason: 'servfail' }, 0);
  await cache.ask();
  cache.pass(4_999);
  await cache.ask();
  assert.equal(cache.walks(), 1);
  cache.pass(1);
  await cache.ask();
  assert.equal(cache.walks(), 2);
});
