import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apexRecords, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { recordSyntax } from './record-syntax.ts';

function judged(changed: Partial<Omit<DnsRecordsObservation, 'apex'>>) {
  return judgeObservation(recordSyntax, dnsRecords, apexRecords(changed));
}

const mx = (exchange: string) => ({ MX: present({ preference: 10, exchange }) });

test('host names and plain texts pass', () => {
  assert.equal(judged({ ...mx('mx.acme.test'), TXT: present('v=spf1 -all', 'hello') }).outcome, 'pass');
});

test('so do "no mail" and an address, which is told elsewhere', () => {
  for (const exchange of ['', '.', '192.0.2.1']) assert.equal(judged(mx(exchange)).outcome, 'pass');
});

test('an exchanger that is no host name is found, neutralised', () => {
  const { outcome, evidence } = judged(mx('mail_1.acme.test'));
  assert.equal(outcome, 'mx');
  assert.equal(evidence[0]?.exchange, 'mail_1.acme.test');
  assert.doesNotMatch(judged(mx('a\u001b[2J.test')).evidence[0]?.exchange ?? '', /\u001b/);
});

test('a text with quotation marks of its own is found', () => {
  assert.equal(judged({ TXT: present('"v=spf1 -all"') }).outcome, 'txt');
});

test('silence leaves it open', () => {
  assert.equal(judged({ MX: silent }).outcome, 'open');
  assert.equal(judged({ MX: none, TXT: silent }).outcome, 'open');
  assert.equal(judged({ ...mx('mx.acme.test'), TXT: silent }).outcome, 'open');
});

test('a name without such records is not judged', () => {
  assert.equal(judged({}).outcome, 'notApplicable');
});
