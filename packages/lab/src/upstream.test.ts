import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type DnsListener, listenDns, type Reply } from './dns-listener.ts';
import { decodeMessage, encodeMessage, FLAG, type Message, rcodeOf, TYPE, toWire } from './dns-wire.ts';
import { openUpstream, type Upstream } from './upstream.ts';
import { parseRecord } from './zone-file.ts';

const name = toWire('www.acme.test.');
let upstream: Upstream;
let listener: DnsListener;
let answer: (query: Message, transport: 'udp' | 'tcp') => Reply;

before(async () => {
  upstream = await openUpstream();
  listener = await listenDns((query, transport) => answer(decodeMessage(query), transport));
});
after(() => Promise.all([upstream.close(), listener.close()]));

function reply(query: Message, changes: Partial<Message> = {}): Buffer {
  const answers = [parseRecord('www.acme.test. 60 A 192.0.2.1', '\0')];
  return encodeMessage({ ...query, flags: FLAG.QR | FLAG.AA, answers, ...changes });
}

test('an answer over UDP', async () => {
  answer = (query) => reply(query);
  const heard = await upstream.ask(listener, name, TYPE.A, 3_000);
  assert.equal(heard?.answers.length, 1);
});

test('a truncated answer is asked for again over TCP', async () => {
  answer = (query, transport) =>
    transport === 'tcp' ? reply(query) : reply(query, { flags: FLAG.QR | FLAG.TC, answers: [] });
  const heard = await upstream.ask(listener, name, TYPE.A, 3_000);
  assert.equal(heard?.answers.length, 1);
  assert.equal(heard && rcodeOf(heard), 0);
});

const nothing: [string, typeof answer][] = [
  ['bytes that cannot be read', (query) => reply(query).subarray(0, 30)],
  [
    'the answer to another question',
    (query) => reply(query, { question: { name: toWire('x.test.'), type: 1, class: 1 } }),
  ],
  ['no answer', () => 'silence'],
  [
    'TC and then a reset',
    (query, transport) => (transport === 'tcp' ? 'reset' : reply(query, { flags: FLAG.QR | FLAG.TC })),
  ],
];
for (const [what, replies] of nothing) {
  test(`${what} is nothing`, async () => {
    answer = replies;
    assert.equal(await upstream.ask(listener, name, TYPE.A, 100), null);
  });
}

test('an answer with another id is not taken', async () => {
  answer = (query) => reply(query, { id: query.id ^ 1 });
  assert.equal(await upstream.ask(listener, name, TYPE.A, 100), null);
});

test('closing settles what is asked', async () => {
  answer = () => 'silence';
  const short = await openUpstream();
  const asked = short.ask(listener, name, TYPE.A, 60_000);
  await short.close();
  assert.equal(await asked, null);
});
