import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present, silent } from '../../test/dns-observation.ts';
import { dnskey, ds, signedZone, unsignedZone, zoneKey } from '../../test/dnssec-observation.ts';
import { makeKey, withFlags } from '../../test/dnssec-signer.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dnssec } from '../probes/dnssec.ts';
import { dnssecAlgorithms } from './dnssec-algorithms.ts';

const judged = (changed: Parameters<typeof signedZone>[0]) =>
  judgeObservation(dnssecAlgorithms, dnssec, signedZone(changed));
const long = makeKey(8, { bits: 2048 });
const short = makeKey(8, { bits: 1024 });

for (const algorithm of [13, 14, 15, 16]) {
  test(`algorithm ${algorithm} passes`, () => {
    assert.equal(judged({ DNSKEY: present(dnskey(makeKey(algorithm))) }).outcome, 'pass');
  });
}

test('so does RSA with SHA-256 and 2,048 bits, and a number that nobody knows', () => {
  assert.equal(judged({ DNSKEY: present(dnskey(long)) }).outcome, 'pass');
  assert.equal(judged({ DNSKEY: present({ ...dnskey(zoneKey), algorithm: 200 }) }).outcome, 'pass');
});

for (const [algorithm, outcome] of [
  [1, 'forbidden'],
  [5, 'forbidden'],
  [7, 'forbidden'],
  [12, 'forbidden'],
  [10, 'deprecated'],
] as const) {
  test(`algorithm ${algorithm} is ${outcome}`, () => {
    assert.equal(judged({ DNSKEY: present({ ...dnskey(long), algorithm }) }).outcome, outcome);
  });
}

test('short RSA keys are found', () => {
  const { outcome, evidence } = judged({ DNSKEY: present(dnskey(long), dnskey(short)) });
  assert.equal(outcome, 'weak-key');
  assert.equal(evidence[0]?.keys, `${short.tag} with 1024 bits`);
});

test('a revoked key and one that is not the zone’s do not count', () => {
  const revoked = dnskey(withFlags(short, 257 | 128));
  const foreign = dnskey(withFlags(short, 1));
  assert.equal(judged({ DNSKEY: present(dnskey(zoneKey), revoked, foreign) }).outcome, 'pass');
});

test('a GOST digest is found, SHA-1 is left to the delegation', () => {
  assert.equal(judged({ DS: present({ ...ds(zoneKey), digestType: 3 }) }).outcome, 'forbidden');
  assert.equal(judged({ DS: present(ds(zoneKey, 1)) }).outcome, 'pass');
});

test('silence leaves it open, a zone without keys is not judged', () => {
  assert.equal(judged({ DNSKEY: silent }).outcome, 'open');
  assert.equal(judgeObservation(dnssecAlgorithms, dnssec, unsignedZone()).outcome, 'notApplicable');
});
