import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printable, textOf, withoutNul } from './wire-text.ts';

test('bytes are UTF-8 where they can be, otherwise Latin-1', () => {
  assert.equal(textOf(Buffer.from('é')), 'é');
  assert.equal(textOf(Buffer.from([0xe9])), 'é');
  assert.equal(textOf(Buffer.from([0xc3, 0xa9, 0xff])), 'Ã©ÿ');
  assert.equal(textOf(Buffer.alloc(0)), '');
});

test('no control character is printable', () => {
  assert.equal(printable(' a\x1b[31m\x07b\tc\x9bd\r\ne\0\x7f '), 'a[31mb cde');
  assert.equal(printable('é\u202e'), 'é\u202e');
});

test('NUL is replaced, all else kept', () => {
  assert.equal(withoutNul('a\0b\x1bc'), 'a\ufffdb\x1bc');
});
