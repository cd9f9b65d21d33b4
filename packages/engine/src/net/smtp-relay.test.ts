import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SmtpChannel } from './smtp-channel.ts';
import { askRelay } from './smtp-relay.ts';
import type { SmtpReply } from './smtp-reply.ts';

type Said = SmtpReply | 'malformed' | null;

/** A server that has its answers ready, and what it was told. */
function channelOf(...answers: Said[]): { channel: SmtpChannel; told: string[] } {
  const told: string[] = [];
  const channel: SmtpChannel = {
    async ask(command) {
      told.push(command ?? '');
      const answer = answers.shift();
      if (answer === undefined) throw new Error(`nobody wrote down an answer to ${command}`);
      return answer;
    },
    send(command) {
      told.push(...command.split('\r\n'));
    },
    release() {},
  };
  return { channel, told };
}

const reply = (code: number, ...lines: string[]): SmtpReply => ({ code, lines });
const OK = reply(250, 'OK');

const CASES: [what: string, answers: Said[], state: string, reason?: string][] = [
  ['a stranger is refused', [OK, reply(554, '5.7.1', 'no')], 'refused'],
  ['a stranger is taken', [OK, OK], 'accepted'],
  ['a stranger is put off', [OK, reply(450, 'later')], 'unknown', 'refused'],
  ['no sender is taken', [reply(550, 'no')], 'unknown', 'refused'],
  ['the line is cut before the sender', [null], 'unknown', 'failed'],
  ['the line is cut at the recipient', [OK, null], 'unknown', 'failed'],
  ['the answer is none', [OK, 'malformed'], 'unknown', 'failed'],
];

for (const [what, answers, state, reason] of CASES) {
  test(`${what}: ${state}, and no message is begun`, async () => {
    const { channel, told } = channelOf(...answers);
    const answer = await askRelay(channel);
    assert.deepEqual([answer.state, answer.state === 'unknown' ? answer.reason : undefined], [state, reason]);
    assert.deepEqual(
      told.filter((command) => /^(?:DATA|BDAT)/i.test(command)),
      [],
    );
  });
}

test('a server that answers is left in order', async () => {
  const { channel, told } = channelOf(OK, OK);
  assert.deepEqual(await askRelay(channel), { state: 'accepted', reply: '250 OK' });
  assert.deepEqual(told, ['MAIL FROM:<>', 'RCPT TO:<relay-test@example.com>', 'RSET', 'QUIT']);
});
