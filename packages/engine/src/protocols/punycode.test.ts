import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { encodePunycode } from './punycode.ts';

const known: [label: string, encoded: string][] = [
  ['münchen', 'mnchen-3ya'],
  ['ü', 'tda'],
  ['пример', 'e1afmkfd'],
  ['例え', 'r8jz45g'],
  // RFC 3492 section 7.1, (B) Chinese (simplified).
  ['他们为什么不说中文', 'ihqwcrb4cv8a8dqg056pqjye'],
  ['\u{10384}ab', 'ab-tn6n'],
  ['abc', 'abc-'],
];

for (const [label, encoded] of known) {
  test(`${label} is ${encoded}`, () => {
    assert.equal(encodePunycode(label), encoded);
  });
}

test('a label is read back as it was', () => {
  const letters = fc.constantFrom(...'abz09äßłжяλאあ漢한\u{10384}');
  fc.assert(
    fc.property(fc.array(letters, { minLength: 1, maxLength: 12 }), (chars) => {
      const label = chars.join('');
      const unicode = domainToUnicode(`xn--${encodePunycode(label)}.com`);
      // Hebrew beside Latin is refused by the bidi rule, what is ASCII alone by Punycode's own.
      if (!/א/.test(label) && /[^\0-\x7f]/.test(label)) assert.equal(unicode, `${label}.com`);
    }),
  );
});
