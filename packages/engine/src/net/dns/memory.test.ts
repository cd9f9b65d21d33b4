import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createServerMemory } from './memory.ts';

function memoryOf(patience: number) {
  let now = 0;
  const memory = createServerMemory(patience, () => now);
  return {
    memory,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('a server that never answers is given up for ten seconds', () => {
  const { memory, pass } = memoryOf(2);
  memory.noteSilence('a');
  assert.equal(memory.isGivenUp('a'), false);
  memory.noteSilence('a');
  assert.equal(memory.isGivenUp('a'), true);
  assert.equal(memory.isGivenUp('b'), false);
  pass(9_999);
  assert.equal(memory.isGivenUp('a'), true);
  pass(1);
  assert.equal(memory.isGivenUp('a'), false);
});

test('a server that has answered once is never given up', () => {
  const { memory } = memoryOf(1);
  memory.noteAnswer('a', true);
  memory.noteSilence('a');
  assert.equal(memory.silences('a'), 1);
  assert.equal(memory.isGivenUp('a'), false);
  memory.noteAnswer('a', true);
  assert.equal(memory.silences('a'), 0);
});

test('remembers who answers without EDNS alone', () => {
  const { memory } = memoryOf(1);
  assert.equal(memory.needsPlain('a'), false);
  memory.noteAnswer('a', false);
  assert.equal(memory.needsPlain('a'), true);
  memory.noteAnswer('a', true);
  assert.equal(memory.needsPlain('a'), false);
});
