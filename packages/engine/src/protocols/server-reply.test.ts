import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ExchangedRecord, ServerExchange } from '../net.ts';
import { replyOf, serverReplySchema, servesZone } from './server-reply.ts';

type Said = Extract<ServerExchange, { state: 'answered' }>;

const SOA = { mname: 'a', rname: 'b', serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 };

function said(wish: Partial<Said> = {}): Said {
  return {
    state: 'answered',
    rcode: 'NOERROR',
    authoritative: true,
    truncated: false,
    recursionAvailable: false,
    sameCase: true,
    edns: null,
    answers: [],
    authority: [],
    additional: [],
    bytes: 12,
    durationMs: 1,
    ...wish,
  };
}

function record(owner: string, type: string, value: ExchangedRecord['value']): ExchangedRecord {
  return { owner, ttl: 1, type, value };
}

test('records of the asked name are kept, those of others are not', () => {
  const answers = [
    record('other.test', 'SOA', { ...SOA, serial: 9 }),
    record('acme.test', 'SOA', SOA),
    record('acme.test', 'NS', 'ns2.acme.test'),
    record('acme.test', 'NS', 'ns1.acme.test'),
    record('acme.test', 'TXT', null),
  ];
  const reply = replyOf(said({ answers }), 'acme.test');
  assert.ok(reply.state === 'answered');
  assert.deepEqual([reply.SOA?.serial, reply.NS, reply.TXT], [1, ['ns1.acme.test', 'ns2.acme.test'], []]);
});

test('a referral names the zone that it refers to, the root too', () => {
  const authority = [
    record('', 'NS', 'a.root-servers.net'),
    record('.', 'NS', 'b.root-servers.net'),
    record('x', 'SOA', SOA),
  ];
  const reply = replyOf(said({ authority }), 'acme.test');
  assert.deepEqual(reply.state === 'answered' && reply.refersTo, ['']);
});

test('a refusal and silence stay what they are', () => {
  for (const exchange of [
    { state: 'absent', reason: 'connection-refused' },
    { state: 'unknown', reason: 'timeout', detail: 'No answer.' },
  ] as const) {
    assert.deepEqual(replyOf(exchange, 'acme.test'), exchange);
  }
});

test('who says so with authority has the zone', () => {
  assert.equal(servesZone(replyOf(said(), 'acme.test')), true);
  assert.equal(servesZone(replyOf(said({ authoritative: false }), 'acme.test')), false);
  assert.equal(servesZone(replyOf(said({ rcode: 'SERVFAIL' }), 'acme.test')), false);
  assert.equal(servesZone(null), false);
});

test('whatever a server sends is kept within bounds', () => {
  const texts = fc.array(fc.string({ maxLength: 300 }), { maxLength: 100 });
  fc.assert(
    fc.property(texts, texts, (values, owners) => {
      const answers = values.flatMap((value) => [
        record('acme.test', 'TXT', value),
        record('acme.test', 'NS', value),
      ]);
      const authority = owners.map((owner) => record(owner, 'NS', 'x'));
      const reply = replyOf(said({ answers, authority }), 'acme.test');
      assert.ok(reply.state === 'answered');
      assert.deepEqual(serverReplySchema.parse(reply), reply);
      assert.ok(Math.max(reply.NS.length, reply.TXT.length, reply.refersTo.length) <= 50);
      assert.ok(reply.TXT.every((text) => text.length <= 200));
    }),
    { numRuns: 50 },
  );
});
