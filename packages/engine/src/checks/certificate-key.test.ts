import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import { ABSENT, certificate, judgeTls, session } from '../../test/judge-host.ts';
import { certificateKey } from './certificate-key.ts';

for (const [keyAlgorithm, keyBits, verdict] of [
  ['EC', 256, 'pass'],
  ['RSA', 2048, 'pass'],
  ['EC', 224, 'pass'],
  ['Ed25519', 256, 'pass'],
  ['Ed448', null, 'pass'],
  ['RSA', 2047, 'weak'],
  ['RSA', 1024, 'weak'],
  ['RSA-PSS', 1024, 'weak'],
  ['EC', 192, 'weak'],
  ['EC', null, 'open'],
  ['SM2', 256, 'open'],
  [null, null, 'open'],
] as const) {
  test(`a key of ${keyAlgorithm} with ${keyBits} bits: ${verdict}`, () => {
    const leaf = certificate({ keyAlgorithm, keyBits });
    assert.equal(judgeTls(certificateKey, session({ leaf })).verdict, verdict);
  });
}

test('it is open when nothing answers, and does not apply without TLS', () => {
  assert.equal(judgeTls(certificateKey, unknown('timeout')).verdict, 'open');
  assert.equal(judgeTls(certificateKey, ABSENT).verdict, 'notApplicable');
});
