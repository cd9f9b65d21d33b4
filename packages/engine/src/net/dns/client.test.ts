import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer } from 'dns-packet';
import { clientOf } from '../testing/dns-client.ts';
import { type Asked, a, ednsOption, reply, type Say, startDnsServer } from '../testing/dns-server.ts';
import type { DnsClient } from './client.ts';
import type { DnsQuestion } from './message.ts';

const never = new AbortController().signal;
const question: DnsQuestion = { name: 'www.acme.test', type: 'A', recursion: true };
const SERVER_COOKIE = Buffer.from('0102030405060708', 'hex');

/** The option as it came, hex. */
function cookieOf({ query }: Asked): string | null {
  const [opt] = query.additionals ?? [];
  const option = opt?.type === 'OPT' ? opt.options.find(({ code }) => Number(code) === 10) : undefined;
  return option?.data?.toString('hex') ?? null;
}

function withCookie(asked: Asked, cookie: Buffer, rcode = 0): ReturnType<typeof reply> {
  const opt: Answer = {
    type: 'OPT',
    name: '.',
    udpPayloadSize: 1232,
    extendedRcode: rcode >> 4,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [ednsOption(10, cookie)],
  };
  const answers = rcode === 0 ? [a(asked.key, '192.0.2.1')] : [];
  return reply(asked, answers, { rcode: rcode & 0xf, additionals: [opt] });
}

async function ask(say: Say, times = 1, client: DnsClient = clientOf()) {
  await using server = await startDnsServer(say);
  const to = { host: '127.0.0.1', port: server.port };
  let outcome = await client.ask(to, question, {}, never);
  for (let count = 1; count < times; count++) outcome = await client.ask(to, question, {}, never);
  return { outcome, asked: server.asked };
}

const clientPart = (asked: Asked) => Buffer.from(cookieOf(asked) ?? '', 'hex').subarray(0, 8);

test('gives each server a cookie, and the server its own back', async () => {
  const { outcome, asked } = await ask(
    (q) => withCookie(q, Buffer.concat([clientPart(q), SERVER_COOKIE])),
    2,
  );
  assert.equal(outcome.state, 'replied');
  const [first, second] = asked.map(cookieOf);
  assert.equal(first?.length, 16);
  assert.equal(second, `${first}${SERVER_COOKIE.toString('hex')}`);
  const elsewhere = await ask((q) => reply(q));
  assert.equal(elsewhere.asked.map(cookieOf)[0]?.length, 16);
});

test('an answer with the cookie of another client is not taken', async () => {
  const { outcome } = await ask((q) => withCookie(q, Buffer.alloc(16, 7)));
  assert.equal(outcome.state === 'unknown' && outcome.reason, 'malformed');
});

test('BADCOOKIE is asked again with the cookie that came, and then over TCP', async () => {
  const fresh = await ask((q) => {
    const isKnown = (cookieOf(q)?.length ?? 0) > 16;
    return withCookie(q, Buffer.concat([clientPart(q), SERVER_COOKIE]), isKnown ? 0 : 23);
  });
  assert.equal(fresh.outcome.state, 'replied');
  assert.equal(fresh.asked.length, 2);
  const never = await ask((q) =>
    withCookie(q, Buffer.concat([clientPart(q), SERVER_COOKIE]), q.transport === 'udp' ? 23 : 0),
  );
  assert.equal(never.outcome.state === 'replied' && never.outcome.message.rcode, 'NOERROR');
  assert.deepEqual(
    never.asked.map(({ transport }) => transport),
    ['udp', 'udp', 'tcp'],
  );
});

test('a server that knows no EDNS is asked without it from then on', async () => {
  const { outcome, asked } = await ask((q) => {
    const hasEdns = (q.query.additionals ?? []).length > 0;
    return reply(q, hasEdns ? [] : [a(q.key, '192.0.2.1')], { rcode: hasEdns ? 1 : 0 });
  }, 2);
  assert.equal(outcome.state, 'replied');
  assert.equal(asked.length, 3);
});

test('when the budget is spent nothing is sent', async () => {
  const { outcome, asked } = await ask((q) => reply(q), 3, clientOf({ budget: 2 }));
  assert.equal(outcome.state === 'unknown' && outcome.reason, 'budget');
  assert.equal(asked.length, 2);
});
