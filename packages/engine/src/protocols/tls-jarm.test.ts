import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTls, u16List, vector } from './tls-bytes.ts';
import { alpn, extension } from './tls-extension.ts';
import { encodeJarmHello, JARM_PROBES, jarmAnswer, jarmHash } from './tls-jarm.ts';

const random = Buffer.alloc(96, 3);

function suitesOf(index: number): number[] {
  const probe = JARM_PROBES[index];
  assert.ok(probe !== undefined);
  const reader = readTls(encodeJarmHello(probe, 'example.com', random).message.subarray(4));
  reader.take(34);
  reader.vector(1);
  return u16List(reader.vector(2));
}

test('the orders of the suites', () => {
  const all = suitesOf(0);
  assert.equal(all.length, 69);
  assert.deepEqual(suitesOf(1), all.toReversed());
  assert.deepEqual(suitesOf(2), [all[34], ...all.slice(0, 34).toReversed()]);
  assert.deepEqual(suitesOf(3), all.slice(35));
  assert.deepEqual(suitesOf(4).slice(1, 6), [all[34], all[35], all[33], all[36], all[32]]);
  assert.deepEqual(
    suitesOf(8),
    all.filter((id) => id >> 8 !== 0x13),
  );
});

test('GREASE comes first where the algorithm has it', () => {
  for (const index of [4, 9]) assert.equal((suitesOf(index)[0] ?? 0) & 0x0f0f, 0x0a0a);
});

test('a server that answers nothing has sixty-two zeroes', () => {
  assert.equal(jarmHash(JARM_PROBES.map(() => jarmAnswer(null))), '0'.repeat(62));
});

test('an answer is told by suite, version, ALPN and extension types', () => {
  const hello = {
    version: 0x0304,
    random: Buffer.alloc(32),
    sessionId: Buffer.alloc(0),
    suite: 0xc02f,
    compression: 0,
    extensions: [extension(0xff01, vector(1)), alpn(['h2'])],
    isRetry: false,
    group: null,
    publicKey: null,
  };
  assert.equal(jarmAnswer(hello), 'c02f|0303|h2|ff01-0010');
});

test('the hash: rank of the suite, letter of the version, then a digest of the rest', () => {
  const answers = ['c02f|0303|h2|ff01-0010', ...Array.from({ length: 9 }, () => '|||')];
  // SHA-256 of "h2ff01-0010".
  assert.equal(jarmHash(answers), `29d${'000'.repeat(9)}a53adc13637d20998990e9e6aa9ab04c`);
});

test('a suite that was never offered has the rank behind the last', () => {
  assert.equal(jarmHash(['ffff|0300||', '|||']).slice(0, 6), '46a000');
});
