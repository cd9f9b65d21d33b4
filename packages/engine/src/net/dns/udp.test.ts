import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import dnsPacket from 'dns-packet';
import { createSockets } from '../sockets.ts';
import { a, reply, startDnsServer } from '../testing/dns-server.ts';
import { PLAIN_EDNS } from './edns.ts';
import { encodeQuery } from './message.ts';
import { askByUdp } from './udp.ts';

const never = new AbortController().signal;

function query() {
  const encoded = encodeQuery(
    { name: 'www.acme.test', type: 'A', recursion: true },
    { edns: PLAIN_EDNS, mixedCase: true },
  );
  assert.ok(encoded);
  return encoded;
}

test('passes over answers with a wrong id or question and takes the right one', async () => {
  await using server = await startDnsServer((asked) => {
    const right = reply(asked, [a(asked.key, '192.0.2.1')]);
    const wrongId = {
      ...right,
      id: ((asked.query.id ?? 0) + 1) & 0xffff,
      answers: [a(asked.key, '192.0.2.66')],
    };
    const wrongName = { ...right, questions: [{ type: 'A' as const, name: 'evil.test' }] };
    return [wrongId, wrongName, Buffer.from('nonsense'), right];
  });
  const answer = await askByUdp({ host: '127.0.0.1', port: server.port }, query(), createSockets(), never);
  assert.ok(answer.kind === 'reply');
  assert.deepEqual(
    answer.message.answers.map(({ value }) => value),
    ['192.0.2.1'],
  );
});

test('a packet from another port does not arrive', async () => {
  const stranger = createSocket('udp4');
  stranger.bind(0, '127.0.0.1');
  await once(stranger, 'listening');
  await using server = await startDnsServer((asked) => {
    const forged = reply(asked, [a(asked.key, '192.0.2.66')]);
    stranger.send(dnsPacket.encode(forged), asked.fromPort, '127.0.0.1', () => controller.abort());
    return null;
  });
  const controller = new AbortController();
  const server127 = { host: '127.0.0.1', port: server.port };
  const answer = await askByUdp(server127, query(), createSockets(), controller.signal);
  stranger.close();
  assert.equal(answer.kind, 'lost');
});

test('each question comes from another port, and no socket is left', async () => {
  await using server = await startDnsServer((asked) => reply(asked));
  const sockets = createSockets();
  for (let count = 0; count < 8; count++) {
    await askByUdp({ host: '127.0.0.1', port: server.port }, query(), sockets, never);
  }
  assert.ok(new Set(server.asked.map(({ fromPort }) => fromPort)).size > 1);
});

test('a port where nobody listens refuses at once', async () => {
  const server = await startDnsServer(() => null);
  await server[Symbol.asyncDispose]();
  const answer = await askByUdp({ host: '127.0.0.1', port: server.port }, query(), createSockets(), never);
  assert.equal(answer.kind, 'refused');
});
