import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apexRecords, gone, hostRecords, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dnsRecords } from '../probes/dns-records.ts';
import type { CaaRecord, DnsAnswer } from '../protocols/dns-answer.ts';
import { caa } from './caa.ts';

function record(tag: string, value: string, critical = false): CaaRecord {
  return { critical, tag, value };
}

function judged(...answers: DnsAnswer<CaaRecord>[]) {
  const CAA = answers.map((answer, index) => ({ name: ['acme.test', 'test'][index] ?? '', answer }));
  return judgeObservation(caa, dnsRecords, apexRecords({ CAA }));
}

test('a domain that names its authorities passes', () => {
  const records = [
    record('issue', 'letsencrypt.org'),
    record('issuewild', ';'),
    record('iodef', 'mailto:a@acme.test'),
  ];
  assert.equal(judged(present(...records)).outcome, 'pass');
});

test('so does one below a name that does', () => {
  assert.equal(judged(none, present(record('issue', ';'))).outcome, 'pass');
});

test('a domain without records is found', () => {
  assert.equal(judged(none, none).outcome, 'missing');
  assert.equal(caa.findings.missing.severity, 'low');
  assert.equal(caa.findings.missing.optional, true);
});

test('records that restrict nobody are as good as none', () => {
  const { outcome, evidence } = judged(present(record('iodef', 'mailto:a@acme.test')));
  assert.equal(outcome, 'missing');
  assert.equal(evidence[0]?.records, '0 iodef "mailto:a@acme.test"');
});

for (const [title, each] of [
  ['a value that is no issuer', record('issue', 'https://letsencrypt.org/')],
  ['a report address without a scheme', record('iodef', 'a@acme.test')],
] as const) {
  test(`${title} is found`, () => {
    const { outcome, evidence } = judged(present(record('issue', 'letsencrypt.org'), each));
    assert.equal(outcome, 'malformed');
    assert.match(evidence[0]?.record ?? '', /^(0|128) /);
  });
}

test('a critical tag that nobody knows is found', () => {
  const records = [record('issue', 'letsencrypt.org'), record('tbs', 'x', true)];
  assert.equal(judged(present(...records)).outcome, 'unknown-critical');
  assert.equal(judged(present(record('issue', 'ca.test'), record('tbs', 'x'))).outcome, 'pass');
});

test('a thousand faulty records are ten findings', () => {
  const records = Array.from({ length: 1000 }, (_, index) => record('issue', `!${index}`));
  assert.equal(judged(present(...records)).evidence.length, 10);
});

test('silence leaves it open, above the name too', () => {
  assert.equal(judged(silent).outcome, 'open');
  assert.equal(judged(none, silent).outcome, 'open');
});

test('it applies to the target alone, when that exists', () => {
  assert.equal(judgeObservation(caa, dnsRecords, hostRecords(), 'www.acme.test').outcome, 'notApplicable');
  assert.equal(judgeObservation(caa, dnsRecords, apexRecords({ TXT: gone })).outcome, 'notApplicable');
});
