import assert from 'node:assert/strict';
import { test } from 'node:test';
import { intermediateCa, judgeSurvey, leafOf, shown, survey, WITHOUT_TLS } from '../../test/judge-survey.ts';
import { certificateValidityLong } from './certificate-validity-long.ts';

const UNTRUSTED = { path: { ok: false, reasons: [{ reason: 'untrusted-root', index: 1 }] } };

const valid = (from: string, to: string, wish = {}) =>
  judgeSurvey(
    certificateValidityLong,
    survey({
      certificates: [
        shown([leafOf({ notBefore: new Date(from), notAfter: new Date(to) }), intermediateCa], wish),
      ],
    }),
  ).verdict;

test('a certificate of three months passes', () => {
  assert.equal(judgeSurvey(certificateValidityLong, survey()).verdict, 'pass');
});

const table: [string, string, string][] = [
  ['2019-01-01', '2021-01-01', 'pass'],
  ['2025-01-01', '2026-02-03', 'pass'],
  ['2025-01-01', '2026-02-05', 'too-long'],
  ['2026-03-15', '2026-10-01', 'pass'],
  ['2026-03-15', '2026-10-02', 'too-long'],
  ['2027-03-15', '2027-06-24', 'too-long'],
  ['2029-03-15', '2029-05-01', 'pass'],
];
for (const [from, to, verdict] of table) {
  test(`${from} to ${to}: ${verdict}`, () => assert.equal(valid(from, to), verdict));
}

test('the rules bind those whom clients know', () => {
  assert.equal(valid('2026-04-01', '2036-04-01', UNTRUSTED), 'notApplicable');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(certificateValidityLong, answer).verdict, verdict);
  });
}
