import assert from 'node:assert/strict';
import { test } from 'node:test';
import dnsPacket from 'dns-packet';
import { clientOf } from '../testing/dns-client.ts';
import { a, reply, type Say, startDnsServer } from '../testing/dns-server.ts';
import { askServers } from './ask-servers.ts';
import type { DnsQuestion } from './message.ts';

const never = new AbortController().signal;
const question: DnsQuestion = { name: 'www.acme.test', type: 'A', recursion: true };

async function ask(say: Say, more: { tcp?: boolean; signal?: AbortSignal; timeoutMs?: number } = {}) {
  await using server = await startDnsServer(say, more.tcp === undefined ? {} : { tcp: more.tcp });
  const servers = [{ host: '127.0.0.1', port: server.port }];
  const outcome = await askServers(clientOf(more), servers, question, {}, more.signal ?? never);
  return { outcome, asked: server.asked };
}

function found(outcome: Awaited<ReturnType<typeof askServers>>): unknown[] {
  assert.equal(outcome.state, 'replied', JSON.stringify(outcome));
  return outcome.state === 'replied' ? outcome.message.answers.map(({ value }) => value) : [];
}

const answer: Say = (asked) => reply(asked, [a(asked.key, '192.0.2.1')]);

test('asks with EDNS and in mixed case', async () => {
  const { outcome, asked } = await ask(answer);
  assert.deepEqual(found(outcome), ['192.0.2.1']);
  assert.equal(asked[0]?.query.additionals?.[0]?.type, 'OPT');
  assert.equal(asked.length, 1);
});

test('asks once more in lower case when the server does not keep the case', async () => {
  const { outcome, asked } = await ask((one) => ({
    ...reply(one, [a(one.key, '192.0.2.1')]),
    questions: [{ type: 'A', name: one.key }],
  }));
  assert.deepEqual(found(outcome), ['192.0.2.1']);
  assert.equal(asked.at(-1)?.name, 'www.acme.test');
  assert.ok(asked.length <= 2);
});

for (const [word, rcode] of [
  ['FORMERR', 1],
  ['NOTIMP', 4],
] as const) {
  test(`asks once more without EDNS on ${word}`, async () => {
    const { outcome, asked } = await ask((one) => {
      const hasEdns = (one.query.additionals ?? []).length > 0;
      return hasEdns ? reply(one, [], { rcode }) : answer(one);
    });
    assert.deepEqual(found(outcome), ['192.0.2.1']);
    assert.equal(asked.length, 2);
  });
}

test('a server that drops EDNS is reached by the last, plain try', async () => {
  const { outcome } = await ask((one) => ((one.query.additionals ?? []).length > 0 ? null : answer(one)));
  assert.deepEqual(found(outcome), ['192.0.2.1']);
});

test('a truncated answer is asked for over TCP', async () => {
  const { outcome, asked } = await ask((one) =>
    one.transport === 'udp' ? reply(one, [], { truncated: true }) : answer(one),
  );
  assert.deepEqual(found(outcome), ['192.0.2.1']);
  assert.deepEqual(
    asked.map(({ transport }) => transport),
    ['udp', 'tcp'],
  );
});

test('a truncated answer without TCP is unknown: truncated', async () => {
  const { outcome } = await ask((one) => reply(one, [], { truncated: true }), { tcp: false });
  assert.equal(outcome.state === 'unknown' && outcome.reason, 'truncated');
});

test('silence is a time-out after all tries', async () => {
  const { outcome, asked } = await ask(() => null, { timeoutMs: 60 });
  assert.equal(outcome.state === 'unknown' && outcome.reason, 'timeout');
  assert.equal(asked.length, 3);
});

test('an answer to the second try counts', async () => {
  let count = 0;
  const { outcome } = await ask((one) => (count++ === 0 ? null : answer(one)));
  assert.deepEqual(found(outcome), ['192.0.2.1']);
});

