import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extension } from '../../test/certificate-extensions.ts';
import { integer, sequence } from '../../test/der-bytes.ts';
import {
  intermediateCa,
  intermediateKey,
  judgeSurvey,
  leafOf,
  OBSERVED_AT,
  shown,
  survey,
  WITHOUT_TLS,
} from '../../test/judge-survey.ts';
import { ecKey } from '../../test/make-certificate.ts';
import { type OcspWish, ocspAnswer } from '../../test/ocsp-answer.ts';
import { ocspStapling } from './ocsp-stapling.ts';

const demanding = leafOf({}, [extension('1.3.6.1.5.5.7.1.24', sequence(integer(5)))]);
const stapled = (staple: string | null, leaf = demanding) =>
  survey({ certificates: [shown([leaf, intermediateCa], { staple })] });
const days = (count: number) => new Date(OBSERVED_AT.getTime() + count * 86_400_000);
const answer = (wish: Partial<OcspWish> = {}) =>
  ocspAnswer({
    leaf: demanding,
    issuer: intermediateCa,
    key: intermediateKey,
    thisUpdate: days(-1),
    nextUpdate: days(3),
    ...wish,
  });

test('a staple that is demanded and good passes; where none is demanded there is nothing to judge', () => {
  assert.equal(judgeSurvey(ocspStapling, stapled(answer())).verdict, 'pass');
  assert.equal(judgeSurvey(ocspStapling, survey()).verdict, 'notApplicable');
});

test('a staple that is demanded and not sent is missing', () => {
  assert.equal(judgeSurvey(ocspStapling, stapled(null)).verdict, 'missing');
});

test('a revoked certificate is high, with the date, the reason and the day of the statement', () => {
  const leaf = leafOf();
  const { verdict, findings } = judgeSurvey(
    ocspStapling,
    stapled(answer({ leaf, revokedAt: days(-2) }), leaf),
  );
  assert.equal(verdict, 'revoked');
  assert.equal(findings[0]?.severity, 'high');
  const evidence = new Map(findings[0]?.evidence.map(({ label, value }) => [label, value]));
  assert.equal(evidence.get('reason'), 'keyCompromise');
  assert.equal(evidence.get('revoked at')?.slice(0, 10), days(-2).toISOString().slice(0, 10));
});

test('a staple out of date is a finding', () => {
  const old = answer({ thisUpdate: days(-9), nextUpdate: days(-2) });
  assert.equal(judgeSurvey(ocspStapling, stapled(old)).verdict, 'stale');
});

test('what anybody could have written proves nothing', () => {
  const forged = answer({ key: ecKey(), revokedAt: days(-2) });
  assert.equal(judgeSurvey(ocspStapling, stapled(forged)).verdict, 'open');
  assert.equal(judgeSurvey(ocspStapling, stapled('MAA=')).verdict, 'open');
});

for (const [what, observed, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(ocspStapling, observed).verdict, verdict);
  });
}
