import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, hostRecords, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { privateAddress } from './private-address.ts';

function judged(changed: Partial<DnsRecordsObservation>) {
  return judgeObservation(privateAddress, dnsRecords, hostRecords(changed), 'www.acme.test');
}

test('a public address passes', () => {
  assert.equal(judged({}).outcome, 'pass');
  assert.equal(judged({ A: none, AAAA: present('2001:db8::1') }).outcome, 'pass');
});

test('a private one is found, beside a public one too', () => {
  const { outcome, evidence } = judged({ A: present('192.0.2.1', '10.0.0.5'), AAAA: present('fd00::5') });
  assert.equal(outcome, 'published');
  assert.equal(evidence[0]?.addresses, '10.0.0.5 (private), fd00::5 (unique-local)');
});

test('what is seen is found whatever is silent; silence alone is open', () => {
  assert.equal(judged({ A: present('127.0.0.1'), AAAA: silent }).outcome, 'published');
  assert.equal(judged({ AAAA: silent }).outcome, 'open');
  assert.equal(judged({ A: silent, AAAA: none }).outcome, 'open');
});

test('a name without addresses is not judged', () => {
  assert.equal(judged({ A: none, AAAA: none }).outcome, 'notApplicable');
  assert.equal(judged({ A: gone, AAAA: gone }).outcome, 'notApplicable');
});
