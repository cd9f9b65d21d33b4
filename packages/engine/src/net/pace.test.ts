import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGate, createPacer } from './pace.ts';

const signal = new AbortController().signal;

test('lets in no more than allowed, to a host and in all', async () => {
  const gate = createGate({ perHost: 2, total: 3 });
  const inside = new Map<string, number>();
  let total = 0;
  const peaks = { perHost: 0, total: 0 };
  const visit = async (host: string) => {
    const leave = await gate.enter(host, signal);
    inside.set(host, (inside.get(host) ?? 0) + 1);
    total += 1;
    peaks.perHost = Math.max(peaks.perHost, inside.get(host) ?? 0);
    peaks.total = Math.max(peaks.total, total);
    await new Promise(setImmediate);
    inside.set(host, (inside.get(host) ?? 0) - 1);
    total -= 1;
    leave?.();
  };
  await Promise.all(['a', 'a', 'a', 'a', 'b', 'b', 'c', 'c', 'a'].map(visit));
  assert.deepEqual(peaks, { perHost: 2, total: 3 });
});

test('hosts take turns, and within one the first comes first', async () => {
  const gate = createGate({ perHost: 1, total: 1 });
  const order: string[] = [];
  const first = await gate.enter('a', signal);
  const waiting = ['a1', 'a2', 'a3', 'b1', 'c1'].map(async (who) => {
    const leave = await gate.enter(who.charAt(0), signal);
    order.push(who);
    leave?.();
  });
  first?.();
  await Promise.all(waiting);
  assert.deepEqual(order, ['a1', 'b1', 'c1', 'a2', 'a3']);
});

test('one who gives up waiting leaves his place to the next; leaving twice counts once', async () => {
  const gate = createGate({ perHost: 1, total: 1 });
  const leave = await gate.enter('a', signal);
  const impatient = new AbortController();
  const given = gate.enter('a', impatient.signal);
  const next = gate.enter('a', signal);
  impatient.abort();
  assert.equal(await given, null);
  assert.equal(await gate.enter('a', impatient.signal), null);
  leave?.();
  leave?.();
  const leaveNext = await next;
  const stillWaiting = new AbortController();
  const third = gate.enter('a', stillWaiting.signal);
  stillWaiting.abort();
  assert.equal(await third, null, 'the second leaving made no room');
  leaveNext?.();
});

test('so many requests start in a window, the next when the oldest is out of it', async () => {
  const pacer = createPacer(2, 40);
  const starts: number[] = [];
  const began = performance.now();
  for (let count = 0; count < 5; count++) {
    await pacer(signal);
    starts.push(performance.now() - began);
  }
  assert.ok((starts[2] ?? 0) >= 38, 'the third waits for the window of the first');
  assert.ok((starts[4] ?? 0) >= 77, 'the fifth for that of the third');
});

test('waiting for the pace ends with the signal', async () => {
  const pacer = createPacer(1);
  await pacer(signal);
  const controller = new AbortController();
  const waiting = pacer(controller.signal);
  controller.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
});
