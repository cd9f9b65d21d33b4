import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { mailSeen } from '../../test/mail-policies-observation.ts';
import { mailPolicies } from '../probes/mail-policies.ts';
import type { DnsAnswer } from '../protocols/dns-answer.ts';
import { spfHygiene } from './spf-hygiene.ts';

const judged = (spf: Record<string, DnsAnswer<string>>) =>
  judgeObservation(spfHygiene, mailPolicies, mailSeen({ spf }));
const many = Array.from({ length: 40 }, (_, index) => `ip4:192.0.2.${index}`).join(' ');

for (const [record, outcome] of [
  ['v=spf1 mx a:www.acme.test -all', 'pass'],
  ['v=spf1 -all', 'pass'],
  ['v=spf1 mx ptr -all', 'ptr'],
  ['v=spf1 mx -all include:x.test', 'after-all'],
  ['v=spf1 mx a mx -all', 'duplicate'],
  [`v=spf1 ${many} -all`, 'too-long'],
  ['v=spf1 ptr -all mx', 'ptr,after-all'],
  ['v=spf1 mx +all', 'pass'],
] as const) {
  test(`"${record.slice(0, 50)}": ${outcome}`, () =>
    assert.equal(judged({ 'acme.test': present(record) }).outcome, outcome));
}

test('silence leaves it open', () => assert.equal(judged({ 'acme.test': silent }).outcome, 'open'));
test('without a record it does not apply', () =>
  assert.equal(judged({ 'acme.test': none }).outcome, 'notApplicable'));
