import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import dnsPacket from 'dns-packet';
import { createSockets } from '../sockets.ts';
import { listen } from '../testing/server.ts';
import { encodeQuery } from './message.ts';
import { askByTcp } from './tcp.ts';

const never = new AbortController().signal;

function query() {
  const encoded = encodeQuery(
    { name: 'www.acme.test', type: 'TXT', recursion: true },
    { edns: true, mixedCase: true },
  );
  assert.ok(encoded);
  return encoded;
}

async function ask(onQuery: (socket: Socket, frame: (text: string) => Buffer) => void) {
  const asked = query();
  const frame = (text: string) => {
    const data = text.match(/x{1,200}/g) ?? [];
    const questions = [{ type: 'TXT' as const, name: asked.name }];
    const answers = [{ type: 'TXT' as const, name: asked.name, ttl: 1, data }];
    const bytes = dnsPacket.encode({ type: 'response', id: asked.id, questions, answers });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  await using server = await listen(
    createServer((socket) => socket.once('data', () => onQuery(socket, frame))),
  );
  return await askByTcp({ host: '127.0.0.1', port: server.port }, asked, createSockets(), never);
}

test('reads an answer that comes in pieces and is larger than any datagram of ours', async () => {
  const text = 'x'.repeat(40_000);
  const answer = await ask(async (socket, frame) => {
    const bytes = frame(text);
    for (const cut of [0, 1, 2, 700]) {
      socket.write(bytes.subarray(cut, { 0: 1, 1: 2, 2: 700 }[cut] ?? bytes.length));
      await new Promise(setImmediate);
    }
  });
  assert.ok(answer?.kind === 'reply');
  assert.deepEqual(
    answer.message.answers.map(({ value }) => value),
    [text],
  );
});

test('no answer when the connection ends before it is whole', async () => {
  assert.equal(await ask((socket, frame) => socket.end(frame('xxxxx').subarray(0, 20))), null);
  assert.equal(await ask((socket) => socket.destroy()), null);
});

test('an answer to another question is malformed', async () => {
  const answer = await ask((socket, frame) => {
    const bytes = frame('xxxxx');
    bytes.writeUInt16BE(bytes.readUInt16BE(2) ^ 1, 2);
    socket.write(bytes);
  });
  assert.equal(answer?.kind, 'malformed');
});

test('a silent server is left when the signal is raised', async () => {
  await using server = await listen(createServer());
  const controller = new AbortController();
  const sockets = createSockets();
  const waiting = askByTcp({ host: '127.0.0.1', port: server.port }, query(), sockets, controller.signal);
  controller.abort();
  assert.equal(await waiting, null);
  await sockets.closeAll();
});
