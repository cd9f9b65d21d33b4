import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { loopback } from './listener.ts';
import { openRefusingPort } from './refusing-port.ts';

test('a refusing port refuses, time and again', async () => {
  const refusing = await openRefusingPort();
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const socket = connect(refusing.port, loopback);
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
  }
  await refusing.close();
});
