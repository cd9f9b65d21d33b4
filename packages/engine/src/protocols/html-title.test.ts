import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { htmlTitle } from './html-title.ts';

for (const [html, expected] of [
  ['<title>Acme</title>', 'Acme'],
  ['<!-- <title>Old</title> --><TITLE lang="en">\n Acme &amp;\tSons </TITLE>', 'Acme & Sons'],
  ['<script>"<title>no</title>"</script><title>Yes</title>', 'Yes'],
  ['<title>a < b</title>', 'a < b'],
  ['<title>cut off by the end', 'cut off by the end'],
  ['<titles>no</titles>', null],
  ['<title> </title>', null],
  ['', null],
  ['<title>a\x1b[31m\u202eb\0</title>', 'a[31mb'],
  ['<title>&#27;&#x202e;x</title>', 'x'],
] as const) {
  test(`${JSON.stringify(html)} has the title ${JSON.stringify(expected)}`, () => {
    assert.equal(htmlTitle(html), expected);
  });
}

test('a title is cut at 200 characters, never within one', () => {
  assert.equal(htmlTitle(`<title>${'😀'.repeat(300)}</title>`), '😀'.repeat(200));
});

test('a title is one visible line, whatever the page', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const title = htmlTitle(`<title>${text}`);
      if (title !== null) assert.doesNotMatch(title, /[\p{Cc}\p{Cf}\p{Cs}]/u);
    }),
  );
});
