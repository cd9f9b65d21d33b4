import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import { answer, judgeSite, ORIGIN, visit, WITHOUT_FILES } from '../../test/judge-site.ts';
import { cors } from './cors.ts';

const says = (allowed: string, credentials?: string) => ({
  ...answer('/', '', 'text/html'),
  headers: [
    ['access-control-allow-origin', allowed] as [string, string],
    ...(credentials === undefined
      ? []
      : [['access-control-allow-credentials', credentials] as [string, string]]),
  ],
});

test('a host that lets no other site in passes, and so does one that is open to all without cookies', () => {
  assert.equal(judgeSite(cors, {}).verdict, 'pass');
  for (const read of [says('*'), says('*', 'true'), says('https://app.acme.test', 'true'), says(ORIGIN)]) {
    assert.equal(judgeSite(cors, { files: visit({ read }) }).verdict, 'pass');
  }
});

test('an echo of any origin with credentials is found, in the page or in the answer to OPTIONS', () => {
  const read = says(ORIGIN, 'true');
  const [finding] = judgeSite(cors, { files: visit({ read }) }).findings;
  assert.equal(finding?.code, 'cors/any-origin-with-credentials');
  assert.equal(finding?.severity, 'high');
  assert.deepEqual(finding?.affects, ['Service:192.0.2.1:443/tcp']);
  const asked = judgeSite(cors, { files: visit({ asked: read }) }).findings[0]?.evidence;
  assert.equal(asked?.find(({ label }) => label === 'method')?.value, 'OPTIONS');
});

test('an answer to OPTIONS that did not come takes nothing from what GET shows', () => {
  const asked = unknown('timeout');
  assert.equal(judgeSite(cors, { files: visit({ asked }) }).verdict, 'pass');
  assert.equal(
    judgeSite(cors, { files: visit({ read: says(ORIGIN, 'true'), asked }) }).verdict,
    'any-origin-with-credentials',
  );
});

test('it is open when the page itself was not answered', () => {
  assert.equal(judgeSite(cors, { files: visit({ read: unknown('timeout'), asked: null }) }).verdict, 'open');
});

for (const [what, files, verdict] of WITHOUT_FILES) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeSite(cors, { files }).verdict, verdict));
}
