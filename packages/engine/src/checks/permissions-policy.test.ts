import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { permissionsPolicy } from './permissions-policy.ts';

test('a policy of any kind passes', () => {
  for (const value of ['camera=()', 'geolocation=(self "https://a.test"), camera=()']) {
    assert.equal(judgeWeb(permissionsPolicy, page([['permissions-policy', value]])).verdict, 'pass');
  }
});

test('without one, or with one that cannot be read, it is missing', () => {
  assert.equal(judgeWeb(permissionsPolicy, page([])).verdict, 'missing');
  assert.equal(
    judgeWeb(permissionsPolicy, page([['permissions-policy', "camera 'none'"]])).verdict,
    'missing',
  );
  const [finding] = judgeWeb(permissionsPolicy, page([['feature-policy', "camera 'none'"]])).findings;
  assert.deepEqual([finding?.severity, finding?.optional], ['info', true]);
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(permissionsPolicy, web).verdict, verdict));
}
