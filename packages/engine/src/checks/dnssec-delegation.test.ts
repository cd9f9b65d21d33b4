import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, present, silent } from '../../test/dns-observation.ts';
import { dnskey, ds, signedZone, unsignedZone, zoneKey } from '../../test/dnssec-observation.ts';
import { makeKey, withFlags } from '../../test/dnssec-signer.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dnssec } from '../probes/dnssec.ts';
import { dnssecDelegation } from './dnssec-delegation.ts';

const judged = (changed: Parameters<typeof signedZone>[0]) =>
  judgeObservation(dnssecDelegation, dnssec, signedZone(changed));
const other = makeKey(13);

test('DS records that name keys of the zone pass', () => {
  assert.equal(judged({}).outcome, 'pass');
  assert.equal(judged({ DS: present(ds(zoneKey), ds(zoneKey, 4)) }).outcome, 'pass');
});

test('so do they in the middle of a change of keys', () => {
  const DNSKEY = present(dnskey(zoneKey), dnskey(other));
  assert.equal(judged({ DS: present(ds(zoneKey), ds(other)), DNSKEY }).outcome, 'pass');
});

test('a DS record without any key is found', () => {
  assert.equal(judged({ DNSKEY: none }).outcome, 'ds-without-key');
});

test('so is one that names none of the keys', () => {
  assert.equal(judged({ DS: present(ds(other)) }).outcome, 'ds-without-key');
  const digest = { ...ds(zoneKey), digest: '00'.repeat(32) };
  assert.equal(judged({ DS: present(digest) }).outcome, 'ds-without-key');
  const noZoneKey = dnskey(withFlags(zoneKey, 1));
  assert.equal(judged({ DNSKEY: present(noZoneKey) }).outcome, 'ds-without-key');
});

test('a leftover beside a good one is told', () => {
  const { outcome, evidence } = judged({ DS: present(ds(zoneKey), ds(other)) });
  assert.equal(outcome, 'ds-unmatched');
  assert.match(evidence[0]?.DS ?? '', new RegExp(`^${other.tag} 13 2 `));
});

test('SHA-1 is found', () => {
  assert.equal(judged({ DS: present(ds(zoneKey, 1)) }).outcome, 'digest-sha1');
  assert.equal(judged({ DS: present(ds(zoneKey), ds(zoneKey, 1)) }).outcome, 'digest-sha1');
});

test('a digest that we cannot compute decides nothing', () => {
  const gost = { ...ds(zoneKey), digestType: 3 };
  assert.equal(judged({ DS: present(gost) }).outcome, 'open');
  assert.equal(judged({ DS: present(gost, ds(zoneKey)) }).outcome, 'pass');
});

test('an algorithm that nobody follows breaks nothing', () => {
  const strange = { ...ds(other), algorithm: 200 };
  assert.equal(judged({ DS: present(strange) }).outcome, 'ds-unmatched');
  assert.equal(judged({ DS: present(strange), DNSKEY: none }).outcome, 'ds-unmatched');
  assert.equal(judged({ DS: present(strange, ds(other)) }).outcome, 'ds-without-key');
});

test('silence of either side leaves it open', () => {
  assert.equal(judged({ DS: silent }).outcome, 'open');
  assert.equal(judged({ DNSKEY: silent }).outcome, 'open');
  const unknown = { state: 'unknown', reason: 'timeout' };
  assert.equal(judgeObservation(dnssecDelegation, dnssec, unknown).outcome, 'open');
});

test('without DS there is nothing to judge', () => {
  assert.equal(judgeObservation(dnssecDelegation, dnssec, unsignedZone()).outcome, 'notApplicable');
  assert.equal(judgeObservation(dnssecDelegation, dnssec, { state: 'absent' }).outcome, 'notApplicable');
});
