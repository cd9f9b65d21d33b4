import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hop } from '../../test/judge-host.ts';
import { cookieEvidence, siteCookies } from './site-cookies.ts';

const at = new Date('2026-03-01T00:00:00Z');
const first = hop('https://acme.test/', [
  ['set-cookie', 'b=1'],
  ['set-cookie', 'a=1'],
  ['set-cookie', 'gone=; Max-Age=0'],
  ['set-cookie', 'bad=\0'],
]);
const second = hop('https://acme.test/x', [['set-cookie', 'b=2']], { address: '2001:db8::1' });

test('the cookies that a browser keeps come out with the response that sets them', () => {
  const cookies = siteCookies([first, second], at);
  assert.deepEqual(
    cookies.map(({ name, response }) => [name, response.url]),
    [
      ['b', 'https://acme.test/'],
      ['a', 'https://acme.test/'],
      ['b', 'https://acme.test/x'],
    ],
  );
});

test('evidence names each cookie once, in order, and every service', () => {
  const [evidence, affects] = cookieEvidence(siteCookies([first, second], at));
  assert.deepEqual(evidence, { cookies: 'a, b', url: 'https://acme.test/' });
  assert.deepEqual(affects, ['Service:192.0.2.1:443/tcp', 'Service:[2001:db8::1]:443/tcp']);
});
