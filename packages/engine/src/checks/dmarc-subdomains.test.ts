import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { mailSeen } from '../../test/mail-policies-observation.ts';
import { mailPolicies } from '../probes/mail-policies.ts';
import type { DnsAnswer } from '../protocols/dns-answer.ts';
import { dmarcSubdomains } from './dmarc-subdomains.ts';

const judged = (own: DnsAnswer<string>) =>
  judgeObservation(dmarcSubdomains, mailPolicies, mailSeen({ dmarc: { '_dmarc.acme.test': own } }));

for (const [record, outcome] of [
  ['v=DMARC1; p=reject', 'pass'],
  ['v=DMARC1; p=none', 'pass'],
  ['v=DMARC1; p=quarantine; sp=reject; np=reject', 'pass'],
  ['v=DMARC1; p=none; np=reject', 'pass'],
  ['v=DMARC1; p=reject; sp=none', 'weaker'],
  ['v=DMARC1; p=reject; sp=quarantine', 'weaker'],
  ['v=DMARC1; p=reject; np=none', 'non-existent'],
  ['v=DMARC1; p=reject; sp=quarantine; np=none', 'weaker,non-existent'],
  ['v=DMARC1; p=reject; sp=bogus', 'notApplicable'],
] as const) {
  test(`"${record}": ${outcome}`, () => assert.equal(judged(present(record)).outcome, outcome));
}

test('silence leaves it open', () => assert.equal(judged(silent).outcome, 'open'));
test('without a record it does not apply', () => assert.equal(judged(gone).outcome, 'notApplicable'));
