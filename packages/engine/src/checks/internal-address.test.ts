import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { internalAddress } from './internal-address.ts';

test('a page with public names alone passes', () => {
  assert.equal(
    judgeWeb(internalAddress, page([], '<a href="https://www.acme.test/">198.51.100.7</a>')).verdict,
    'pass',
  );
});

test('a private address is found, one in a comment is for another check', () => {
  const [finding] = judgeWeb(internalAddress, page([], '<img src="http://10.0.0.8/logo.png">')).findings;
  assert.equal(finding?.code, 'internal-address/in-page');
  assert.equal(finding?.severity, 'info');
  assert.equal(judgeWeb(internalAddress, page([], '<!-- 10.0.0.8 -->')).verdict, 'pass');
});

test('it is open when the page was not read to its end', () => {
  const web = page([]);
  assert.ok(web.page);
  assert.equal(judgeWeb(internalAddress, { ...web, page: { ...web.page, truncated: true } }).verdict, 'open');
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(internalAddress, web).verdict, verdict));
}
