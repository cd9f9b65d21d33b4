import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { until } from '../../testing/until.ts';
import { createPool } from './pool.ts';
import { createQuestions } from './question.ts';
import { openUpstream, type Upstream } from './upstream.ts';

const OPTIONS = {
  type: 'A' as const,
  trusted: false,
  spend: () => true,
  ports: 1,
  questionsPerPort: 100,
  initial: 2,
  max: 2,
  timeoutMs: 10,
  signal: new AbortController().signal,
};

const NOWHERE = { failedAt: [], lostAt: null };

test('resolvers are chosen in turn while they have room; one that failed only when it is alone', async () => {
  const server = createSocket('udp4').bind(0, '127.0.0.1');
  await once(server, 'listening');
  let lost = 0;
  const events = {
    answered: () => {},
    changed: () => {},
    lost: () => {
      lost += 1;
    },
  };
  const at = { host: '127.0.0.1', port: server.address().port };
  const [first, second] = [openUpstream(at, OPTIONS, events), openUpstream(at, OPTIONS, events)] as const;
  const pool = createPool<'A'>([first, second], false);
  const questions = createQuestions<'A'>(1, true);
  const ask = (upstream: Upstream<'A'> | null) => {
    const question = questions.make('www.acme.test');
    assert.ok(question && upstream);
    upstream.ask(question, 0);
  };
  assert.equal(pool.choose(NOWHERE, 0), null);
  await until(() => first.free(0) && second.free(0));

  for (let count = 0; count < 4; count++)
    ask(pool.choose({ failedAt: [], lostAt: count % 2 === 0 ? first : second }, 0));
  assert.equal(pool.choose(NOWHERE, 0), null);
  first.sweep(1_000);
  assert.equal(lost, 2);
  assert.equal(pool.choose(NOWHERE, 0), first);
  // The other has no room; still it is the one to wait for.
  assert.equal(pool.choose({ failedAt: [first], lostAt: null }, 0), null);
  assert.equal(pool.choose({ failedAt: [], lostAt: first }, 0), first);
  second.dismiss();
  assert.equal(pool.choose({ failedAt: [first], lostAt: null }, 0), first);
  assert.equal(pool.usable(0), true);
  first.dismiss();
  assert.equal(pool.alive(), false);
  for (const upstream of [first, second]) upstream.close();
  server.close();
});
