import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareVersions } from './version-order.ts';

/** Oldest first. */
const rows: string[][] = [
  ['1.9', '1.10', '1.11.1', '2', '10'],
  [
    '0.9.8',
    '0.9.8a',
    '0.9.8k',
    '0.9.8z',
    '0.9.8za',
    '0.9.8zh',
    '1.0.0',
    '1.0.2',
    '1.0.2k',
    '1.0.2u',
    '1.1.0',
  ],
  [
    '1.0~rc1',
    '1.0-dev',
    '1.0-alpha',
    '1.0a2',
    '1.0-beta1',
    '1.0b2',
    '1.0.0-M5',
    '1.0-rc.1',
    '1.0rc2',
    '1.0rc10',
    '1.0',
    '1.0p1',
  ],
  ['9.9.5rc1', '9.9.5', '9.9.5-P1', '9.9.5-P2', '9.9.5-p10', '9.9.6'],
  ['6.9.3-9', '6.9.3-10', '6.9.3.1', '6.9.4-0'],
  ['7.4', '7.4p1', '7.5'],
  ['2.4.41', '2.4.41-4ubuntu3', '2.4.41-4ubuntu3.1', '2.4.42'],
  ['1.18.0', '1.18.0+dfsg1', '1.18.0-6', '1.18.1'],
  ['2.0', '9.9', '1:0.1', '2:0.0.1'],
  ['12.2(15)zj3', '12.2(17)', '12.3'],
  ['1.14b06', '1.14b07'],
  ['20231231', '20240101'],
  ['99999999999999999998', '99999999999999999999', '100000000000000000000'],
  ['', '1'],
];

for (const row of rows) {
  test(`${row.join(' < ')}`, () => {
    for (const [at, older] of row.entries()) {
      for (const newer of row.slice(at + 1)) {
        assert.ok(compareVersions(older, newer) < 0, `${older} < ${newer}`);
        assert.ok(compareVersions(newer, older) > 0, `${newer} > ${older}`);
      }
    }
  });
}

const same: [a: string, b: string][] = [
  ['1.0', '1.0.0'],
  ['1', '1.0.0.0'],
  ['v2.1', '2.1'],
  ['Version 2.1', '2.1'],
  ['1.0.2K', '1.0.2k'],
  ['1.01', '1.1'],
  ['0:1.2', '1.2'],
  ['4.1.0.Final', '4.1.0'],
  ['1.0.2k-fips', '1.0.2k'],
  ['1.0-alpha1', '1.0a1'],
  ['1.0-rc1', '1.0.rc.1'],
  ['9.1.7\\(9\\)', '9.1.7(9)'],
];

for (const [a, b] of same) {
  test(`${a} is ${b}`, () => {
    assert.equal(compareVersions(a, b), 0);
    assert.equal(compareVersions(b, a), 0);
  });
}

const piece = fc.constantFrom(
  '0',
  '1',
  '2',
  '10',
  '.',
  '.0',
  '-',
  '~',
  '+',
  '_',
  'a',
  'b',
  'rc',
  'beta',
  'p',
  'k',
  ':',
  '1:',
  'v',
  '(',
  'final',
);
const version = fc.oneof(
  fc.array(piece, { maxLength: 7 }).map((parts) => parts.join('')),
  fc.string({ maxLength: 12 }),
);

test('the order is total: it can be turned round, and what is below the lower is below the higher', () => {
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      assert.equal(compareVersions(a, a), 0);
      assert.equal(Math.sign(compareVersions(a, b)), -Math.sign(compareVersions(b, a)) + 0);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) assert.ok(compareVersions(a, c) <= 0);
      if (compareVersions(a, b) === 0)
        assert.equal(Math.sign(compareVersions(a, c)), Math.sign(compareVersions(b, c)));
    }),
    { numRuns: 5000 },
  );
});

test('numbers are compared by value', () => {
  const number = fc.nat(100_000);
  fc.assert(
    fc.property(number, number, number, (major, a, b) => {
      assert.equal(Math.sign(compareVersions(`${major}.${a}`, `${major}.${b}`)), Math.sign(a - b));
    }),
  );
});
