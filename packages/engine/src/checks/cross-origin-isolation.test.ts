import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { crossOriginIsolation } from './cross-origin-isolation.ts';

const OPENER = 'cross-origin-opener-policy';
const RESOURCE = 'cross-origin-resource-policy';

test('a page with both fields passes', () => {
  for (const [opener, resource] of [
    ['same-origin', 'same-origin'],
    ['same-origin-allow-popups; report-to="x"', 'Cross-Origin'],
  ] as const) {
    const web = page([
      [OPENER, opener],
      [RESOURCE, resource],
    ]);
    assert.equal(judgeWeb(crossOriginIsolation, web).verdict, 'pass');
  }
});

test('each field is missed on its own, and what says nothing counts as missing', () => {
  const { verdict, findings } = judgeWeb(crossOriginIsolation, page([]));
  assert.equal(verdict, 'opener-policy-missing, resource-policy-missing');
  assert.ok(findings.every(({ severity, optional }) => severity === 'info' && optional));
  assert.equal(
    judgeWeb(crossOriginIsolation, page([[OPENER, 'same-origin']])).verdict,
    'resource-policy-missing',
  );
  const unsafe = page([
    [OPENER, 'unsafe-none'],
    [RESOURCE, 'same-site'],
  ]);
  assert.equal(judgeWeb(crossOriginIsolation, unsafe).verdict, 'opener-policy-missing');
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(crossOriginIsolation, web).verdict, verdict));
}
