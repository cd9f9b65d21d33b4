import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apexRecords, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dnsRecords } from '../probes/dns-records.ts';
import type { LookedUp } from '../protocols/dangling.ts';
import { mxAlias } from './mx-alias.ts';

const plain: LookedUp = { name: 'mx.acme.test', A: present('192.0.2.1'), AAAA: none, registration: null };

function judged(...exchangers: LookedUp[]) {
  return judgeObservation(mxAlias, dnsRecords, apexRecords({ exchangers }));
}

test('an exchanger with addresses of its own passes', () => {
  assert.equal(judged(plain).outcome, 'pass');
});

test('an alias is found, by either family', () => {
  const A = { state: 'present', records: ['192.0.2.1'], aliases: ['mail.acme.test'] } as const;
  const { outcome, evidence } = judged(plain, { ...plain, name: 'mx2.acme.test', A });
  assert.equal(outcome, 'alias');
  assert.deepEqual(evidence, [{ exchanger: 'mx2.acme.test', 'is an alias of': 'mail.acme.test' }]);
  const AAAA = { state: 'present', records: ['2001:db8::1'], aliases: ['mail.acme.test'] } as const;
  assert.equal(judged({ ...plain, A: none, AAAA }).outcome, 'alias');
});

test('silence leaves it open', () => {
  assert.equal(judged(plain, { ...plain, A: silent, AAAA: silent }).outcome, 'open');
  assert.equal(judgeObservation(mxAlias, dnsRecords, apexRecords({ MX: silent })).outcome, 'open');
});

test('a name without exchangers is not judged', () => {
  assert.equal(judged().outcome, 'notApplicable');
});
