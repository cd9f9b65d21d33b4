import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABSENT, chain, HOST, hop, judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { frameOptions } from './frame-options.ts';

const POLICY = 'content-security-policy';
const FIELD = 'x-frame-options';

const table: [fields: [string, string][], verdict: string][] = [
  [[[FIELD, 'DENY']], 'pass'],
  [[[FIELD, 'SameOrigin']], 'pass'],
  [
    [
      [FIELD, 'SAMEORIGIN'],
      [FIELD, 'SAMEORIGIN'],
    ],
    'pass',
  ],
  [[[POLICY, "frame-ancestors 'self'"]], 'pass'],
  [
    [
      [POLICY, "default-src 'self'"],
      [FIELD, 'DENY'],
    ],
    'pass',
  ],
  [[], 'missing'],
  [[[FIELD, 'ALLOW-FROM https://other.test']], 'missing'],
  [[[FIELD, 'ALLOWALL']], 'missing'],
  [[[POLICY, "default-src 'none'"]], 'missing'],
  [
    [
      [POLICY, 'frame-ancestors *'],
      [FIELD, 'DENY'],
    ],
    'missing',
  ],
];
for (const [fields, verdict] of table) {
  test(`${JSON.stringify(fields)}: ${verdict}`, () => {
    assert.equal(judgeWeb(frameOptions, page(fields)).verdict, verdict);
  });
}

test('frame-ancestors in a meta element does not count', () => {
  const body = `<meta http-equiv="${POLICY}" content="frame-ancestors 'none'">`;
  assert.equal(judgeWeb(frameOptions, page([], body)).verdict, 'missing');
});

test('it does not apply to an error page, to what is no HTML, or to a redirect elsewhere', () => {
  assert.equal(judgeWeb(frameOptions, page([], '', { status: 503 })).verdict, 'notApplicable');
  assert.equal(
    judgeWeb(frameOptions, page([], '', { headers: [['content-type', 'text/plain']] })).verdict,
    'notApplicable',
  );
  const left = hop(`https://${HOST}/`, [], { status: 301, location: 'https://other.test/' });
  const https = chain([left], { ended: 'left-scope' });
  assert.equal(judgeWeb(frameOptions, { http: ABSENT, https }).verdict, 'notApplicable');
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(frameOptions, web).verdict, verdict));
}
