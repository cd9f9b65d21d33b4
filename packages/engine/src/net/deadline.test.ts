import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bounded, orCanceled } from './deadline.ts';

const never = () => new Promise<string>(() => {});

test('the work in time is the answer', async () => {
  const signal = new AbortController().signal;
  assert.equal(await bounded(1_000, signal, async () => 'done'), 'done');
});

test('work that never ends comes out as a time-out, and its own signal is raised', async () => {
  let raised = false;
  const answer = await bounded(5, new AbortController().signal, (signal) => {
    signal.addEventListener('abort', () => {
      raised = true;
    });
    return never();
  });
  assert.deepEqual(answer, { state: 'unknown', reason: 'timeout', detail: 'No answer within 5 ms.' });
  assert.ok(raised);
});

test('a raised signal comes out as canceled, before the work and during it', async () => {
  const controller = new AbortController();
  const running = bounded(60_000, controller.signal, never);
  controller.abort();
  assert.deepEqual(await running, { state: 'unknown', reason: 'canceled' });
  const notBegun = await bounded(60_000, controller.signal, async () => assert.fail('The work was begun.'));
  assert.deepEqual(notBegun, { state: 'unknown', reason: 'canceled' });
  assert.deepEqual(await orCanceled(never(), controller.signal), { state: 'unknown', reason: 'canceled' });
});

test('what the work throws when time is up stays unheard; what it throws in time is thrown', async () => {
  const late = await bounded(5, new AbortController().signal, async (signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    throw new Error('Too late to matter.');
  });
  assert.deepEqual(late, { state: 'unknown', reason: 'timeout', detail: 'No answer within 5 ms.' });
  await assert.rejects(
    bounded(1_000, new AbortController().signal, async () => {
      throw new Error('A programming error.');
    }),
    /A programming error/,
  );
});
