import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { closedPort, listen } from '../../testing/server.ts';
import { askByTcp } from './tcp.ts';

const QUERY = Buffer.from('a question');
const never = new AbortController().signal;

/** What comes back from a server that does this with each connection, once it was asked. */
async function answerOf(serve: (socket: Socket) => void, signal = never): Promise<string | null> {
  const server = createServer((socket) => socket.once('data', () => serve(socket)));
  await using listening = await listen(server);
  const answer = await askByTcp({ host: '127.0.0.1', port: listening.port }, QUERY, 100, signal);
  return answer === null ? null : answer.toString();
}

test('the question goes with its length, and the answer comes without', async () => {
  let asked = Buffer.alloc(0);
  await using listening = await listen(
    createServer((socket) => {
      socket.on('data', (chunk) => {
        asked = Buffer.concat([asked, chunk]);
        socket.write(Buffer.from('\0\x05hello and more'));
      });
    }),
  );
  const answer = await askByTcp({ host: '127.0.0.1', port: listening.port }, QUERY, 1_000, never);
  assert.equal(answer?.toString(), 'hello');
  assert.equal(asked.toString('latin1'), '\0\x0aa question');
});

test('an answer that comes byte by byte is whole in the end', async () => {
  const answer = await answerOf(async (socket) => {
    socket.setNoDelay(true);
    for (const byte of Buffer.from('\0\x05hello')) {
      socket.write(Buffer.from([byte]));
      await sleep(2);
    }
  });
  assert.equal(answer, 'hello');
});

test('half an answer, silence, a refusal and the signal are no answer', async () => {
  assert.equal(await answerOf((socket) => socket.end('\0\x05hel')), null);
  assert.equal(await answerOf(() => {}), null);
  assert.equal(await answerOf((socket) => socket.resetAndDestroy()), null);
  assert.equal(await answerOf(() => {}, AbortSignal.timeout(20)), null);
  assert.equal(await answerOf(() => {}, AbortSignal.abort()), null);
  const port = await closedPort(createServer());
  assert.equal(await askByTcp({ host: '127.0.0.1', port }, QUERY, 1_000, never), null);
});