test('a compression loop is malformed', async () => {
  const { outcome } = await ask((one) => {
    const head = dnsPacket.encode(reply(one));
    const bytes = Buffer.concat([head, Buffer.alloc(12)]);
    bytes.writeUInt16BE(1, 6);
    bytes.writeUInt16BE(0xc000 | head.length, head.length);
    return bytes;
  });
  assert.equal(outcome.state === 'unknown' && outcome.reason, 'malformed');
});

test('a refusing server is left for the next, and named when there is no other', async () => {
  const refuse: Say = (one) => reply(one, [], { rcode: 5 });
  await using first = await startDnsServer(refuse);
  await using second = await startDnsServer(answer);
  const servers = [first, second].map(({ port }) => ({ host: '127.0.0.1', port }));
  assert.deepEqual(found(await askServers(clientOf(), servers, question, {}, never)), ['192.0.2.1']);
  assert.equal(first.asked.length, 1);
  const alone = await askServers(clientOf(), servers.slice(0, 1), question, {}, never);
  assert.ok(alone.state === 'unknown' && alone.reason === 'refused');
  assert.equal(alone.detail, `127.0.0.1 port ${first.port}: REFUSED`);
});

test('what a server said outweighs the silence of the next', async () => {
  await using first = await startDnsServer((one) => reply(one, [], { rcode: 2 }));
  await using second = await startDnsServer(() => null);
  const servers = [first, second].map(({ port }) => ({ host: '127.0.0.1', port }));
  const outcome = await askServers(clientOf(), servers, question, {}, never);
  assert.equal(outcome.state === 'unknown' && outcome.reason, 'servfail');
});

test('without servers there is nobody to reach', async () => {
  const outcome = await askServers(clientOf(), [], question, {}, never);
  assert.equal(outcome.state === 'unknown' && outcome.reason, 'unreachable');
});

test('a raised signal ends it at once', async () => {
  const controller = new AbortController();
  const { outcome } = await ask(
    () => {
      controller.abort();
      return null;
    },
    { signal: controller.signal },
  );
  assert.deepEqual(outcome, { state: 'unknown', reason: 'canceled' });
});

test('beside a silent server the next is asked before its time is up, and first the next time', async () => {
  await using silent = await startDnsServer(() => null);
  await using sound = await startDnsServer(answer);
  const servers = [silent, sound].map(({ port }) => ({ host: '127.0.0.1', port }));
  const client = clientOf({ timeoutMs: 60_000 });
  assert.deepEqual(found(await askServers(client, servers, question, {}, never)), ['192.0.2.1']);
  assert.deepEqual(found(await askServers(client, servers, question, {}, never)), ['192.0.2.1']);
  assert.equal(silent.asked.length, 1);
});

test('a server that was silent all along is not waited for again and again', async () => {
  await using silent = await startDnsServer(() => null);
  const client = clientOf({ timeoutMs: 60 });
  const servers = [{ host: '127.0.0.1', port: silent.port }];
  await askServers(client, servers, question, {}, never);
  await askServers(client, servers, question, {}, never);
  assert.equal(silent.asked.length, 4);
});

test('an unknown names the servers and what each came to', async () => {
  await using refusing = await startDnsServer((one) => reply(one, [], { rcode: 5 }));
  await using silent = await startDnsServer(() => null);
  const servers = [silent, refusing].map(({ port }) => ({ host: '127.0.0.1', port }));
  const outcome = await askServers(clientOf({ timeoutMs: 60 }), servers, question, {}, never);
  assert.ok(outcome.state === 'unknown' && outcome.reason === 'refused');
  assert.match(outcome.detail ?? '', new RegExp(`127\\.0\\.0\\.1 port ${refusing.port}: REFUSED`));
  assert.match(
    outcome.detail ?? '',
    new RegExp(`port ${silent.port}: No answer within 60 ms\\. \\(2 times\\)`),
  );
});
