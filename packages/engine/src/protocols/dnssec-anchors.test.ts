import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anchorFor, ROOT_ANCHORS, readAnchors } from './dnssec-anchors.ts';
import { matchesDs } from './dnssec-keys.ts';

/** As published in the root zone. */
const ROOT_KEYS = {
  20326:
    'AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3+/4RgWOq7HrxRixHlFlExOLAJr5emLvN7SWXgnLh4+B5xQlNVz8Og8kvArMtNROxVQuCaSnIDdD5LKyWbRd2n9WGe2R8PzgCmr3EgVLrjyBxWezF0jLHwVN8efS3rCj/EWgvIWgb9tarpVUDK/b58Da+sqqls3eNbuv7pr+eoZG+SrDK6nWeL3c6H5Apxz7LjVc1uTIdsIXxuOLYA4/ilBmSVIzuDWfdRUfhHdY6+cn8HFRm+2hM8AnXGXws9555KrUB5qihylGa8subX2Nn6UwNR1AkUTV74bU=',
  38696:
    'AwEAAa96jeuknZlaeSrvyAJj6ZHv28hhOKkx3rLGXVaC6rXTsDc449/cidltpkyGwCJNnOAlFNKF2jBosZBU5eeHspaQWOmOElZsjICMQMC3aeHbGiShvZsx4wMYSjH8e7Vrhbu6irwCzVBApESjbUdpWWmEnhathWu1jo+siFUiRAAxm9qyJNg/wOZqqzL/dL/q8PkcRU5oUKEpUge71M3ej2/7CPqpdVwuMoTvoB+ZOT4YeGyxMvHmbrxlFzGOHOijtzN+u1TQNatX2XBuzZNQ1K+s2CXkPIZo7s6JgZyvaBevYtxPvYLw4z9mR7K2vaF18UYH9Z9GNUUeayffKC73PYc=',
};

test('the anchors of the root are the digests of its keys', () => {
  const keys = Object.entries(ROOT_KEYS).map(([tag, publicKey]) => ({ tag: Number(tag), publicKey }));
  assert.deepEqual(
    ROOT_ANCHORS.map(({ keyTag }) => keyTag),
    keys.map(({ tag }) => tag),
  );
  for (const [index, { publicKey }] of keys.entries()) {
    const [trust] = readAnchors([{ name: '.', flags: 257, protocol: 3, algorithm: 8, publicKey }]);
    const [root] = readAnchors(ROOT_ANCHORS);
    const [key, ds] = [trust?.keys[0], root?.ds[index]];
    assert.ok(key !== undefined && ds !== undefined && matchesDs([], key, ds));
  }
});

test('the closest anchor at or above a name is taken', () => {
  const ds = { keyTag: 1, algorithm: 13, digestType: 2, digest: 'AB cd' };
  const trusts = readAnchors(['.', 'test.', 'A.test', 'b.test'].map((name) => ({ ...ds, name })));
  const found: [name: string[], anchor: string[] | undefined][] = [
    [
      ['www', 'a', 'test'],
      ['a', 'test'],
    ],
    [['c', 'test'], ['test']],
    [['example'], []],
  ];
  for (const [name, anchor] of found) assert.deepEqual(anchorFor(trusts, name)?.name, anchor);
  assert.equal(anchorFor(trusts.slice(1), ['example']), null);
  assert.deepEqual(trusts[0]?.ds[0]?.digest, Buffer.from('abcd', 'hex'));
});

test('what is no anchor is a TypeError', () => {
  assert.throws(
    () => readAnchors([{ name: 'a..b', keyTag: 1, algorithm: 8, digestType: 2, digest: 'ab' }]),
    TypeError,
  );
  assert.throws(() => readAnchors([{ name: '.', flags: 257, algorithm: 8, publicKey: '' }]), TypeError);
});
