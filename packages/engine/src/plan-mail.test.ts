import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Observation, unknown } from '@cyborux/contract';
import { gone, present } from '../test/dns-observation.ts';
import { mailSeen } from '../test/mail-policies-observation.ts';
import { planMail } from './plan-mail.ts';
import type { TransportPolicyObservation } from './probes/transport-policy.ts';

const target = { name: 'acme.test', registrable: 'acme.test' };
const AT = '2026-11-23T10:00:00.000Z';

function seenBy(module: string, value: unknown): Observation {
  return { module, entity: 'FQDN:acme.test', at: AT, value };
}

const policy = (mode: string): TransportPolicyObservation => ({
  mtaSts: present('v=STSv1; id=1'),
  tlsRpt: present('v=TLSRPTv1; rua=mailto:tls@acme.test'),
  policy: {
    state: 'present',
    address: '192.0.2.1',
    status: 200,
    contentType: 'text/plain',
    certificateError: null,
    body: `version: STSv1\nmode: ${mode}\nmx: mx.acme.test\nmax_age: 604800\n`,
    truncated: false,
  },
});

test('a domain in order has nothing to do', () => {
  const plan = planMail(target, [
    seenBy('mail-policies', mailSeen()),
    seenBy('transport-policy', policy('enforce')),
  ]);
  assert.deepEqual(plan, { observed_at: AT, spf_lookups: { now: 1, after: 1 }, steps: [] });
});

test('what is missing for transport follows, and what was not looked at is not planned', () => {
  const kinds = (transport: TransportPolicyObservation | null) =>
    planMail(target, [
      seenBy('mail-policies', mailSeen()),
      ...(transport === null ? [] : [seenBy('transport-policy', transport)]),
    ])?.steps.map(({ kind }) => kind);
  assert.deepEqual(kinds({ mtaSts: gone, tlsRpt: gone, policy: null }), ['tls-rpt', 'mta-sts']);
  assert.deepEqual(kinds(policy('testing')), ['mta-sts']);
  assert.deepEqual(kinds({ ...policy('testing'), policy: unknown('timeout') }), []);
  assert.deepEqual(kinds(null), []);
});

test('without a sight of the policies there is no plan', () => {
  assert.equal(planMail(target, []), null);
  assert.equal(planMail(target, [seenBy('mail-policies', unknown('timeout'))]), null);
});
