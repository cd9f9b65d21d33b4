import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ask, DAY, internet, key, now, rootKey, tldKey } from '../../test/dnssec-internet.ts';
import { dsAnchor, NOW } from '../../test/dnssec-signer.ts';
import { type DnssecResult, validate } from './dnssec.ts';

test('the chain tells each zone, its DS records and keys, and when signatures expire', async () => {
  const { chain, answer } = await ask({ zone: { expiration: NOW + 5 * DAY } });
  assert.deepEqual(
    chain.map(({ zone, state, ds, keys, expires }) => [
      zone,
      state,
      ds.map(({ keyTag, digestType, used, matched }) => [keyTag, digestType, used, matched]),
      keys.map(({ keyTag, algorithm, flags, bits, trusted }) => [keyTag, algorithm, flags, bits, trusted]),
      expires,
    ]),
    [
      [
        '.',
        'secure',
        [[rootKey.tag, 2, true, true]],
        [[rootKey.tag, 13, 257, 256, true]],
        '2026-02-14T00:00:00.000Z',
      ],
      [
        'test',
        'secure',
        [[tldKey.tag, 2, true, true]],
        [[tldKey.tag, 15, 257, 256, true]],
        '2026-02-14T00:00:00.000Z',
      ],
      [
        'a.test',
        'secure',
        [[key.tag, 2, true, true]],
        [[key.tag, 13, 257, 256, true]],
        '2026-01-20T00:00:00.000Z',
      ],
    ],
  );
  assert.deepEqual(answer, {
    state: 'present',
    wildcard: false,
    records: ['c0000201', 'c0000202'].map((rdata) => ({ name: 'www.a.test', type: 'A', ttl: 3600, rdata })),
  });
});

test('how a zone denies is told', async () => {
  const nsec = await ask({}, 'gone.a.test');
  assert.deepEqual(nsec.chain.at(-1)?.denial, { kind: 'nsec' });
  const nsec3 = await ask({ zone: { denial: { iterations: 2, salt: 'ab' } } }, 'gone.a.test');
  assert.deepEqual(nsec3.chain.at(-1)?.denial, { kind: 'nsec3', iterations: 2, salt: 'ab', optOut: false });
});

test('what is no question, and no anchor, is a TypeError', async () => {
  const { query } = internet();
  const questions = [
    { name: 'a..test', type: 'A' },
    { name: 'a.test', type: 'ANY' },
    { name: 'a.test', type: 'nonsense' },
  ];
  for (const question of questions) await assert.rejects(validate(question, query, { now }), TypeError);
  const anchors = [{ name: '.', keyTag: 1, algorithm: 8, digestType: 2, digest: '' }];
  await assert.rejects(validate({ name: 'a.test', type: 'A' }, query, { anchors, now }), TypeError);
});

test('whatever a server sends, there is a verdict, and it is not secure', async () => {
  const { query } = internet();
  const anchors = [dsAnchor('.', rootKey)];
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const hostile = async (name: string, type: string) => (type === 'A' ? bytes : query(name, type));
      const { state } = await validate({ name: 'www.a.test', type: 'A' }, hostile, { anchors, now });
      assert.notEqual(state, 'secure');
    }),
    { numRuns: 200 },
  );
});

test('one octet changed anywhere in a response never makes other records secure', async () => {
  const anchors = [dsAnchor('.', rootKey)];
  const { query } = internet();
  const truth = await validate({ name: 'www.a.test', type: 'A' }, query, { anchors, now });
  const rdata = (result: DnssecResult) =>
    result.answer?.state === 'present' ? result.answer.records.map((each) => each.rdata) : [];
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.nat(5), async (at, flip, nth) => {
      let asked = -1;
      const noisy = async (name: string, type: string) => {
        asked += 1;
        const answer = Buffer.from((await query(name, type)) as Buffer);
        if (asked === nth) answer[at % answer.length] = (answer[at % answer.length] ?? 0) ^ flip;
        return answer;
      };
      const result = await validate({ name: 'www.a.test', type: 'A' }, noisy, { anchors, now });
      if (result.state === 'secure') assert.deepEqual(rdata(result), rdata(truth));
    }),
    { numRuns: 300 },
  );
});
