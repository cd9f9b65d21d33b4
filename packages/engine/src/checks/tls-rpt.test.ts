import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, present, silent } from '../../test/dns-observation.ts';
import { judgeMail, MX_UNKNOWN, mail, NO_MAIL, NULL_MX, policies } from '../../test/mail-observation.ts';
import type { TransportPolicyObservation } from '../probes/transport-policy.ts';
import { tlsRpt } from './tls-rpt.ts';

function judged(answer: TransportPolicyObservation['tlsRpt'], about = mail({})) {
  return judgeMail(tlsRpt, { mail: about, policies: policies({ tlsRpt: answer }) });
}

const RECORD = 'v=TLSRPTv1; rua=mailto:tls@acme.test';

test('one record with an address passes', () => assert.equal(judged(present(RECORD)).outcome, 'pass'));

for (const [what, answer, outcome] of [
  ['no such name', gone, 'missing'],
  ['the answer of a wildcard', present('v=spf1 -all'), 'missing'],
  ['silence', silent, 'open'],
  ['two records', present(RECORD, RECORD), 'malformed'],
  ['nowhere to report to', present('v=TLSRPTv1;'), 'malformed'],
  ['another version', present('v=TLSRPT1; rua=mailto:tls@acme.test'), 'malformed'],
  ['an address without its scheme', present('v=TLSRPTv1; rua=tls@acme.test'), 'malformed'],
] as const) {
  test(`${what}: ${outcome}`, () => assert.equal(judged(answer).outcome, outcome));
}

test('who takes no mail needs no reports', () => {
  assert.equal(judged(gone, NO_MAIL).outcome, 'notApplicable');
  assert.equal(judged(gone, NULL_MX).outcome, 'notApplicable');
  assert.equal(judged(gone, { ...NO_MAIL, MX: MX_UNKNOWN }).outcome, 'open');
  assert.equal(judged(present('v=TLSRPTv1;'), NO_MAIL).outcome, 'malformed');
});

test('the evidence tells the place', () => {
  const [evidence] = judged(present('v=TLSRPTv1; rua=http://acme.test/')).evidence;
  assert.equal(evidence?.position, '12');
});
