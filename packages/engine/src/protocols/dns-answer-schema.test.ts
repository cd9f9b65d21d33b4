import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DnsAnswer, MxRecord } from './dns-answer.ts';
import { dnsAnswerSchema, lookupSchema } from './dns-answer-schema.ts';

const answers: DnsAnswer<MxRecord>[] = [
  { state: 'present', records: [{ preference: 10, exchange: 'mx.example.com' }], ttl: 300 },
  { state: 'present', records: [], aliases: ['a.example.com'] },
  { state: 'absent', reason: 'nxdomain' },
  { state: 'unknown', reason: 'timeout', detail: 'No server answered.' },
];

for (const answer of answers) {
  test(`an answer that is ${answer.state} comes back as it was, by way of JSON too`, () => {
    assert.deepEqual(dnsAnswerSchema('MX').parse(JSON.parse(JSON.stringify(answer))), answer);
  });
}

test('a record of another type is refused', () => {
  const answer = { state: 'present', records: ['192.0.2.1'] };
  assert.equal(dnsAnswerSchema('MX').safeParse(answer).success, false);
  assert.equal(dnsAnswerSchema('A').safeParse(answer).success, true);
});

test('a state without its reason is refused', () => {
  assert.equal(dnsAnswerSchema('A').safeParse({ state: 'unknown' }).success, false);
  assert.equal(dnsAnswerSchema('A').safeParse({ state: 'absent', reason: 'timeout' }).success, false);
});

test('a lookup keeps its question', () => {
  const lookup = { name: '_dmarc.example.com', answer: { state: 'absent', reason: 'nodata' } };
  assert.deepEqual(lookupSchema('TXT').parse(lookup), lookup);
});
