import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { archivedUrls } from './archived-url.ts';

const cases: [what: string, rows: [string, string][], names: string[]][] = [
  [
    'one for each path, without query and fragment',
    [
      ['https://a.example/x?1', ''],
      ['https://a.example/x?2#z', ''],
    ],
    ['https://a.example/x'],
  ],
  [
    'ports that are not the usual',
    [
      ['http://a.example:8080/', ''],
      ['http://a.example:80/', ''],
    ],
    ['http://a.example:8080/', 'http://a.example/'],
  ],
  ['names below', [['https://w.a.example/', '']], ['https://w.a.example/']],
  [
    'no strangers',
    [
      ['https://nota.example/', ''],
      ['https://a.example.org/', ''],
      ['https://a.example@b.example/', ''],
    ],
    [],
  ],
  ['no credentials', [['https://user:pass@a.example/', '']], ['https://a.example/']],
  [
    'no addresses of people',
    [
      ['https://a.example/u/joe@b.example', ''],
      ['https://a.example/u/joe%40b.example', ''],
    ],
    [],
  ],
  [
    'no pictures',
    [
      ['https://a.example/logo.PNG', ''],
      ['https://a.example/logo.png/edit', ''],
    ],
    ['https://a.example/logo.png/edit'],
  ],
  [
    'no other schemes',
    [
      ['ftp://a.example/', ''],
      ['javascript:alert(1)', ''],
      ['', ''],
    ],
    [],
  ],
  ['nothing endless', [[`https://a.example/${'x'.repeat(600)}`, '']], []],
];
for (const [what, rows, names] of cases) {
  test(what, () =>
    assert.deepEqual(
      archivedUrls(rows, 'a.example').map(({ name }) => name),
      names,
    ),
  );
}

test('the newest sight counts', () => {
  const rows = [
    ['https://a.example/', '20200101000000'],
    ['https://a.example/', '20250101000000'],
    ['https://a.example/', '2024'],
  ] as const;
  assert.deepEqual(archivedUrls(rows, 'a.example')[0]?.attributes, {
    archived_at: '2025-01-01T00:00:00.000Z',
  });
});

test('a time that is none is left out', () => {
  for (const time of ['', '20201301000000', '20200231000000', 'x'.repeat(14)]) {
    assert.deepEqual(archivedUrls([['https://a.example/', time]], 'a.example')[0]?.attributes, {});
  }
});

test('a large domain is cut', () => {
  const rows = Array.from({ length: 1_000 }, (_, index): [string, string] => [
    `https://a.example/${index}`,
    '',
  ]);
  assert.equal(archivedUrls(rows, 'a.example').length, 300);
});

test('never throws', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (rows) => {
      archivedUrls(rows, 'a.example');
    }),
  );
});
