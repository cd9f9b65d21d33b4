import assert from 'node:assert/strict';
import { createPublicKey, encapsulate } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { groupName } from './tls-group.ts';
import { createKeyShare, hasKeyShare, type KeyShare } from './tls-key-share.ts';

/** Octets of the share (RFC 8446 section 4.2.8.2, FIPS 203). */
const SIZES: Record<number, number> = {
  23: 65,
  24: 97,
  25: 133,
  29: 32,
  30: 56,
  512: 800,
  513: 1184,
  514: 1568,
  4587: 65 + 1184,
  4588: 1184 + 32,
  4589: 97 + 1568,
};

function share(group: number): KeyShare {
  const made = createKeyShare(group);
  assert.ok(made !== null);
  return made;
}

for (const [group, size] of Object.entries(SIZES)) {
  test(`a share of ${groupName(Number(group))} has ${size} octets`, () => {
    assert.equal(share(Number(group)).publicKey.length, size);
    assert.equal(hasKeyShare(Number(group)), true);
  });
}

for (const group of [23, 24, 25, 29, 30]) {
  test(`two shares of ${groupName(group)} agree`, () => {
    const [ours, theirs] = [share(group), share(group)];
    assert.deepEqual(ours.agree(theirs.publicKey), theirs.agree(ours.publicKey));
  });
}

test('a hybrid joins both secrets in the order of its specification', () => {
  const ours = share(0x11ec);
  const classical = share(29);
  const prefix = Buffer.from('308204b2300b0609608648016503040402038204a100', 'hex');
  const key = createPublicKey({
    key: Buffer.concat([prefix, ours.publicKey.subarray(0, 1184)]),
    format: 'der',
    type: 'spki',
  });
  const { sharedKey, ciphertext } = encapsulate(key);
  const ofCurve = classical.agree(ours.publicKey.subarray(1184));
  assert.ok(ofCurve !== null);
  assert.deepEqual(
    ours.agree(Buffer.concat([ciphertext, classical.publicKey])),
    Buffer.concat([sharedKey, ofCurve]),
  );
});

test('what is no key of the group gives no secret, and no fault', () => {
  const shares = [23, 29, 30, 0x0201, 0x11eb, 0x11ec].map(share);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (noise) => {
      for (const each of shares) {
        if (each.group !== 29 && each.group !== 30) assert.equal(each.agree(Buffer.from(noise)), null);
        else each.agree(Buffer.from(noise));
      }
    }),
    { numRuns: 30 },
  );
});

test('groups that can only be asked about have no share', () => {
  assert.equal(createKeyShare(0x0100), null);
  assert.equal(hasKeyShare(0x0100), false);
});
