import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createSession } from './session.ts';
import { startDnsServer, zone } from './testing/dns-server.ts';

test('resolves a name, dials the address through the route table, and reads the page', async () => {
  await using dns = await startDnsServer(zone({ 'www.acme.test': ['192.0.2.10'] }));
  const web = createServer((request, response) => response.end(`Hello ${request.headers.host}`));
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  const { port } = web.address() as AddressInfo;
  const session = createSession({
    resolvers: [dns.at],
    routes: [{ address: '192.0.2.10', port: 80, to: { host: '127.0.0.1', port } }],
  });
  const answer = await session.within(new AbortController().signal).fetch('http://www.acme.test/');
  await session.close();
  web.close();
  assert.equal(answer.state, 'present', JSON.stringify(answer));
  assert.equal(answer.state === 'present' && answer.body, 'Hello www.acme.test');
  assert.equal(answer.state === 'present' && answer.address, '192.0.2.10');
});
