import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { mailSeen } from '../../test/mail-policies-observation.ts';
import { mailPolicies } from '../probes/mail-policies.ts';
import type { DnsAnswer } from '../protocols/dns-answer.ts';
import { spfBreadth } from './spf-breadth.ts';

const judged = (spf: Record<string, DnsAnswer<string>>) =>
  judgeObservation(spfBreadth, mailPolicies, mailSeen({ spf }));

for (const [record, outcome] of [
  ['v=spf1 mx -all', 'pass'],
  ['v=spf1 ip4:192.0.2.0/24 ip4:198.18.0.0/16 ip6:2001:db8::/32 -all', 'pass'],
  ['v=spf1 -ip4:10.0.0.0/8 mx -all', 'pass'],
  ['v=spf1 ip4:198.18.0.0/15 -all', 'broad-network'],
  ['v=spf1 ip6:2001::/16 -all', 'broad-network'],
  ['v=spf1 ip4:167.89.0.0/17 -all', 'provider-wide'],
  ['v=spf1 ip4:167.89.0.1 -all', 'pass'],
] as const) {
  test(`"${record}": ${outcome}`, () =>
    assert.equal(judged({ 'acme.test': present(record) }).outcome, outcome));
}

const including = { 'acme.test': present('v=spf1 include:_spf.acme.test include:_spf.other.test -all') };
test("the domain's own records count, other parties' do not", () => {
  const wide = present('v=spf1 ip4:40.0.0.0/8 -all');
  const fine = present('v=spf1 -all');
  assert.equal(judged({ ...including, '_spf.acme.test': fine, '_spf.other.test': wide }).outcome, 'pass');
  const { outcome, evidence } = judged({ ...including, '_spf.acme.test': wide, '_spf.other.test': silent });
  assert.equal(outcome, 'broad-network');
  assert.equal(evidence[0]?.name, '_spf.acme.test');
});

test('silence leaves it open', () => {
  assert.equal(judged({ 'acme.test': silent }).outcome, 'open');
  assert.equal(judged({ ...including, '_spf.acme.test': silent, '_spf.other.test': none }).outcome, 'open');
});

test('without a record it does not apply', () =>
  assert.equal(judged({ 'acme.test': none }).outcome, 'notApplicable'));
