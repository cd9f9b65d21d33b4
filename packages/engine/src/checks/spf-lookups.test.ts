import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { mailSeen } from '../../test/mail-policies-observation.ts';
import { mailPolicies } from '../probes/mail-policies.ts';
import type { DnsAnswer } from '../protocols/dns-answer.ts';
import { spfLookups } from './spf-lookups.ts';

const judged = (spf: Record<string, DnsAnswer<string>>, addresses: Record<string, DnsAnswer<string>> = {}) =>
  judgeObservation(spfLookups, mailPolicies, mailSeen({ spf, addresses }));
const own = (record: string) => ({ 'acme.test': present(record) });
const includes = (count: number) =>
  Array.from({ length: count }, (_, index) => `include:i${index}.test`).join(' ');
const included = (count: number, answer = present('v=spf1 -all')) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`i${index}.test`, answer]));

test('a record within the limits passes', () => {
  assert.equal(judged({}).outcome, 'pass');
  assert.equal(judged({ ...own(`v=spf1 ${includes(10)} -all`), ...included(10) }).outcome, 'pass');
});

test('eleven look-ups are too many, and the tree is the evidence', () => {
  const { outcome, evidence } = judged({ ...own(`v=spf1 mx ${includes(10)} -all`), ...included(10) });
  assert.equal(outcome, 'too-many');
  assert.equal(evidence[0]?.['look-ups'], '11');
  assert.equal(evidence[0]?.['tree 2'], 'include:i0.test: 1 look-up');
});

test('eleven are too many even when one of the records is silent', () => {
  assert.equal(
    judged({ ...own(`v=spf1 mx ${includes(10)} -all`), ...included(9), 'i9.test': silent }).outcome,
    'too-many',
  );
});

test('silence of an include leaves it open', () => {
  const { outcome, detail } = judged({ ...own('v=spf1 include:i0.test -all'), 'i0.test': silent });
  assert.equal(outcome, 'open');
  assert.match(detail ?? '', /i0\.test: 1 look-up, not known \(timeout\)/);
});

test('an include that depends on the message leaves it open', () => {
  assert.equal(judged(own('v=spf1 include:%{ir}.x.test -all')).outcome, 'open');
});

for (const [title, answer, outcome] of [
  ['nothing', gone, 'dead-include'],
  ['no SPF record', none, 'dead-include'],
  ['a faulty record', present('v=spf1 ipv4:1'), 'dead-include'],
  ['the record itself', present('v=spf1 include:acme.test -all'), 'loop'],
] as const) {
  test(`an include of ${title}: ${outcome}`, () => {
    const { outcome: found, evidence } = judged({ ...own('v=spf1 include:i0.test -all'), 'i0.test': answer });
    assert.equal(found, outcome);
    assert.match(evidence[0]?.term ?? '', /^include:/);
  });
}

const nowhere = Object.fromEntries(['a', 'b', 'c'].map((label) => [`${label}.acme.test`, gone]));
test('three terms that find nothing are told, two are not', () => {
  assert.equal(judged(own('v=spf1 a:a.acme.test a:b.acme.test -all'), nowhere).outcome, 'pass');
  assert.equal(judged(own('v=spf1 a:a.acme.test a:b.acme.test a:c.acme.test -all'), nowhere).outcome, 'void');
  assert.equal(
    judged(own('v=spf1 a:a.acme.test a:b.acme.test a:c.acme.test -all'), {
      ...nowhere,
      'c.acme.test': silent,
    }).outcome,
    'open',
  );
});

test('what other checks tell is not told again', () => {
  for (const answer of [none, gone, present('v=spf1', 'v=spf1'), present('v=spf1 ipv4:1')]) {
    assert.equal(judged({ 'acme.test': answer }).outcome, 'notApplicable');
  }
});

test('silence leaves it open', () => assert.equal(judged({ 'acme.test': silent }).outcome, 'open'));
