import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { internet, key } from '../../test/dnssec-internet.ts';
import { dsText, NOW } from '../../test/dnssec-signer.ts';
import type { DsRecord } from './dns-answer.ts';
import { bitsOf, namesKey, nextName, readRaw, readSet, tagOf } from './dnssec-set.ts';

const { query } = internet({ zone: { expiration: NOW + 1000, inception: NOW - 1000 } });

test('DS records and keys are read, with the signatures over them', async () => {
  const ds = readSet(await query('a.test', 'DS'), 'a.test', 'DS');
  const keys = readSet(await query('a.test', 'DNSKEY'), 'a.test', 'DNSKEY');
  assert.ok(ds.answer.state === 'present' && keys.answer.state === 'present');
  const [record] = ds.answer.records;
  const [zoneKey] = keys.answer.records;
  assert.ok(record !== undefined && zoneKey !== undefined);
  assert.equal(`${record.keyTag} ${record.algorithm} 2 ${record.digest}`, dsText('a.test.', key));
  assert.equal(tagOf(zoneKey), key.tag);
  assert.equal(bitsOf(zoneKey), 256);
  assert.equal(namesKey('a.test', record, zoneKey), true);
  assert.equal(namesKey('other.test', record, zoneKey), false);
  assert.deepEqual(
    keys.signatures.map(({ typeCovered, keyTag, signer, inception, expiration }) => [
      typeCovered,
      keyTag,
      signer,
      inception,
      expiration,
    ]),
    [[48, key.tag, 'a.test', NOW - 1000, NOW + 1000]],
  );
});

test('what is missing is absent, and what came back unread is unknown', async () => {
  const cds = await query('a.test', 'CDS');
  assert.deepEqual(readSet(cds, 'a.test', 'CDS'), {
    answer: { state: 'absent', reason: 'nodata' },
    signatures: [],
  });
  const gone = await query('gone.a.test', 'A');
  assert.deepEqual(readRaw(gone, 'gone.a.test', 'A').answer, { state: 'absent', reason: 'nxdomain' });
  const silent = { state: 'unknown', reason: 'timeout' } as const;
  assert.deepEqual(readSet(silent, 'a.test', 'DS').answer, silent);
  assert.equal(readSet(Buffer.alloc(3), 'a.test', 'DS').answer.state, 'unknown');
  const refused = Buffer.from(cds as Uint8Array);
  refused[3] = 5;
  assert.deepEqual(readRaw(refused, 'a.test', 'CDS').answer, { state: 'unknown', reason: 'refused' });
});

test('the next name is told by the NSEC record of the name itself', async () => {
  assert.equal(nextName(await query('a.test', 'TLSA'), 'a.test'), 'alias.a.test');
  assert.equal(nextName(await query('a.test', 'TLSA'), 'www.a.test'), null);
  const hashed = internet({ zone: { denial: {} } });
  assert.equal(nextName(await hashed.query('a.test', 'TLSA'), 'a.test'), null);
});

test('no bytes and no record break it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, name) => {
      for (const type of ['DS', 'DNSKEY', 'NSEC3PARAM', 'CDS', 'CDNSKEY'] as const) {
        assert.ok(['present', 'absent', 'unknown'].includes(readSet(bytes, name, type).answer.state));
      }
      assert.ok(nextName(bytes, name) === null || typeof nextName(bytes, name) === 'string');
    }),
  );
  fc.assert(
    fc.property(
      fc.nat(255),
      fc.nat(255),
      fc.base64String(),
      fc.string(),
      (algorithm, digestType, publicKey, digest) => {
        const record: DsRecord = { keyTag: 1, algorithm, digestType, digest };
        const zoneKey = { flags: 257, protocol: 3, algorithm, publicKey };
        assert.equal(namesKey('a.test', record, zoneKey), false);
        assert.ok(tagOf(zoneKey) >= 0 && (bitsOf(zoneKey) ?? 1) > 0);
      },
    ),
  );
});
