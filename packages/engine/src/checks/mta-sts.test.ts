import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, none, present, silent } from '../../test/dns-observation.ts';
import {
  judgeMail,
  MX_UNKNOWN,
  mail,
  NO_MAIL,
  NO_POLICIES,
  NULL_MX,
  POLICY_LINES,
  policies,
  policyFile,
} from '../../test/mail-observation.ts';
import type { MailExchangersObservation } from '../probes/mail-exchangers.ts';
import type { TransportPolicyObservation } from '../probes/transport-policy.ts';
import { mtaSts } from './mta-sts.ts';

function judged(
  changed: Partial<TransportPolicyObservation> = {},
  about: MailExchangersObservation = mail({}, {}),
) {
  return judgeMail(mtaSts, { mail: about, policies: policies(changed) });
}

const body = (...lines: string[]) => ({ policy: policyFile({ body: lines.join('\n') }) });

test('an enforced policy that covers every exchanger passes', () => {
  assert.equal(judged().outcome, 'pass');
});

const CASES: [what: string, changed: Partial<TransportPolicyObservation>, outcome: string][] = [
  ['no record', NO_POLICIES, 'missing'],
  ['a record that was not told', { mtaSts: silent, policy: null }, 'open'],
  ['a record without id', { mtaSts: present('v=STSv1;'), policy: null }, 'record-malformed'],
  ['a record that nearly is one', { mtaSts: present('v=STSv1 id=1'), policy: null }, 'record-malformed'],
  ['two records', { mtaSts: present('v=STSv1; id=1;', 'v=STSv1; id=2;'), policy: null }, 'record-malformed'],
  ['the answer of a wildcard', { mtaSts: present('v=spf1 -all'), policy: null }, 'missing'],
  ['a policy that was not fetched', { policy: null }, 'open'],
  ['a policy server that is silent', { policy: { state: 'unknown', reason: 'timeout' } }, 'open'],
  ['a policy host without address', { policy: gone }, 'policy-unavailable'],
  ['a closed port', { policy: { state: 'absent', reason: 'connection-refused' } }, 'policy-unavailable'],
  ['404', { policy: policyFile({ status: 404 }) }, 'policy-unavailable'],
  ['a redirect', { policy: policyFile({ status: 301 }) }, 'policy-unavailable'],
  ['an expired certificate', { policy: policyFile({ certificateError: 'CERT_HAS_EXPIRED' }) }, 'certificate'],
  [
    'a certificate and a 404',
    { policy: policyFile({ certificateError: 'HOSTNAME_MISMATCH', status: 404 }) },
    'certificate',
  ],
  ['a page', { policy: policyFile({ contentType: 'text/html' }) }, 'policy-malformed'],
  ['no content type', { policy: policyFile({ contentType: null }) }, 'policy-malformed'],
  ['a policy without end', { policy: policyFile({ truncated: true }) }, 'policy-malformed'],
  [
    'a policy without mode',
    body('version: STSv1', 'mx: *.acme.test', 'max_age: 2419200'),
    'policy-malformed',
  ],
  ['testing', body('version: STSv1', 'mode: testing', 'mx: *.acme.test', 'max_age: 60'), 'not-enforced'],
  ['none', body('version: STSv1', 'mode: none', 'max_age: 60'), 'not-enforced'],
  ['a day', body('version: STSv1', 'mode: enforce', 'mx: *.acme.test', 'max_age: 86400'), 'max-age-short'],
  ['a week', body('version: STSv1', 'mode: enforce', 'mx: *.acme.test', 'max_age: 604800'), 'pass'],
  [
    'one exchanger left out',
    body('version: STSv1', 'mode: enforce', 'mx: mx1.acme.test', 'max_age: 2419200'),
    'mx-uncovered',
  ],
  [
    'one left out while testing',
    body('version: STSv1', 'mode: testing', 'mx: mx1.acme.test', 'max_age: 2419200'),
    'mx-uncovered-testing,not-enforced',
  ],
];
for (const [what, changed, outcome] of CASES) {
  test(`${what}: ${outcome}`, () => assert.equal(judged(changed).outcome, outcome));
}

test('a domain that takes no mail needs no policy', () => {
  assert.equal(judged(NO_POLICIES, NO_MAIL).outcome, 'notApplicable');
  assert.equal(judged(NO_POLICIES, NULL_MX).outcome, 'notApplicable');
  assert.equal(judged(NO_POLICIES, { ...NO_MAIL, MX: MX_UNKNOWN }).outcome, 'open');
});

test('exchangers that were not told leave it open, not what is wrong with the policy itself', () => {
  const unknown = { ...NO_MAIL, MX: MX_UNKNOWN };
  assert.equal(judged({}, unknown).outcome, 'open');
  assert.equal(judged(body('version: STSv1', 'mode: none', 'max_age: 60'), unknown).outcome, 'not-enforced');
  assert.equal(judged({}, { ...NO_MAIL, MX: none }).outcome, 'pass');
});

test('the evidence names the exchanger and the place', () => {
  const [uncovered] = judged(body(...POLICY_LINES.with(2, 'mx: mx1.acme.test'))).evidence;
  assert.equal(uncovered?.exchange, 'mx2.acme.test');
  const [malformed] = judged(body(...POLICY_LINES, 'nonsense')).evidence;
  assert.deepEqual([malformed?.position, malformed?.text], ['62', 'nonsense']);
});
