import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { attributesOf, startTags, tagsAndComments } from './html-tags.ts';

const names = (html: string) => [...startTags(html)].map((tag) => tag.name);

test('start tags come out in order, end tags and the doctype do not', () => {
  assert.deepEqual(names('<!doctype html><HTML><head/><p class=a>x</p>'), ['html', 'head', 'p']);
});

test('comments and scripts hold no tags', () => {
  assert.deepEqual(names('<!-- <a> --><script>"<b>"</SCRIPT ><i>'), ['script', 'i']);
  assert.deepEqual(names('<p><!-- <a>'), ['p']);
});

test('comments come out where they stand, save those that a script only looks like having', () => {
  const parts = [...tagsAndComments('<p><!-- a --><script><!-- b --></script><!--c--><i><!-- open')];
  assert.deepEqual(
    parts.map((part) => ('comment' in part ? part.comment : part.name)),
    ['p', ' a ', 'script', 'c', 'i'],
  );
});

test('a > inside of quotes does not end the tag', () => {
  const [tag] = startTags(`<meta content="a > b" name='x'>`);
  assert.ok(tag);
  assert.deepEqual(
    [...attributesOf(tag)],
    [
      ['content', 'a > b'],
      ['name', 'x'],
    ],
  );
});

test('the first attribute of a name counts, and a bare one is empty', () => {
  const [tag] = startTags('<input disabled VALUE = a value="b">');
  assert.ok(tag);
  assert.deepEqual(
    [...attributesOf(tag)],
    [
      ['disabled', ''],
      ['value', 'a'],
    ],
  );
});

test('any text is read to its end, without a throw', () => {
  const soup = fc.array(
    fc.constantFrom('<', '>', '"', "'", '=', '<!--', '-->', '<a ', '<script', '</', ' x'),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        soup.map((parts) => parts.join('')),
      ),
      (html) => {
        for (const tag of startTags(html)) assert.ok(attributesOf(tag).size >= 0 && tag.end <= html.length);
      },
    ),
  );
});

test('a page made to be slow is read at once', () => {
  for (const part of ['<', '<a ', '<a b="', '<!--', '<script>', '<a b', `<a ${'b '.repeat(50)}=`]) {
    const html = part.repeat(Math.ceil(65_536 / part.length));
    for (const tag of startTags(html)) attributesOf(tag);
  }
});
