import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { withoutExcluded } from './exclusions.ts';
import { createSession } from './net/session.ts';

const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.headers.host ?? '');
  response.end('hello');
});
before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
after(() => server.close());

const target = { name: 'acme.test', registrable: 'acme.test' };

test('an excluded name and all below it are never dialled; others are', async () => {
  const { port } = server.address() as AddressInfo;
  const session = createSession({
    routes: [{ address: '192.0.2.7', port: 80, to: { host: '127.0.0.1', port } }],
  });
  const signal = AbortSignal.timeout(5_000);
  const net = withoutExcluded(session.within(signal), { ...target, exclusions: ['shop.acme.test'] });
  const options = { address: '192.0.2.7' };
  for (const host of ['shop.acme.test', 'a.b.shop.acme.test', 'SHOP.acme.test', 'shop.acme.test.']) {
    const answer = await net.fetch(`http://${host}/`, options);
    assert.equal(answer.state, 'unknown', host);
    if (answer.state === 'unknown') assert.equal(answer.reason, 'blocked');
  }
  const peer = { host: '192.0.2.7', port: 80, servername: 'shop.acme.test' };
  assert.equal((await net.handshake(peer)).state, 'unknown');
  assert.equal((await net.survey(peer)).state, 'unknown');
  assert.equal(
    (await net.greet({ host: 'shop.acme.test', port: 80, address: '192.0.2.7' })).state,
    'unknown',
  );
  const name = { name: 'ns.shop.acme.test', address: '192.0.2.7' };
  assert.equal((await net.ask(name, 'acme.test', 'A')).state, 'unknown');
  assert.equal((await net.exchange(name, { name: 'acme.test', type: 'A' })).state, 'unknown');
  assert.equal((await net.transfer(name, 'acme.test')).state, 'unknown');
  assert.deepEqual(asked, []);
  assert.equal((await net.fetch('http://myshop.acme.test/', options)).state, 'present');
  assert.deepEqual(asked, ['myshop.acme.test']);
  await session.close();
});
