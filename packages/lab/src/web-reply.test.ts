import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { openListener } from './listener.ts';
import { type Reply, sendReply } from './web-reply.ts';

const reply: Reply = { status: 200, headers: [['x-a', 'ä']], body: 'ü' };

describe('a reply on the wire', () => {
  test('is the head as given, the length in bytes, and the body', async () => {
    assert.equal(
      await wire(reply, false),
      'HTTP/1.1 200 OK\r\nx-a: ä\r\nContent-Length: 2\r\nConnection: close\r\n\r\nü',
    );
  });

  test('has no body for HEAD', async () => {
    assert.equal(
      await wire(reply, true),
      'HTTP/1.1 200 OK\r\nx-a: ä\r\nContent-Length: 2\r\nConnection: close\r\n\r\n',
    );
    assert.equal(
      await wire({ ...reply, body: [Buffer.from('x')] }, true),
      'HTTP/1.1 200 OK\r\nx-a: ä\r\nConnection: close\r\n\r\n',
    );
  });

  test('may come in pieces, with a status of its own making', async () => {
    const body = [Buffer.from('a'), Buffer.from('b')];
    assert.equal(
      await wire({ status: 999, headers: [], body }, false),
      'HTTP/1.1 999 Unknown\r\nConnection: close\r\n\r\nab',
    );
  });

  test('is not sent after the end', async () => {
    const listener = await openListener(
      createServer(async (socket) => {
        await sendReply(socket, reply, { headOnly: true });
        await sendReply(socket, reply, { headOnly: true });
      }),
    );
    const received = await text(connect(listener.port, '127.0.0.1'));
    assert.equal(received.match(/HTTP/g)?.length, 1);
    await listener.close();
  });
});

async function wire(sent: Reply, headOnly: boolean): Promise<string> {
  const listener = await openListener(createServer((socket) => void sendReply(socket, sent, { headOnly })));
  const socket = connect(listener.port, '127.0.0.1');
  await once(socket, 'connect');
  const received = await text(socket);
  await listener.close();
  return received;
}
