import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Resolve } from '../../protocols/dns-answer.ts';
import { resolveNames } from './many.ts';

const resolvers = [{ host: '192.0.2.1', port: 853, secure: { over: 'tls' as const, name: null } }];

function asking(most: { atOnce: number }): Resolve {
  let under = 0;
  return (async (name: string) => {
    under += 1;
    most.atOnce = Math.max(most.atOnce, under);
    await sleep(1);
    under -= 1;
    return name.startsWith('no')
      ? { state: 'absent', reason: 'nxdomain' }
      : { state: 'present', records: ['192.0.2.9'], ttl: 60 };
  }) as Resolve;
}

const options = (resolve: Resolve) => ({
  resolvers,
  type: 'A' as const,
  timeoutMs: 100,
  tries: 1,
  resolve,
  signal: AbortSignal.timeout(5_000),
});

test('resolvers over TLS are asked name by name, so many at once, and each name is told once', async () => {
  const most = { atOnce: 0 };
  const names = Array.from(
    { length: 300 },
    (_, index) => `${index % 3 === 0 ? 'no' : 'yes'}${index}.example.com`,
  );
  const results = await Array.fromAsync(resolveNames(names, options(asking(most))));
  assert.deepEqual(results.map(({ name }) => name).sort(), [...names].sort());
  assert.equal(results.filter(({ answer }) => answer.state === 'absent').length, 100);
  assert.ok(most.atOnce > 1 && most.atOnce <= 48, String(most.atOnce));
});

test('an answer does not wait for the next name of an input that goes on', async () => {
  const more = Promise.withResolvers<void>();
  async function* input() {
    yield 'yes1.example.com';
    await more.promise;
    yield 'yes2.example.com';
  }
  const told: string[] = [];
  for await (const { name, answer } of resolveNames(input(), options(asking({ atOnce: 0 })))) {
    told.push(name);
    assert.deepEqual(answer.state === 'present' && answer.wildcard, 'unknown');
    more.resolve();
  }
  assert.deepEqual(told, ['yes1.example.com', 'yes2.example.com']);
});
