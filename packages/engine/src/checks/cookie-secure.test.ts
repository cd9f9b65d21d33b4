import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABSENT, chain, HOST, hop, judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { cookieSecure } from './cookie-secure.ts';

const cookies = (...values: string[]) => page(values.map((value) => ['set-cookie', value] as const));

test('cookies with Secure pass', () => {
  assert.equal(judgeWeb(cookieSecure, cookies('sid=1; Secure; HttpOnly', 'lang=en; secure')).verdict, 'pass');
});

test('any cookie without Secure fails, and the finding names them all once', () => {
  const { verdict, findings } = judgeWeb(cookieSecure, cookies('b=1', 'a=1', 'b=2; Path=/x', 'c=1; Secure'));
  assert.equal(verdict, 'missing');
  assert.deepEqual(findings[0]?.evidence, [
    { label: 'cookies', value: 'a, b' },
    { label: 'url', value: `https://${HOST}/` },
  ]);
  assert.deepEqual(findings[0]?.affects, ['Service:192.0.2.1:443/tcp']);
});

test('a cookie set on the way to another host counts', () => {
  const left = hop(`https://${HOST}/`, [['set-cookie', 'a=1']], {
    status: 301,
    location: 'https://other.test/',
  });
  const https = chain([left], { ended: 'left-scope' });
  assert.equal(judgeWeb(cookieSecure, { http: ABSENT, https }).verdict, 'missing');
});

test('a cookie over plain HTTP cannot have it', () => {
  const plain = hop(`http://${HOST}/`, [['set-cookie', 'a=1']]);
  assert.equal(judgeWeb(cookieSecure, { http: chain([plain]), https: ABSENT }).verdict, 'notApplicable');
});

test('it does not apply where no cookie is set, or one is only taken away', () => {
  assert.equal(judgeWeb(cookieSecure, page([])).verdict, 'notApplicable');
  assert.equal(judgeWeb(cookieSecure, cookies('sid=; Max-Age=0')).verdict, 'notApplicable');
  assert.equal(
    judgeWeb(cookieSecure, cookies('sid=; Expires=Thu, 01 Jan 1970 00:00:00 GMT')).verdict,
    'notApplicable',
  );
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(cookieSecure, web).verdict, verdict));
}
