import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameSite } from './same-site.ts';

for (const [one, other, same] of [
  ['https://www.acme.test/a', 'http://cdn.acme.test:8080/b', true],
  ['https://acme.test/', 'https://acme-cdn.test/', false],
  ['https://a.co.uk/', 'https://b.co.uk/', false],
  ['https://192.0.2.1/', 'https://192.0.2.1/x', true],
  ['https://192.0.2.1/', 'https://192.0.2.2/', false],
] as const) {
  test(`${one} and ${other}: ${same}`, () => assert.equal(sameSite(one, other), same));
}
