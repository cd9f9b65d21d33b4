import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apexRecords, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dnsRecords } from '../probes/dns-records.ts';
import { nullMx } from './null-mx.ts';

const root = { preference: 0, exchange: '' };
type Changed = NonNullable<Parameters<typeof apexRecords>[0]>;
const judged = (changed: Changed) => judgeObservation(nullMx, dnsRecords, apexRecords(changed));

test('a null MX alone passes', () => {
  assert.equal(judged({ MX: present(root), TXT: present('v=spf1 -all') }).outcome, 'pass');
});

for (const [what, changed, outcome] of [
  ['without SPF', { MX: present(root) }, 'pass'],
  ['without an answer about SPF', { MX: present(root), TXT: silent }, 'open'],
  [
    'beside an exchanger, without an answer about SPF',
    { MX: present(root, { preference: 10, exchange: 'mx.acme.test' }), TXT: silent },
    'mixed',
  ],
  ['with soft senders', { MX: present(root), TXT: present('v=spf1 ?mx ~all') }, 'pass'],
  ['with senders', { MX: present(root), TXT: present('v=spf1 ip4:192.0.2.1 -all') }, 'sends'],
  ['with senders elsewhere', { MX: present(root), TXT: present('v=spf1 redirect=spf.acme.test') }, 'sends'],
  ['beside an exchanger', { MX: present(root, { preference: 10, exchange: 'mx.acme.test' }) }, 'mixed'],
] satisfies [string, Changed, string][]) {
  test(`a null MX ${what}: ${outcome}`, () => assert.equal(judged(changed).outcome, outcome));
}

test('without a null MX there is nothing to judge, silence leaves it open', () => {
  assert.equal(judged({ MX: none }).outcome, 'notApplicable');
  assert.equal(judged({ MX: present({ preference: 1, exchange: 'mx.acme.test' }) }).outcome, 'notApplicable');
  assert.equal(judged({ MX: silent }).outcome, 'open');
});

test('the evidence tells the records', () => {
  const { evidence } = judged({ MX: present(root, { preference: 10, exchange: 'mx.acme.test' }) });
  assert.equal(evidence[0]?.MX, '0 ., 10 mx.acme.test');
});
