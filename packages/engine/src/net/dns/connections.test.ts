import assert from 'node:assert/strict';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';
import dnsPacket from 'dns-packet';
import { closedPort, listen } from '../testing/server.ts';
import { createConnections } from './connections.ts';
import { encodeQuery } from './message.ts';
import { framed, frameReader } from './stream.ts';

const never = new AbortController().signal;

function query(name: string) {
  const encoded = encodeQuery({ name, type: 'A', recursion: true }, { edns: null, mixedCase: false });
  assert.ok(encoded);
  return encoded;
}

function echo(bytes: Buffer): Buffer {
  const { id = 0, questions = [] } = dnsPacket.decode(bytes);
  return framed(dnsPacket.encode({ type: 'response', id, questions }));
}

function connections() {
  return createConnections(({ host, port }) => connect({ host, port }));
}

test('questions to one server share a connection, one after the other and at once', async () => {
  await using server = await listen(
    createServer(
      (socket) =>
        void socket.on(
          'data',
          frameReader((bytes) => socket.write(echo(bytes))),
        ),
    ),
  );
  const ask = connections();
  const to = { host: '127.0.0.1', port: server.port };
  const heard = [
    await ask(to, query('a.test'), never),
    ...(await Promise.all(['b.test', 'c.test'].map((name) => ask(to, query(name), never)))),
  ];
  assert.ok(heard.every(({ kind }) => kind === 'reply'));
  assert.equal(server.accepted(), 1);
});

test('a kept connection that the server has closed is replaced', async () => {
  await using server = await listen(
    createServer((socket) => {
      let count = 0;
      const read = frameReader((bytes) => {
        count += 1;
        if (count === 1) socket.write(echo(bytes));
        else socket.destroy();
      });
      socket.on('data', read);
    }),
  );
  const ask = connections();
  const to = { host: '127.0.0.1', port: server.port };
  for (const name of ['a.test', 'b.test', 'c.test']) {
    assert.equal((await ask(to, query(name), never)).kind, 'reply');
  }
  assert.equal(server.accepted(), 3);
});

test('a port that refuses, and a server that only hangs up, are told at once', async () => {
  const port = await closedPort(createServer());
  assert.equal((await connections()({ host: '127.0.0.1', port }, query('a.test'), never)).kind, 'refused');
  await using rude = await listen(createServer((socket) => void socket.destroy()));
  const heard = await connections()({ host: '127.0.0.1', port: rude.port }, query('a.test'), never);
  assert.notEqual(heard.kind, 'reply');
});
