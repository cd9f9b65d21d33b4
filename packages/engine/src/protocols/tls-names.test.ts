import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CURVES, groupName, groupOf, TLS13_GROUPS } from './tls-group.ts';
import { alertName, protocolOf } from './tls-names.ts';
import { keyKindOf, SIGNATURE_SCHEMES, signatureName, TLS13_SIGNATURES } from './tls-signature.ts';

test('numbers have the names of the registry', () => {
  assert.equal(alertName(40), 'handshake_failure');
  assert.equal(alertName(222), 'alert_222');
  assert.equal(protocolOf(0x0304), 'TLSv1.3');
  assert.equal(protocolOf(0x7f1c), undefined);
  assert.equal(groupName(0x11ec), 'X25519MLKEM768');
  assert.equal(groupName(0x2a2a), '0x2A2A');
  assert.equal(signatureName(0x0804), 'rsa_pss_rsae_sha256');
  assert.equal(signatureName(0x2a2a), '0x2A2A');
});

test('every group and scheme that is offered is known, and offered once', () => {
  for (const list of [CURVES, TLS13_GROUPS]) {
    assert.equal(new Set(list).size, list.length);
    for (const id of list) assert.notEqual(groupOf(id), undefined, String(id));
  }
  for (const list of [SIGNATURE_SCHEMES, TLS13_SIGNATURES]) {
    assert.equal(new Set(list).size, list.length);
    for (const id of list) assert.doesNotMatch(signatureName(id), /^0x/);
  }
});

test('hybrids and KEMs resist a quantum computer, curves do not', () => {
  assert.deepEqual(
    [0x11ec, 0x0201, 29].map((id) => groupOf(id)?.postQuantum),
    [true, true, false],
  );
});

test('the kind of key that makes a signature', () => {
  assert.deepEqual([0x0804, 0x0403, 0x0807, 0x0202, 0x0905, 0x0708].map(keyKindOf), [
    'RSA',
    'EC',
    'EdDSA',
    'DSA',
    'ML-DSA',
    'EC',
  ]);
});
