import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWindow } from './window.ts';

const OPTIONS = { initial: 8, max: 256, timeoutMs: 1_000 };

function feed(window: ReturnType<typeof createWindow>, outcomes: number, lossOf: number) {
  for (let index = 0; index < outcomes; index++) {
    if (lossOf > 0 && index % lossOf === 0) window.lost();
    else window.answered(10);
  }
}

test('opens up to its bound while answers come, also on a line that loses one in ten', () => {
  for (const lossOf of [0, 10]) {
    const window = createWindow(OPTIONS);
    feed(window, 4_000, lossOf);
    assert.equal(window.size(), 256);
  }
});

test('closes where half is lost, and never entirely', () => {
  const window = createWindow({ ...OPTIONS, initial: 256 });
  feed(window, 256, 2);
  assert.equal(window.size(), 128);
  feed(window, 10_000, 2);
  assert.equal(window.size(), 4);
});

test('grows slowly once it has met heavy loss', () => {
  const window = createWindow({ ...OPTIONS, initial: 128 });
  feed(window, 128, 2);
  assert.equal(window.size(), 64);
  feed(window, 64, 0);
  assert.equal(window.size(), 69);
});

test('waits as long as told until it knows the server, then by its pace, doubled for each loss', () => {
  const window = createWindow(OPTIONS);
  assert.equal(window.patience(0), 1_000);
  for (let count = 0; count < 100; count++) window.answered(1);
  assert.equal(window.patience(0), 200);
  assert.equal(window.patience(1), 400);
  assert.equal(window.patience(9), 1_000);
  for (let count = 0; count < 200; count++) window.answered(500);
  assert.ok(window.patience(0) >= 500);
});
