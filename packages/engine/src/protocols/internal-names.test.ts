import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { internalNames } from './internal-names.ts';

test('public names and addresses, versions and variables are none', () => {
  const text =
    'https://www.acme.test/ 198.51.100.7 192.0.2.1 172.32.0.1 v10.1.2.3.4 10.300.1.1 11.10.0.0.1 config.local = 1; //local.acme.test/ 10.0.0.1-beta';
  assert.deepEqual(internalNames(text, 20), []);
});

for (const [text, found] of [
  ['<img src="http://10.1.2.3/a.png">', ['10.1.2.3']],
  ['backend 192.168.0.12:8080, 172.16.5.4.', ['192.168.0.12', '172.16.5.4']],
  ['"https://wiki.corp/x" //Build.intranet:80', ['wiki.corp', 'build.intranet']],
  ['http://user@db.office.internal/', ['db.office.internal']],
  ['10.0.0.1 10.0.0.1', ['10.0.0.1']],
] as const) {
  test(`${text}: ${found.join(', ')}`, () => assert.deepEqual(internalNames(text, 20), found));
}

test('any text comes to at most so many', () => {
  const parts = fc.constantFrom('//', 'a.', '10.', '1', '.local', '.internal', '@', ' ', '192.168.');
  const soup = fc.array(parts, { maxLength: 200 }).map((each) => each.join(''));
  fc.assert(
    fc.property(fc.oneof(fc.string(), soup), (text) => {
      const found = internalNames(text, 3);
      assert.ok(found.length <= 3);
      for (const name of found) assert.ok(text.toLowerCase().includes(name));
    }),
  );
});

test('a text made to be slow is read at once', () => {
  for (const part of ['//', '//a.', '10.', '//a@', '10.1.1.1', '//a.a.a.a.a.']) {
    internalNames(part.repeat(Math.ceil(524_288 / part.length)), 20);
  }
});
