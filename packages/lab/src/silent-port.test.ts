import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openSilentPort } from './silent-port.ts';

describe('a silent port', () => {
  test('neither accepts nor refuses', { skip: process.platform !== 'linux' }, async () => {
    const silent = await openSilentPort();
    const socket = connect(silent.port, '127.0.0.1');
    const answer = Promise.race([
      once(socket, 'connect').then(() => 'accepted'),
      once(socket, 'error').then(() => 'refused'),
      delay(250, 'nothing'),
    ]);
    assert.equal(await answer, 'nothing');
    socket.destroy();
    await silent.close();
  });

  test('accepts and never sends where a backlog cannot be filled', async () => {
    const silent = await openSilentPort('win32');
    const socket = connect(silent.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET / HTTP/1.1\r\n\r\n');
    assert.equal(await Promise.race([once(socket, 'data'), delay(100, 'nothing')]), 'nothing');
    socket.destroy();
    await silent.close();
  });

  for (const platform of ['linux', 'win32'] as const) {
    test(`refuses once it is closed (${platform})`, async () => {
      const silent = await openSilentPort(platform);
      await silent.close();
      const socket = connect(silent.port, '127.0.0.1');
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
      assert.equal(error.code, 'ECONNREFUSED');
    });
  }
});
