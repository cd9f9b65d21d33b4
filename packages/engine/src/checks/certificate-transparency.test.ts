import assert from 'node:assert/strict';
import { test } from 'node:test';
import { intermediateCa, judgeSurvey, leafOf, shown, survey, WITHOUT_TLS } from '../../test/judge-survey.ts';
import { certificateTransparency } from './certificate-transparency.ts';

const unlogged = leafOf({}, []);
const UNTRUSTED = { path: { ok: false, reasons: [{ reason: 'untrusted-root', index: 1 }] } };
const verdict = (wish = {}) =>
  judgeSurvey(certificateTransparency, survey({ certificates: [shown([unlogged, intermediateCa], wish)] }))
    .verdict;

test('embedded timestamps are told, their signatures left open', () => {
  const { verdict: outcome, detail } = judgeSurvey(certificateTransparency, survey());
  assert.equal(outcome, 'informational');
  assert.match(detail, /^2 timestamps/);
});

test('timestamps of the handshake count too, and a staple may hold some', () => {
  assert.equal(verdict({ timestamps: Buffer.from('0003000101', 'hex').toString('base64') }), 'informational');
  assert.equal(verdict({ staple: 'MAA=' }), 'informational');
});

test('none at all is a finding, also when the certificate has expired', () => {
  assert.equal(verdict(), 'missing');
  assert.equal(verdict({ path: { ok: false, reasons: [{ reason: 'expired', index: 0 }] } }), 'missing');
});

test('an authority that nobody knows logs nothing', () => {
  assert.equal(verdict(UNTRUSTED), 'notApplicable');
  assert.equal(verdict({ path: null }), 'notApplicable');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(certificateTransparency, answer).verdict, verdict);
  });
}
