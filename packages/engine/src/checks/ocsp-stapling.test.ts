import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extension } from '../../test/certificate-extensions.ts';
import { integer, sequence } from '../../test/der-bytes.ts';
import { intermediateCa, judgeSurvey, leafOf, shown, survey, WITHOUT_TLS } from '../../test/judge-survey.ts';
import { ocspStapling } from './ocsp-stapling.ts';

const demanding = leafOf({}, [extension('1.3.6.1.5.5.7.1.24', sequence(integer(5)))]);
const stapled = (staple: string | null) =>
  survey({ certificates: [shown([demanding, intermediateCa], { staple })] });

test('a staple that is demanded and sent passes; where none is demanded there is nothing to judge', () => {
  assert.equal(judgeSurvey(ocspStapling, stapled('MAA=')).verdict, 'pass');
  assert.equal(judgeSurvey(ocspStapling, survey()).verdict, 'notApplicable');
});

test('a staple that is demanded and not sent is missing', () => {
  assert.equal(judgeSurvey(ocspStapling, stapled(null)).verdict, 'missing');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(ocspStapling, answer).verdict, verdict);
  });
}
