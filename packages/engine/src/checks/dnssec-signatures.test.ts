import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, silent } from '../../test/dns-observation.ts';
import { server, signature, signedZone, unsignedZone } from '../../test/dnssec-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dnssec } from '../probes/dnssec.ts';
import { dnssecSignatures } from './dnssec-signatures.ts';

const judged = (changed: Parameters<typeof signedZone>[0]) =>
  judgeObservation(dnssecSignatures, dnssec, signedZone(changed));

test('signatures of some weeks pass, and those made on the fly for two days', () => {
  assert.equal(judged({}).outcome, 'pass');
  assert.equal(judged({ signatures: [signature('SOA', -1, 1)], servers: [] }).outcome, 'pass');
});

test('an expired signature is found', () => {
  const { outcome, evidence } = judged({ signatures: [signature('SOA'), signature('MX', -30, -2)] });
  assert.equal(outcome, 'expired');
  assert.deepEqual(evidence, [
    {
      records: 'MX',
      inception: '2025-12-02T00:00:00.000Z',
      expiration: '2025-12-30T00:00:00.000Z',
      'lifetime in days': '28',
    },
  ]);
});

test('an old signature beside a new one over the same records is none', () => {
  assert.equal(judged({ signatures: [signature('SOA', -30, -2), signature('SOA')] }).outcome, 'pass');
});

test('so is one that a single server serves', () => {
  const stale = server(2, { signatures: [signature('SOA', -30, -1)] });
  const { outcome, evidence } = judged({ servers: [server(1), stale] });
  assert.equal(outcome, 'expired');
  assert.equal(evidence[0]?.records, 'SOA at ns2.acme.test 192.0.2.2');
});

test('signatures that end soon, begin later or last for years are told', () => {
  assert.equal(judged({ signatures: [signature('SOA', -27, 1)] }).outcome, 'expires-soon');
  assert.equal(judged({ signatures: [signature('SOA', 1, 28)] }).outcome, 'not-yet-valid');
  assert.equal(judged({ signatures: [signature('SOA', -1, 700)] }).outcome, 'lifetime-long');
});

test('silence leaves it open', () => {
  assert.equal(judged({ DNSKEY: silent }).outcome, 'open');
  assert.equal(judged({ signatures: [], servers: [] }).outcome, 'open');
  const mute = server(1, { signatures: { state: 'unknown', reason: 'timeout' } });
  assert.equal(judged({ signatures: [], servers: [mute] }).outcome, 'open');
});

test('a zone that is not signed is not judged', () => {
  assert.equal(judgeObservation(dnssecSignatures, dnssec, unsignedZone()).outcome, 'notApplicable');
  assert.equal(judged({ DNSKEY: none }).outcome, 'notApplicable');
  const old = [signature('SOA', -30, -2)];
  assert.equal(judged({ DS: none, signatures: old }).outcome, 'notApplicable', 'nobody looks at an island');
});
