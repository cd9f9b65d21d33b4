import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABSENT, chain, HOST, hop, judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { versionDisclosure } from './version-disclosure.ts';

test('a server that tells its name alone passes', () => {
  assert.equal(judgeWeb(versionDisclosure, page([['server', 'nginx']])).verdict, 'pass');
  assert.equal(judgeWeb(versionDisclosure, page([])).verdict, 'pass');
});

const table: [field: string, value: string, verdict: string][] = [
  ['server', 'nginx/1.18.0 (Ubuntu)', 'server'],
  ['server', 'Apache OpenSSL/1.1.1f', 'server'],
  ['server', 'Apache/2', 'pass'],
  ['server', 'ECS (dcb/7F83)', 'pass'],
  ['server', 'cloudflare', 'pass'],
  ['x-powered-by', 'PHP/8.1.2', 'powered-by'],
  ['x-powered-by', 'Express', 'pass'],
  ['x-powered-by', 'ASP.NET', 'pass'],
  ['x-powered-by', 'Phusion Passenger(R) 6.0.4', 'powered-by'],
  ['x-aspnet-version', '4.0.30319', 'powered-by'],
  ['x-aspnetmvc-version', '5.2', 'powered-by'],
];
for (const [field, value, verdict] of table) {
  test(`${field}: ${value}: ${verdict}`, () => {
    assert.equal(judgeWeb(versionDisclosure, page([[field, value]])).verdict, verdict);
  });
}

test('an error page tells as much as any other, and both fields are two findings', () => {
  const fields: [string, string][] = [
    ['server', 'nginx/1.18.0'],
    ['x-powered-by', 'PHP/8.1.2'],
  ];
  const { verdict, findings } = judgeWeb(
    versionDisclosure,
    page([...fields], '', { status: 404, headers: fields }),
  );
  assert.equal(verdict, 'powered-by, server');
  assert.deepEqual(findings[1]?.evidence, [
    { label: 'url', value: `https://${HOST}/` },
    { label: 'server', value: 'nginx/1.18.0' },
  ]);
});

test('over plain HTTP it is judged when nothing answers HTTPS', () => {
  const http = chain([hop(`http://${HOST}/`, [['server', 'nginx/1.18.0']])]);
  assert.equal(judgeWeb(versionDisclosure, { http, https: ABSENT }).verdict, 'server');
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(versionDisclosure, web).verdict, verdict));
}
