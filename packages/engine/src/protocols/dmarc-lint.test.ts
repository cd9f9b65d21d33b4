import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isWeaker, lint } from './dmarc-lint.ts';
import { parse } from './dmarc-record.ts';

for (const text of [
  'v=DMARC1; p=reject; sp=quarantine; np=reject; adkim=s; aspf=r; rua=mailto:a@b.test, https://b.test/r; fo=1:d; psd=n; t=n',
  'v=DMARC1',
  'V=DMARC1; P=None;',
]) {
  test(`"${text}" is in order`, () => assert.deepEqual(lint(text).issues, []));
}

const cases: [text: string, found: [code: string, place: string][]][] = [
  ['v=dmarc1; p=none', [['syntax', 'v=dmarc1; p=none']]],
  ['v=DMARC1; p=block', [['syntax', 'p=block']]],
  ['v=DMARC1; sp=x ; p=none', [['syntax', 'sp=x']]],
  ['v=DMARC1; p=none; p=reject', [['syntax', 'p=reject']]],
  ['v=DMARC1; p=none; words', [['syntax', 'words']]],
  ['v=DMARC1; p=none; fo=9', [['syntax', 'fo=9']]],
  ['v=DMARC1; p=none; t=maybe', [['syntax', 't=maybe']]],
  ['v=DMARC1; p=none; rua=a@b.test', [['report-uri', 'rua=a@b.test']]],
  ['v=DMARC1; p=none; ruf=', [['report-uri', 'ruf=']]],
  [
    'v=DMARC1; p=none; pct=50; ri=1; rf=afrf',
    [
      ['obsolete-tag', 'pct=50'],
      ['obsolete-tag', 'ri=1'],
      ['obsolete-tag', 'rf=afrf'],
    ],
  ],
];
for (const [text, found] of cases) {
  test(`"${text}" tells what and where`, () => {
    assert.deepEqual(
      lint(text).issues.map(({ code, start, end }) => [code, text.slice(start, end)]),
      found,
    );
  });
}

test('policies are compared', () => {
  assert.ok(isWeaker('none', 'quarantine') && isWeaker('quarantine', 'reject'));
  assert.ok(!isWeaker('reject', 'reject') && !isWeaker('reject', 'none'));
});

test('any text is read, and what its reader finds wrong is told here too', () => {
  const tag = fc.oneof(
    fc.string(),
    fc
      .tuple(fc.constantFrom('p', 'sp', 'rua', 'fo', 't', 'pct', 'psd'), fc.string())
      .map(([name, value]) => `${name}=${value}`),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(tag).map((tags) => ['v=DMARC1', ...tags].join(';')),
      ),
      (text) => {
        const { issues } = lint(text);
        for (const { start, end } of issues) assert.ok(start <= end && end <= text.length);
        if ((parse(text)?.problems.length ?? 0) > 0) assert.ok(issues.length > 0, text);
      },
    ),
  );
});
