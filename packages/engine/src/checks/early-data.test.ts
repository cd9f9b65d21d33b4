import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeSurvey, survey, TIMEOUT, WITHOUT_TLS, withFeatures } from '../../test/judge-survey.ts';
import { earlyData } from './early-data.ts';

test('a server without early data passes, and one without TLS 1.3 has none', () => {
  assert.equal(judgeSurvey(earlyData, survey()).verdict, 'pass');
  assert.equal(judgeSurvey(earlyData, withFeatures({ earlyData: 'notApplicable' })).verdict, 'notApplicable');
});

test('tickets that allow it are told', () => {
  assert.equal(judgeSurvey(earlyData, withFeatures({ earlyData: 'present' })).verdict, 'accepted');
});

test('without tickets nobody knows', () => {
  assert.equal(judgeSurvey(earlyData, withFeatures({ earlyData: TIMEOUT })).verdict, 'open');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(earlyData, answer).verdict, verdict);
  });
}
