import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { type Unknown, unknown } from '@cyborux/contract';
import { type DialOptions, dial } from './dial.ts';
import type { Destination } from './routes.ts';
import { createSockets } from './sockets.ts';
import { closedPort, listen } from './testing/server.ts';
import { openSilentPort } from './testing/silent-port.ts';

const never = new AbortController().signal;

/** Addresses to loopback ports, or to what the policy says of them. */
function optionsOf(table: Record<string, number | Unknown>, more: Partial<DialOptions> = {}): DialOptions {
  const destinations = (address: string): Destination | Unknown => {
    const found = table[address] ?? unknown('blocked');
    return typeof found === 'number' ? { state: 'allowed', host: '127.0.0.1', port: found } : found;
  };
  return { destinations, sockets: createSockets(), connectMs: 300, ...more };
}

test('the first address that lets us in is the one, under its public name', async () => {
  await using server = await listen(createServer());
  const refused = await closedPort(createServer());
  const options = optionsOf({ '192.0.2.1': refused, '192.0.2.2': server.port });
  const outcome = await dial(['192.0.2.1', '192.0.2.2'], 80, options, never);
  assert.ok(outcome.state === 'connected');
  assert.deepEqual([outcome.address, outcome.port], ['192.0.2.2', 80]);
  outcome.socket.destroy();
});

test('an address where no one listens is absent', async () => {
  const port = await closedPort(createServer());
  const outcome = await dial(['192.0.2.1'], 80, optionsOf({ '192.0.2.1': port }), never);
  assert.deepEqual(outcome, { state: 'absent', reason: 'connection-refused' });
});

test('nobody is there only when no address leaves it open', async () => {
  const port = await closedPort(createServer());
  const options = optionsOf({ '192.0.2.1': port, '127.0.0.1': unknown('blocked') });
  const outcome = await dial(['192.0.2.1', '127.0.0.1'], 80, options, never);
  assert.equal(outcome.state === 'unknown' && outcome.reason, 'blocked');
});

test('a blocked address is not dialled', async () => {
  await using server = await listen(createServer());
  const outcome = await dial(['127.0.0.1'], server.port, optionsOf({}), never);
  assert.equal(outcome.state === 'unknown' && outcome.reason, 'blocked');
  assert.equal(server.accepted(), 0);
});

test('a silent address holds up the next for a moment alone, and leaves no socket', async () => {
  await using silent = await openSilentPort();
  await using server = await listen(createServer());
  const sockets = createSockets();
  const table = { '192.0.2.1': silent.port, '192.0.2.2': server.port };
  const options = optionsOf(table, { sockets, connectMs: 60_000 });
  const outcome = await dial(['192.0.2.1', '192.0.2.2'], 80, options, never);
  assert.ok(outcome.state === 'connected');
  assert.equal(outcome.address, '192.0.2.2');
  outcome.socket.destroy();
  await sockets.closeAll();
});

test('a silent address is a time-out, also beside one that refuses', async () => {
  await using silent = await openSilentPort();
  const options = optionsOf({ '192.0.2.1': silent.port, '192.0.2.2': await closedPort(createServer()) });
  for (const addresses of [['192.0.2.1'], ['192.0.2.2', '192.0.2.1'], ['192.0.2.1', '192.0.2.2']]) {
    const outcome = await dial(addresses, 80, options, never);
    assert.equal(outcome.state === 'unknown' && outcome.reason, 'timeout');
  }
});

test('a raised signal ends the dial', async () => {
  await using server = await listen(createServer());
  const controller = new AbortController();
  const outcome = dial(['192.0.2.1'], 80, optionsOf({ '192.0.2.1': server.port }), controller.signal);
  controller.abort();
  assert.deepEqual(await outcome, { state: 'unknown', reason: 'canceled' });
});

test('without addresses there is nothing to reach', async () => {
  const outcome = await dial([], 80, optionsOf({}), never);
  assert.equal(outcome.state === 'unknown' && outcome.reason, 'unreachable');
});
