import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseForm } from './form-body.ts';

for (const [text, expected] of [
  ['', {}],
  ['email=a%40b.test&name=', { email: 'a@b.test', name: '' }],
  ['metadata[user_id]=7', { metadata: { user_id: '7' } }],
  ['metadata%5Buser_id%5D=7', { metadata: { user_id: '7' } }],
  [
    'line_items[0][price]=p1&line_items[0][quantity]=2&line_items[1][price]=p2',
    { line_items: [{ price: 'p1', quantity: '2' }, { price: 'p2' }] },
  ],
  ['expand[]=a&expand[]=b', { expand: ['a', 'b'] }],
  ['lookup_keys[0]=a&lookup_keys[1]=b', { lookup_keys: ['a', 'b'] }],
  ['a=1&a=2', { a: '2' }],
  ['a[=1', { 'a[': '1' }],
] as const) {
  test(`a form is read as Stripe reads it: ${text || 'nothing'}`, () => {
    assert.deepEqual(parseForm(text), expected);
  });
}

test('no text breaks the reader, and no name reaches an object’s prototype', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseForm(text)));
  parseForm('__proto__[polluted]=1&constructor[prototype][polluted]=1');
  assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
});
