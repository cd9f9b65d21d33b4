import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABSENT, chain, HOST, hop, judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { contentTypeOptions } from './content-type-options.ts';

const FIELD = 'x-content-type-options';

for (const [values, verdict] of [
  [['nosniff'], 'pass'],
  [[' NoSniff '], 'pass'],
  [['nosniff', 'nosniff'], 'pass'],
  [['nosniff, junk'], 'pass'],
  [['junk, nosniff'], 'missing'],
  [['no-sniff'], 'missing'],
  [[], 'missing'],
] as const) {
  test(`${JSON.stringify(values)}: ${verdict}`, () => {
    const fields = values.map((value) => [FIELD, value] as const);
    assert.equal(judgeWeb(contentTypeOptions, page(fields)).verdict, verdict);
  });
}

test('it does not apply to an error page, to what is no HTML, or to a redirect elsewhere', () => {
  assert.equal(judgeWeb(contentTypeOptions, page([], '', { status: 503 })).verdict, 'notApplicable');
  assert.equal(
    judgeWeb(contentTypeOptions, page([], '', { headers: [['content-type', 'text/plain']] })).verdict,
    'notApplicable',
  );
  const left = hop(`https://${HOST}/`, [], { status: 301, location: 'https://other.test/' });
  const https = chain([left], { ended: 'left-scope' });
  assert.equal(judgeWeb(contentTypeOptions, { http: ABSENT, https }).verdict, 'notApplicable');
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(contentTypeOptions, web).verdict, verdict));
}
