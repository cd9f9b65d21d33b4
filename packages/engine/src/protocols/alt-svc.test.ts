import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { advertisesHttp3, alternativeServices } from './alt-svc.ts';

test('the services of a field are told in order', () => {
  assert.deepEqual(
    alternativeServices([
      'h3=":443"; ma=86400, h3-29=":443"; ma=86400',
      'w%3Dx%3Ay="other.test:8443"; persist=1',
    ]),
    [
      { protocol: 'h3', authority: ':443' },
      { protocol: 'h3-29', authority: ':443' },
      { protocol: 'w=x:y', authority: 'other.test:8443' },
    ],
  );
  assert.deepEqual(alternativeServices(['clear']), []);
});

for (const [value, expected] of [
  ['h3=":443"', true],
  ['h3-29=":443"; ma=60', true],
  ['h2=":443"', false],
  ['h3=":8443"', false],
  ['h3="other.test:443"', false],
  ['h3x=":443"', false],
  ['clear', false],
  ['', false],
] as const) {
  test(`${value || 'nothing'} ${expected ? 'tells' : 'does not tell'} of HTTP/3 at port 443`, () => {
    assert.equal(advertisesHttp3([value], 443), expected);
  });
}

test('arbitrary fields do no harm', () => {
  fc.assert(fc.property(fc.array(fc.string()), (values) => alternativeServices(values).length <= 20));
  for (const part of ['=', '"', 'h3', 'h3="', '%', ',']) alternativeServices([part.repeat(100_000)]);
});
