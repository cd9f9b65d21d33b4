import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { framed, listenDns, readFramed } from './dns-listener.ts';

test('questions over one TCP connection are told apart, however the bytes are cut', async () => {
  const listener = await listenDns((query, transport) => Buffer.from(`${transport} ${query}`));
  const socket = connect(listener.port, listener.host);
  const answers: string[] = [];
  const all = new Promise<void>((resolve) => {
    readFramed(socket, (answer) => {
      answers.push(answer.toString());
      if (answers.length === 3) resolve();
    });
  });
  const bytes = Buffer.concat(['one', '', 'three'].map((text) => framed(Buffer.from(text))));
  for (const byte of bytes) socket.write(Buffer.of(byte));
  await all;
  assert.deepEqual(answers, ['tcp one', 'tcp ', 'tcp three']);
  socket.destroy();
  await listener.close();
});

test('closing ends the connections that are open', async () => {
  const listener = await listenDns(() => 'silence');
  const socket = connect(listener.port, listener.host);
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  await listener.close();
  await closed;
});

test('listeners do not share a port', async () => {
  const listeners = await Promise.all(Array.from({ length: 20 }, () => listenDns(() => 'silence')));
  assert.equal(new Set(listeners.map(({ port }) => port)).size, 20);
  await Promise.all(listeners.map((listener) => listener.close()));
});
