import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { mailSeen } from '../../test/mail-policies-observation.ts';
import { mailPolicies } from '../probes/mail-policies.ts';
import type { DnsAnswer } from '../protocols/dns-answer.ts';
import { dmarcStandard } from './dmarc-standard.ts';

const judged = (own: DnsAnswer<string>, above: DnsAnswer<string> = gone) =>
  judgeObservation(
    dmarcStandard,
    mailPolicies,
    mailSeen({ dmarc: { '_dmarc.acme.test': own, '_dmarc.test': above } }),
  );

test('a record of the current standard passes', () => {
  assert.equal(judged(present('v=DMARC1; p=reject; np=reject; t=n')).outcome, 'pass');
  assert.equal(judged(present('v=DMARC1; p=reject'), present('v=DMARC1; p=none; psd=y')).outcome, 'pass');
});

test('obsolete tags are told', () => {
  const { outcome, evidence } = judged(present('v=DMARC1; p=reject; pct=50; ri=3600'));
  assert.equal(outcome, 'obsolete-tags');
  assert.equal(evidence[0]?.tags, 'pct, ri');
});

test('a difference between the methods is told', () => {
  const { outcome, evidence } = judged(present('v=DMARC1; p=reject'), present('v=DMARC1; p=none'));
  assert.equal(outcome, 'psl-differs');
  assert.equal(evidence[0]?.['RFC 9989'], 'test, policy of acme.test');
  assert.equal(judged(gone, present('v=DMARC1; p=reject; psd=y')).outcome, 'psl-differs');
});

test('silence leaves it open', () => {
  assert.equal(judged(silent).outcome, 'open');
  assert.equal(judged(present('v=DMARC1; p=reject'), silent).outcome, 'open');
  assert.equal(judged(present('v=DMARC1; p=reject; pct=1'), silent).outcome, 'obsolete-tags');
});

test('without any record it does not apply', () => assert.equal(judged(gone).outcome, 'notApplicable'));
