import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseHsts } from './hsts.ts';

const valid: [string, number, boolean, boolean][] = [
  ['max-age=31536000', 31536000, false, false],
  ['max-age=31536000; includeSubDomains; preload', 31536000, true, true],
  ['MAX-AGE="15768000" ;includesubdomains', 15768000, true, false],
  [' ; max-age = 0 ;; ', 0, false, false],
  ['max-age=1; future="a;b"; other', 1, false, false],
  [`max-age=${'9'.repeat(400)}`, Number.MAX_SAFE_INTEGER, false, false],
];
for (const [field, maxAge, includeSubDomains, preload] of valid) {
  test(`${field.slice(0, 60)} is valid`, () => {
    assert.deepEqual(parseHsts([field]), { state: 'present', maxAge, includeSubDomains, preload });
  });
}

for (const [field, reason] of [
  ['', /max-age is missing/],
  ['includeSubDomains', /max-age is missing/],
  ['max-age', /number of seconds/],
  ['max-age=', /no value/],
  ['max-age=-1', /number of seconds/],
  ['max-age=1.5', /number of seconds/],
  ['max-age="1 2"', /number of seconds/],
  ['max-age=1; Max-Age=2', /stands twice/],
  ['max-age=1, max-age=2', /semicolons/],
  ['max-age=1 includeSubDomains', /semicolons/],
  ['max-age=1; includeSubDomains=true', /takes no value/],
  ['max-age="1', /no value/],
] as const) {
  test(`${JSON.stringify(field)} is malformed`, () => {
    const hsts = parseHsts([field]);
    assert.match(hsts.state === 'malformed' ? hsts.reason : hsts.state, reason);
  });
}

test('no field is absent, and only the first field counts', () => {
  assert.deepEqual(parseHsts([]), { state: 'absent' });
  assert.partialDeepStrictEqual(parseHsts(['max-age=1', 'max-age=2']), { maxAge: 1 });
  assert.partialDeepStrictEqual(parseHsts(['junk', 'max-age=2']), { state: 'malformed' });
});

test('any field is read without a throw, and a max-age is never negative', () => {
  const soup = fc
    .array(fc.constantFrom('max-age', '=', ';', '"', '\\', ' ', '1', 'includeSubDomains', ','))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(fc.string(), soup), (field) => {
      const hsts = parseHsts([field]);
      if (hsts.state === 'present') assert.ok(hsts.maxAge >= 0);
    }),
  );
});
