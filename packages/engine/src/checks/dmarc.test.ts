import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apexRecords, gone, hostRecords, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dnsRecords } from '../probes/dns-records.ts';
import type { DnsAnswer } from '../protocols/dns-answer.ts';
import { dmarc } from './dmarc.ts';

function judged(...answers: DnsAnswer<string>[]) {
  const names = ['_dmarc.acme.test', '_dmarc.test'];
  const lookups = answers.map((answer, index) => ({ name: names[index] ?? '', answer }));
  return judgeObservation(dmarc, dnsRecords, apexRecords({ apex: { dmarc: lookups } }));
}

for (const record of [
  'v=DMARC1; p=reject; rua=mailto:dmarc@acme.test',
  'v=DMARC1;p=quarantine',
  'v=DMARC1; p=reject; t=y',
  'v=DMARC1; p=reject; pct=100; unknown=tag',
]) {
  test(`"${record}" passes`, () => assert.equal(judged(present('other', record)).outcome, 'pass'));
}

for (const [texts, outcome] of [
  [['v=DMARC1; p=none; rua=mailto:dmarc@acme.test'], 'policy-none'],
  [['v=DMARC1; p=quarantine; t=y'], 'policy-none'],
  [['v=DMARC1; rua=mailto:dmarc@acme.test'], 'policy-none'],
  [['v=DMARC1; p=reject', 'v=DMARC1; p=none'], 'multiple-records'],
  [['v=DMARC1'], 'policy-none'],
  [['v=DMARC1; p=block'], 'syntax'],
  [['v=DMARC1; p=reject; sp=nothing; rua=mailto:dmarc@acme.test'], 'syntax'],
  [['v=DMARC1; p=reject; rua=dmarc@acme.test'], 'pass'],
  [['v=dmarc1; p=reject'], 'syntax'],
  [['v=DMARC1 p=reject'], 'syntax'],
  [['"v=DMARC1; p=reject"'], 'syntax'],
  [['v=spf1 -all'], 'missing'],
] as const) {
  test(`${JSON.stringify(texts)}: ${outcome}`, () =>
    assert.equal(judged(present(...texts), gone).outcome, outcome));
}

test('no record up to the top is missing', () => {
  assert.equal(judged(gone, gone).outcome, 'missing');
  assert.equal(judged(none, none).outcome, 'missing');
});

test('a policy from above counts, by its sp', () => {
  assert.equal(judged(gone, present('v=DMARC1; p=none; sp=reject; psd=y')).outcome, 'pass');
  const { outcome, evidence } = judged(gone, present('v=DMARC1; p=reject; sp=none; psd=y'));
  assert.equal(outcome, 'policy-none');
  assert.equal(evidence[0]?.name, '_dmarc.test');
});

test('silence leaves it open, above the name too', () => {
  assert.equal(judged(silent).outcome, 'open');
  assert.equal(judged(gone, silent).outcome, 'open');
});

test('it applies to the target alone, when that exists', () => {
  assert.equal(judgeObservation(dmarc, dnsRecords, hostRecords(), 'www.acme.test').outcome, 'notApplicable');
  assert.equal(judgeObservation(dmarc, dnsRecords, apexRecords({ TXT: gone })).outcome, 'notApplicable');
});
