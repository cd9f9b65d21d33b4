import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import type { HelloOutcome } from './ask.ts';
import { chooseAll } from './choose.ts';

const answered = { state: 'answered', address: '192.0.2.1', flight: {}, hello: {} } as HelloOutcome & {
  state: 'answered';
};
const refused = (by: 'alert' | 'reset'): HelloOutcome =>
  by === 'alert' ? { state: 'refused', by, alert: 40, detail: '' } : { state: 'refused', by, detail: '' };

/** Takes what it likes in its own order, and says no in one way. */
function server(likes: readonly string[], no: HelloOutcome) {
  let choice: string | undefined;
  return {
    ask: async (rest: readonly string[]) => {
      choice = likes.find((each) => rest.includes(each));
      return choice === undefined ? no : answered;
    },
    choiceIn: () => choice,
  };
}

test('all that is accepted, in the order of the server', async () => {
  const { ask, choiceIn } = server(['c', 'a'], refused('alert'));
  assert.deepEqual(await chooseAll(['a', 'b', 'c'], ask, choiceIn), { chosen: ['c', 'a'], doubt: null });
});

test('a reset is a refusal when the server still answers the whole offer', async () => {
  const { ask, choiceIn } = server(['b'], refused('reset'));
  assert.deepEqual(await chooseAll(['a', 'b'], ask, choiceIn), { chosen: ['b'], doubt: null });
});

test('a reset is no refusal when the server answers nothing any more', async () => {
  let left = 1;
  const outcome = await chooseAll(
    ['a', 'b'],
    async () => {
      left -= 1;
      return left < 0 ? refused('reset') : answered;
    },
    () => 'a',
  );
  assert.deepEqual(outcome.chosen, ['a']);
  assert.partialDeepStrictEqual(outcome.doubt, { state: 'unknown', reason: 'limited' });
});

test('silence leaves in doubt what was not chosen yet', async () => {
  const outcome = await chooseAll(
    ['a'],
    async () => unknown('timeout'),
    () => 'a',
  );
  assert.deepEqual(outcome, { chosen: [], doubt: unknown('timeout') });
});

test('a server that chooses what was not offered is asked no further', async () => {
  assert.deepEqual(
    await chooseAll(
      ['a'],
      async () => answered,
      () => 'z',
    ),
    { chosen: [], doubt: null },
  );
  assert.deepEqual(
    await chooseAll(
      ['a'],
      async () => answered,
      () => undefined,
    ),
    { chosen: [], doubt: null },
  );
});
