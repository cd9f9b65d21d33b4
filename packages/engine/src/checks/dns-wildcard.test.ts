import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apexRecords, gone, hostRecords, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dnsRecords } from '../probes/dns-records.ts';
import type { DnsAnswer } from '../protocols/dns-answer.ts';
import { dnsWildcard } from './dns-wildcard.ts';

function judged(...answers: [A: DnsAnswer<string>, AAAA: DnsAnswer<string>][]) {
  const random = answers.map(([A, AAAA], index) => ({ name: `x${index}.acme.test`, A, AAAA }));
  return judgeObservation(dnsWildcard, dnsRecords, apexRecords({ apex: { random } }));
}

test('names that nobody made and that lead nowhere pass', () => {
  assert.equal(judged([gone, gone], [gone, gone]).outcome, 'pass');
  assert.equal(judged([none, none], [none, none]).outcome, 'pass');
});

test('a wildcard is found, by either family', () => {
  const { outcome, evidence } = judged([present('192.0.2.1'), none], [present('192.0.2.1'), none]);
  assert.equal(outcome, 'wildcard');
  assert.deepEqual(evidence, [{ name: 'x0.acme.test', 'leads to': '192.0.2.1' }]);
  assert.equal(judged([none, present('2001:db8::1')], [none, present('2001:db8::1')]).outcome, 'wildcard');
});

test('one answer is enough, silence is none', () => {
  assert.equal(judged([silent, silent], [present('192.0.2.1'), none]).outcome, 'wildcard');
  assert.equal(judged([gone, gone], [gone, silent]).outcome, 'open');
  assert.equal(judged([silent, silent], [silent, silent]).outcome, 'open');
});

test('it applies to the target alone', () => {
  assert.equal(
    judgeObservation(dnsWildcard, dnsRecords, hostRecords(), 'www.acme.test').outcome,
    'notApplicable',
  );
});

test('a domain that does not exist is not praised for it', () => {
  const random = [{ name: 'x0.acme.test', A: gone, AAAA: gone }];
  const nowhere = apexRecords({ A: gone, AAAA: gone, apex: { random } });
  assert.equal(judgeObservation(dnsWildcard, dnsRecords, nowhere).outcome, 'notApplicable');
});
