import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseTlsRpt, selectTlsRpt } from './tls-rpt.ts';

const READ: [text: string, rua: string[], problems: number][] = [
  ['v=TLSRPTv1; rua=mailto:tls@example.com', ['mailto:tls@example.com'], 0],
  ['v=TLSRPTv1;rua=https://example.com/report;', ['https://example.com/report'], 0],
  [
    'v=TLSRPTv1; rua=mailto:a@example.com, https://example.com/r?x=1',
    ['mailto:a@example.com', 'https://example.com/r?x=1'],
    0,
  ],
  ['v=TLSRPTv1; rua=mailto:a@example.com; ext=1', ['mailto:a@example.com'], 0],
  ['v=TLSRPTv1; rua=mailto:a@example.com?subject=tls', ['mailto:a@example.com?subject=tls'], 0],
  ['v=TLSRPTv1;', [], 1],
  ['v=TLSRPTv1; rua=', [], 1],
  ['v=TLSRPTv1; rua=tls@example.com', [], 1],
  ['v=TLSRPTv1; rua=http://example.com/', [], 1],
  [
    'v=TLSRPTv1; rua=mailto:a@example.com,,mailto:b@example.com',
    ['mailto:a@example.com', 'mailto:b@example.com'],
    1,
  ],
  ['v=TLSRPTv1; rua=mailto:a@example.com!10m', [], 1],
  ['v=TLSRPTv1; mailto:a@example.com', [], 2],
  ['v=TLSRPTv1 rua=mailto:a@example.com', [], 1],
];
for (const [text, rua, problems] of READ) {
  test(`${text} has ${problems} problems`, () => {
    const record = parseTlsRpt(text);
    assert.deepEqual([record.rua, record.problems.length], [rua, problems], JSON.stringify(record.problems));
  });
}

test('just one record counts', () => {
  const record = 'v=TLSRPTv1; rua=mailto:a@example.com';
  assert.equal(selectTlsRpt([]).state, 'absent');
  assert.equal(selectTlsRpt(['v=spf1 -all']).state, 'absent');
  assert.equal(selectTlsRpt(['v=spf1 -all', record]).state, 'present');
  assert.equal(selectTlsRpt([record, record]).state, 'several');
  const nearly = selectTlsRpt(['v=TLSRPT1; rua=mailto:a@example.com']);
  assert.equal(nearly.state === 'present' && nearly.record.problems.length, 1);
});

test('whatever arrives is read without a throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `v=TLSRPTv1;rua=${text}`),
      ),
      (text) => {
        const { rua, problems } = parseTlsRpt(text);
        assert.ok(rua.length > 0 || problems.length > 0);
        for (const uri of rua) assert.ok(text.includes(uri));
        for (const { position } of problems) assert.ok(position >= 0 && position <= text.length);
        selectTlsRpt([text]);
      },
    ),
  );
});
