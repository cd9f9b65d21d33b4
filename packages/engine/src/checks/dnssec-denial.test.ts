import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, present, silent } from '../../test/dns-observation.ts';
import { signedZone, unsignedZone, verdict, ZONE } from '../../test/dnssec-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dnssec } from '../probes/dnssec.ts';
import { dnssecDenial } from './dnssec-denial.ts';

const judged = (changed: Parameters<typeof signedZone>[0]) =>
  judgeObservation(dnssecDenial, dnssec, signedZone(changed));
const nsec3 = { kind: 'nsec3', iterations: 0, salt: '', optOut: false } as const;
const unmade = (changed: Parameters<typeof verdict>[1]) => ({
  verdicts: [verdict('SOA'), verdict('A', { name: `x1.${ZONE}`, unmade: true, ...changed })],
});

test('NSEC3 without iterations and salt passes', () => {
  assert.equal(judged({}).outcome, 'pass');
});

test('a missing proof is found', () => {
  const { outcome, evidence } = judged(unmade({ state: 'bogus', reason: 'missing-denial' }));
  assert.equal(outcome, 'broken');
  assert.equal(evidence[0]?.question, `x1.${ZONE} A`);
  const nodata = verdict('MX', { absent: true, state: 'bogus', reason: 'bad-signature' });
  assert.equal(judged({ verdicts: [verdict('SOA'), nodata] }).outcome, 'broken');
});

test('iterations, salt and opt-out are told', () => {
  assert.equal(judged({ denial: { ...nsec3, iterations: 10 } }).outcome, 'iterations');
  assert.equal(judged({ denial: { ...nsec3, salt: 'ab' } }).outcome, 'salt');
  assert.equal(judged({ denial: { ...nsec3, optOut: true } }).outcome, 'opt-out');
});

test('the parameters of a zone without a proven denial are those that it publishes', () => {
  const NSEC3PARAM = present({ hashAlgorithm: 1, flags: 0, iterations: 500, salt: '' });
  const verdicts = unmade({ state: 'insecure', reason: 'nsec3-iterations' });
  assert.equal(judged({ ...verdicts, denial: null, NSEC3PARAM }).outcome, 'iterations');
  assert.equal(judged({ denial: { kind: 'nsec' }, next: null, NSEC3PARAM }).outcome, 'pass');
});

test('a chain of real names can be walked', () => {
  const { outcome, evidence } = judged({
    denial: { kind: 'nsec' },
    next: `intern.${ZONE}`,
    NSEC3PARAM: none,
  });
  assert.equal(outcome, 'walkable');
  assert.equal(evidence[0]?.['name after the apex'], `intern.${ZONE}`);
});

test('one of made-up names cannot, nor is there anything in a zone of one name', () => {
  assert.equal(judged({ denial: { kind: 'nsec' }, next: `\\000.${ZONE}` }).outcome, 'pass');
  assert.equal(judged({ denial: { kind: 'nsec' }, next: ZONE }).outcome, 'pass');
});

test('silence, and a zone whose keys are not proven, leave it open', () => {
  assert.equal(judged(unmade({ state: 'unknown', reason: 'timeout' })).outcome, 'open');
  assert.equal(judged({ DNSKEY: silent }).outcome, 'open');
  assert.equal(judged({ NSEC3PARAM: silent, denial: null }).outcome, 'open');
  const bogus = [verdict('SOA', { state: 'bogus', reason: 'bad-signature' })];
  assert.equal(judged({ verdicts: bogus, denial: null }).outcome, 'open');
});

test('a zone that is not signed is not judged', () => {
  assert.equal(judgeObservation(dnssecDenial, dnssec, unsignedZone()).outcome, 'notApplicable');
});
