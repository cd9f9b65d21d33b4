import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, silent } from '../../test/dns-observation.ts';
import { signedZone, unsignedZone, verdict, ZONE } from '../../test/dnssec-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dnssec as probe } from '../probes/dnssec.ts';
import { dnssec } from './dnssec.ts';

const judged = (value: unknown) => judgeObservation(dnssec, probe, value);
const soa = (changed: Parameters<typeof verdict>[1]) => signedZone({ verdicts: [verdict('SOA', changed)] });

test('a zone whose answers are proven passes', () => {
  assert.equal(judged(signedZone()).outcome, 'pass');
});

test('a zone without signatures is found, as good practice', () => {
  assert.equal(judged(unsignedZone()).outcome, 'unsigned');
  assert.equal(dnssec.findings.unsigned.optional, true);
});

test('a signed zone without DS is an island', () => {
  const { DNSKEY } = signedZone();
  assert.equal(judged(unsignedZone({ DNSKEY })).outcome, 'island');
  assert.equal(judged(unsignedZone({ DNSKEY: silent })).outcome, 'open');
});

test('below a zone of the domain that is not signed, that one is found', () => {
  const below = unsignedZone({ zone: `eu.${ZONE}`, DNSKEY: signedZone().DNSKEY });
  const { outcome, evidence } = judged(below);
  assert.equal(outcome, 'unsigned');
  assert.equal(evidence[0]?.zone, ZONE);
});

test('answers that are refused are found, with zone and reason', () => {
  const { outcome, evidence } = judged(
    soa({ state: 'bogus', reason: 'signature-expired', detail: 'The signature has expired.' }),
  );
  assert.equal(outcome, 'bogus');
  assert.deepEqual(evidence, [
    {
      question: `${ZONE} SOA`,
      zone: ZONE,
      reason: 'signature-expired',
      detail: 'The signature has expired.',
    },
  ]);
});

test('one set that is refused is enough, one reason is one finding', () => {
  const bogus = { state: 'bogus', reason: 'bad-signature' } as const;
  const verdicts = [verdict('SOA'), verdict('MX', bogus), verdict('TXT', bogus)];
  assert.equal(judged(signedZone({ verdicts })).evidence.length, 1);
});

test('what breaks above the domain may be broken on our way alone', () => {
  const { outcome } = judged(soa({ state: 'bogus', reason: 'missing-signature', zone: '.' }));
  assert.equal(outcome, 'open');
});

test('an unreachable server is open, never bogus', () => {
  assert.equal(judged(soa({ state: 'unknown', reason: 'timeout' })).outcome, 'open');
  const verdicts = [verdict('SOA'), verdict('MX', { state: 'unknown', reason: 'servfail' })];
  assert.equal(judged(signedZone({ verdicts })).outcome, 'open');
  assert.equal(judged({ state: 'unknown', reason: 'timeout' }).outcome, 'open');
});

test('missing denials are the matter of another check', () => {
  const verdicts = [
    verdict('SOA'),
    verdict('MX', { absent: true, state: 'bogus', reason: 'missing-denial' }),
  ];
  assert.equal(judged(signedZone({ verdicts })).outcome, 'pass');
});

test('where the zone above is not signed, there is nothing to be done', () => {
  const verdicts = [verdict('SOA', { state: 'insecure', reason: 'no-ds', zone: 'test' })];
  assert.equal(judged(unsignedZone({ verdicts })).outcome, 'informational');
});

test('an algorithm that we do not validate is told', () => {
  const verdicts = [verdict('SOA', { state: 'insecure', reason: 'unsupported-algorithm' })];
  assert.equal(judged(signedZone({ verdicts, CDS: none })).outcome, 'informational');
});

test('a domain that does not exist is not judged', () => {
  assert.equal(judged({ state: 'absent' }).outcome, 'notApplicable');
});
