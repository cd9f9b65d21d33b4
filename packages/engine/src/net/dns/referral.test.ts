import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DnsMessage, DnsRecord } from './message.ts';
import { readReferral } from './referral.ts';

function message(authority: DnsRecord[], more: Partial<DnsMessage> = {}): DnsMessage {
  return {
    rcode: 'NOERROR',
    authoritative: false,
    truncated: false,
    recursionAvailable: false,
    answers: [],
    authority,
    additional: [],
    edns: null,
    raw: { bytes: Buffer.alloc(0), flags: 0, sameCase: true, answers: [], authority: [], additional: [] },
    ...more,
  };
}

const ns = (owner: string, value: string, ttl = 60): DnsRecord => ({ owner, ttl, type: 'NS', value });
const value = { mname: 'a', rname: 'b', serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 };

test('reads the cut, its servers once each, their addresses and the smallest TTL', () => {
  const told = message([ns('acme.test', 'ns1.acme.test', 60), ns('acme.test', 'ns1.acme.test', 30)], {
    additional: [
      { owner: 'ns1.acme.test', ttl: 1, type: 'A', value: '192.0.2.1' },
      { owner: 'other.test', ttl: 1, type: 'A', value: '192.0.2.66' },
    ],
  });
  assert.deepEqual(readReferral(told, 'test', 'www.acme.test'), {
    zone: 'acme.test',
    NS: ['ns1.acme.test'],
    glue: [{ name: 'ns1.acme.test', address: '192.0.2.1' }],
    DS: [],
    ttl: 30,
  });
});

for (const [what, told] of [
  ['upwards', message([ns('', 'a.root')])],
  ['to the same zone', message([ns('test', 'ns.test')])],
  ['aside', message([ns('other.test', 'ns.test')])],
  ['with an answer', message([ns('acme.test', 'ns.test')], { answers: [ns('x', 'y')] })],
  ['with an error', message([ns('acme.test', 'ns.test')], { rcode: 'SERVFAIL' })],
  ['beside an SOA', message([{ owner: 'test', ttl: 1, type: 'SOA', value }, ns('acme.test', 'ns.test')])],
  ['to nobody', message([])],
] satisfies [string, DnsMessage][]) {
  test(`a referral ${what} is none`, () => assert.equal(readReferral(told, 'test', 'www.acme.test'), null));
}
