import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstAccepted } from './first-accepted.ts';

const never = new Promise<null>(() => {});

test('the first that answers is taken, and nobody else is asked', async () => {
  const asked: string[] = [];
  const answer = await firstAccepted(['a', 'b'], 1_000, 5_000, async (server) => {
    asked.push(server);
    return `from ${server}`;
  });
  assert.equal(answer, 'from a');
  assert.deepEqual(asked, ['a']);
});

test('after a failure the next is asked at once, and the failed one never again', async () => {
  const asked: string[] = [];
  const answer = await firstAccepted(['a', 'b', 'c'], 60_000, 120_000, async (server) => {
    asked.push(server);
    return server === 'c' ? 'from c' : null;
  });
  assert.equal(answer, 'from c');
  assert.deepEqual(asked, ['a', 'b', 'c']);
});

test('after silence the next is asked, and a late answer still counts', async () => {
  const late = Promise.withResolvers<string>();
  const answer = await firstAccepted(['slow', 'silent'], 10, 60_000, (server) => {
    if (server === 'slow') return late.promise;
    late.resolve('late');
    return never;
  });
  assert.equal(answer, 'late');
});

test('null when all have failed, and when there is nobody to ask', async () => {
  assert.equal(await firstAccepted(['a', 'b'], 60_000, 120_000, async () => null), null);
  assert.equal(await firstAccepted([], 60_000, 120_000, async () => 'x'), null);
});

test('null when time is up', async () => {
  assert.equal(await firstAccepted(['a'], 10, 40, () => never), null);
});
