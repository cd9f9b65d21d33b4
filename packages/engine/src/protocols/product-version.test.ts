import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { products } from './product-version.ts';

const table: [string, [string, string | null][]][] = [
  ['', []],
  ['nginx', [['nginx', null]]],
  ['nginx/1.18.0 (Ubuntu)', [['nginx', '1.18.0']]],
  [
    'Apache/2.4.41 (Unix (x)) OpenSSL/1.1.1f',
    [
      ['Apache', '2.4.41'],
      ['OpenSSL', '1.1.1f'],
    ],
  ],
  ['PHP/8.1.2-1ubuntu2', [['PHP', '8.1.2-1ubuntu2']]],
  ['Phusion Passenger(R) 6.0.4', [['Phusion Passenger', '6.0.4']]],
  ['ASP.NET', [['ASP.NET', null]]],
  ['ECS (dcb/7F83)', [['ECS', null]]],
  ['Microsoft-IIS/10.0', [['Microsoft-IIS', '10.0']]],
  ['Jetty(9.4.43.v20210629)', [['Jetty', '9.4.43.v20210629']]],
  ['nginx (1.2)', [['nginx', null]]],
  [
    'PHP/7.4, Express',
    [
      ['PHP', '7.4'],
      ['Express', null],
    ],
  ],
  ['Tengine/v2.3', [['Tengine', '2.3']]],
  ['a/b', [['a', null]]],
];
for (const [field, expected] of table) {
  test(`${JSON.stringify(field)} names ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(
      products(field).map(({ product, version }) => [product, version]),
      expected,
    );
  });
}

test('any field reads without a throw, and what is named stands in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (field) => {
      for (const { version } of products(field)) assert.ok(version === null || field.includes(version));
    }),
  );
});
