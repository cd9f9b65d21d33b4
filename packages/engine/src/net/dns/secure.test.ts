import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DecodedPacket, Packet } from 'dns-packet';
import { createSession } from '../session.ts';
import { makeCa, makeLeaf } from '../testing/certificates.ts';
import { a } from '../testing/dns-server.ts';
import {
  type SaySecurely,
  type SecureDnsServer,
  startHttpsServer,
  startTlsServer,
} from '../testing/secure-dns.ts';

const ca = await makeCa('Test CA');
const leaf = await makeLeaf(['dns.example'], { issuer: ca });
const stranger = await makeLeaf(['dns.example']);
const other = await makeLeaf(['other.example'], { issuer: ca });

const KINDS = {
  tls: {
    start: startTlsServer,
    at: (port: number) => [`tls://127.0.0.1:${port}#dns.example`, `tls://dns.example:${port}#127.0.0.1`],
  },
  https: {
    start: startHttpsServer,
    at: (port: number) => [
      `https://127.0.0.1:${port}/dns-query#dns.example`,
      `https://dns.example:${port}/dns-query#127.0.0.1`,
    ],
  },
} as const;

function answer(query: DecodedPacket): Packet {
  const [question] = query.questions ?? [];
  assert.ok(question);
  return {
    type: 'response',
    id: query.id ?? 0,
    flags: 0x80,
    questions: [question],
    answers: [a(question.name, '192.0.2.1')],
  };
}

async function resolve(resolvers: string[], names = ['www.acme.test']) {
  const timeouts = { dns: 1_000, dnsTries: 1 };
  const session = createSession({ resolvers, roots: [ca.pem], timeouts });
  const net = session.within(new AbortController().signal);
  try {
    return await Promise.all(names.map((name) => net.resolve(name, 'A')));
  } finally {
    await session.close();
  }
}

for (const [kind, { start, at }] of Object.entries(KINDS)) {
  const ask = async (say: SaySecurely, certificate = leaf) => {
    await using server: SecureDnsServer = await start(certificate, say);
    const [told] = await resolve(at(server.port).slice(0, 1));
    assert.ok(told);
    return { told, asked: server.asked };
  };

  test(`asks over ${kind}, by a name or an address`, async () => {
    await using server = await start(leaf, answer);
    for (const resolver of at(server.port)) {
      const [told] = await resolve([resolver]);
      assert.deepEqual(told, { state: 'present', records: ['192.0.2.1'], ttl: 60 });
    }
    assert.equal(server.asked[0]?.flag_rd, true);
  });

  test(`many questions share connections over ${kind}`, async () => {
    await using server = await start(leaf, answer);
    const names = Array.from({ length: 20 }, (_, index) => `${index}.acme.test`);
    const told = await resolve(at(server.port).slice(0, 1), names);
    assert.ok(told.every(({ state }) => state === 'present'));
    assert.ok(server.connections() <= 4, `${server.connections()}`);
  });

  test(`a certificate of a stranger or for another name is not accepted over ${kind}`, async () => {
    for (const certificate of [stranger, other]) {
      const { told, asked } = await ask(answer, certificate);
      assert.equal(told.state === 'unknown' && told.reason, 'unreachable', JSON.stringify(told));
      assert.equal(asked.length, 0);
    }
  });

  test(`silence over ${kind} is a time-out, an error is told`, async () => {
    const silent = await ask(() => null);
    assert.equal(silent.told.state === 'unknown' && silent.told.reason, 'timeout');
    const failing = await ask((query) => ({ ...answer(query), answers: [], flags: 2 }));
    assert.equal(failing.told.state === 'unknown' && failing.told.reason, 'servfail');
  });

  test(`an answer to another question over ${kind} is malformed`, async () => {
    const { told } = await ask((query) => ({
      ...answer(query),
      questions: [{ type: 'A', name: 'evil.test' }],
    }));
    assert.equal(told.state === 'unknown' && told.reason, 'malformed');
  });
}

test('the id of a question over HTTPS is 0, and another status than 200 is no answer', async () => {
  await using server = await startHttpsServer(leaf, answer);
  await resolve([`https://127.0.0.1:${server.port}/dns-query#dns.example`]);
  assert.equal(server.asked[0]?.id, 0);
  await using busy = await startHttpsServer(leaf, () => 503);
  const [told] = await resolve([`https://127.0.0.1:${busy.port}/dns-query#dns.example`]);
  assert.ok(told?.state === 'unknown' && told.reason === 'unreachable');
  assert.match(told.detail ?? '', /HTTP status 503/);
});

test('a secure resolver that fails is made good by the next', async () => {
  await using broken = await startTlsServer(stranger, answer);
  await using sound = await startTlsServer(leaf, answer);
  const [told] = await resolve([
    `tls://127.0.0.1:${broken.port}#dns.example`,
    `tls://127.0.0.1:${sound.port}#dns.example`,
  ]);
  assert.equal(told?.state, 'present');
});
