import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commentLeak } from './comment-leaks.ts';

for (const comment of [
  'end of header',
  '[if lt IE 9]>',
  'password: required',
  'Enter your password: it has at least 8 characters',
  'password={{ password }} api_key=%KEY% secret: ****',
  'served from cache at 2026-01-01',
  'see https://www.acme.test/home/index.html',
]) {
  test(`harmless: ${comment}`, () => assert.equal(commentLeak(comment), null));
}

for (const [comment, kind, what] of [
  ['TODO: remove, password: hunter2!', 'secret', 'a value for password'],
  ['{"api_key": "9f8a7b6c"}', 'secret', 'a value for api_key'],
  ['AKIAIOSFODNN7EXAMPLE', 'secret', 'an access key of AWS'],
  ['-----BEGIN RSA PRIVATE KEY-----', 'secret', 'a private key'],
  ['mysql://root:toor@localhost/shop', 'secret', 'a URL with a password'],
  ['served by 10.1.2.3', 'internal', '10.1.2.3'],
  ['see http://wiki.corp/shop', 'internal', 'wiki.corp'],
  ['template: /var/www/shop/index.php', 'internal', '/var/www/shop'],
  ['C:\\inetpub\\wwwroot\\default.aspx', 'internal', 'C:\\inetpub\\wwwroot'],
] as const) {
  test(`${kind}: ${comment}`, () => assert.deepEqual(commentLeak(comment), { kind, what }));
}

test('the secret itself is never told', () => {
  const words = fc.stringMatching(/^[a-z0-9]{8,20}$/);
  fc.assert(
    fc.property(words, (value) => {
      const leak = commentLeak(`password = "${value}7q"`);
      assert.ok(leak !== null && !leak.what.includes(`${value}7q`));
    }),
  );
});

test('any comment is read at once', () => {
  fc.assert(fc.property(fc.string(), (text) => void commentLeak(text)));
  for (const part of ['password=', 'a:', '://', '/home/', '-----BEGIN ']) commentLeak(part.repeat(3_000));
});
