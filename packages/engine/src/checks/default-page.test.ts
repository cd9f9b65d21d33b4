import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { defaultPage } from './default-page.ts';

test('a page passes', () => assert.equal(judgeWeb(defaultPage, page([])).verdict, 'pass'));

test('what came with the server is found', () => {
  const html = '<!doctype html><html><head><title>Welcome to nginx!</title></head>';
  const [finding] = judgeWeb(defaultPage, page([], html)).findings;
  assert.equal(finding?.code, 'default-page/installed');
  assert.equal(finding?.evidence[1]?.value, 'nginx');
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(defaultPage, web).verdict, verdict));
}
