import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWindow, type Window } from './window.ts';

const OPTIONS = { initial: 8, max: 256, timeoutMs: 1_000 };

/** Sends so many, of which one in `lossOf` is lost; the losses are told last. */
function send(window: Window, questions: number, lossOf: number) {
  const rounds = Array.from({ length: questions }, () => window.sent());
  const isLost = (index: number) => lossOf > 0 && index % lossOf === 0;
  for (const [index, round] of rounds.entries()) if (!isLost(index)) window.answered(round, 10);
  for (const [index, round] of rounds.entries()) if (isLost(index)) window.lost(round);
}

test('opens up to its bound while answers come, also on a line that loses one in ten', () => {
  for (const lossOf of [0, 10]) {
    const window = createWindow(OPTIONS);
    for (let count = 0; count < 40; count++) send(window, 100, lossOf);
    assert.equal(window.size(), 256);
  }
});

test('a line whose losses are told in a heap, long after the answers, stays open', () => {
  const window = createWindow(OPTIONS);
  send(window, 4_000, 10);
  assert.equal(window.size(), 256);
});

test('closes where half is lost, once for all that was under way, and never entirely', () => {
  const window = createWindow({ ...OPTIONS, initial: 256 });
  send(window, 1_024, 2);
  assert.equal(window.size(), 128);
  for (let count = 0; count < 20; count++) send(window, 128, 2);
  assert.equal(window.size(), 4);
});

test('grows slowly once it has met heavy loss', () => {
  const window = createWindow({ ...OPTIONS, initial: 128 });
  send(window, 128, 2);
  assert.equal(window.size(), 64);
  send(window, 100, 0);
  assert.equal(window.size(), 69);
});

test('waits as long as told until it knows the server, then by its pace, doubled for each loss', () => {
  const window = createWindow(OPTIONS);
  assert.equal(window.patience(0), 1_000);
  for (let count = 0; count < 100; count++) window.answered(window.sent(), 1);
  assert.equal(window.patience(0), 200);
  assert.equal(window.patience(1), 400);
  assert.equal(window.patience(9), 1_000);
  for (let count = 0; count < 200; count++) window.answered(window.sent(), 500);
  assert.ok(window.patience(0) >= 500);
});
