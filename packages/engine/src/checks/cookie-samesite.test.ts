import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABSENT, chain, HOST, hop, judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { cookieSamesite } from './cookie-samesite.ts';

const cookies = (...values: string[]) => page(values.map((value) => ['set-cookie', value] as const));

for (const [value, verdict] of [
  ['a=1; SameSite=Lax', 'pass'],
  ['a=1; SameSite=Strict', 'pass'],
  ['a=1; SameSite=None; Secure', 'pass'],
  ['a=1; SameSite=None', 'none-without-secure'],
  ['a=1', 'missing'],
  ['a=1; SameSite=whatever', 'missing'],
] as const) {
  test(`${value}: ${verdict}`, () => assert.equal(judgeWeb(cookieSamesite, cookies(value)).verdict, verdict));
}

test('two faults are two findings', () => {
  const { verdict, findings } = judgeWeb(cookieSamesite, cookies('a=1', 'b=1; SameSite=None'));
  assert.equal(verdict, 'missing, none-without-secure');
  assert.deepEqual(
    findings.map(({ severity, evidence }) => [severity, evidence[0]?.value]),
    [
      ['low', 'b'],
      ['info', 'a'],
    ],
  );
});

test('over plain HTTP it is judged too when nothing answers HTTPS', () => {
  const http = chain([hop(`http://${HOST}/`, [['set-cookie', 'sid=1']])]);
  assert.equal(judgeWeb(cookieSamesite, { http, https: ABSENT }).verdict, 'missing');
});

test('it does not apply where no cookie is set, or one is only taken away', () => {
  assert.equal(judgeWeb(cookieSamesite, page([])).verdict, 'notApplicable');
  assert.equal(judgeWeb(cookieSamesite, cookies('sid=; Max-Age=0')).verdict, 'notApplicable');
  assert.equal(
    judgeWeb(cookieSamesite, cookies('sid=; Expires=Thu, 01 Jan 1970 00:00:00 GMT')).verdict,
    'notApplicable',
  );
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(cookieSamesite, web).verdict, verdict));
}
