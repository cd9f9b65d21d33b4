import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apexRecords, hostRecords, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dnsRecords } from '../probes/dns-records.ts';
import { txtHygiene } from './txt-hygiene.ts';

const judged = (...texts: string[]) =>
  judgeObservation(txtHygiene, dnsRecords, apexRecords({ TXT: present(...texts) }));

test('a policy and a token for each service pass', () => {
  assert.equal(judged('v=spf1 -all', 'stripe-verification=a', 'docusign=b').outcome, 'pass');
});

test('two tokens of one service are told', () => {
  const { outcome, evidence } = judged('stripe-verification=a', 'stripe-verification=b', 'docusign=b');
  assert.equal(outcome, 'duplicate-tokens');
  assert.equal(evidence[0]?.services, 'Stripe (2)');
});

test('so are records that no UDP answer holds', () => {
  const texts = Array.from({ length: 12 }, (_, index) => `${index}${'a'.repeat(100)}`);
  assert.equal(judged(...texts).outcome, 'large');
  assert.equal(judged(...texts.slice(2)).outcome, 'pass');
});

test('silence leaves it open, and it is about the target alone', () => {
  assert.equal(judgeObservation(txtHygiene, dnsRecords, apexRecords({ TXT: silent })).outcome, 'open');
  assert.equal(judgeObservation(txtHygiene, dnsRecords, apexRecords()).outcome, 'notApplicable');
  const host = hostRecords({ TXT: present('docusign=a', 'docusign=b') });
  assert.equal(judgeObservation(txtHygiene, dnsRecords, host, 'www.acme.test').outcome, 'notApplicable');
});
