import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABSENT, chain, HOST, hop, judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { cookieHttponly } from './cookie-httponly.ts';

const cookies = (...values: string[]) => page(values.map((value) => ['set-cookie', value] as const));

test('a session cookie with HttpOnly passes', () => {
  assert.equal(judgeWeb(cookieHttponly, cookies('PHPSESSID=1; HttpOnly', 'theme=dark')).verdict, 'pass');
});

test('a session cookie without HttpOnly fails', () => {
  const { verdict, findings } = judgeWeb(cookieHttponly, cookies('PHPSESSID=1; Secure', 'theme=dark'));
  assert.equal(verdict, 'missing');
  assert.partialDeepStrictEqual(findings[0]?.evidence, [{ label: 'cookies', value: 'PHPSESSID' }]);
});

test('cookies that scripts are meant to read are no matter of it', () => {
  assert.equal(judgeWeb(cookieHttponly, cookies('theme=dark', 'XSRF-TOKEN=1')).verdict, 'notApplicable');
});

test('over plain HTTP it is judged too when nothing answers HTTPS', () => {
  const http = chain([hop(`http://${HOST}/`, [['set-cookie', 'sid=1']])]);
  assert.equal(judgeWeb(cookieHttponly, { http, https: ABSENT }).verdict, 'missing');
});

test('it does not apply where no cookie is set, or one is only taken away', () => {
  assert.equal(judgeWeb(cookieHttponly, page([])).verdict, 'notApplicable');
  assert.equal(judgeWeb(cookieHttponly, cookies('sid=; Max-Age=0')).verdict, 'notApplicable');
  assert.equal(
    judgeWeb(cookieHttponly, cookies('sid=; Expires=Thu, 01 Jan 1970 00:00:00 GMT')).verdict,
    'notApplicable',
  );
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(cookieHttponly, web).verdict, verdict));
}
