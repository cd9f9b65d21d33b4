import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { COMMON_PASSWORDS } from './common-passwords.ts';
import { weakness } from './password-rules.ts';

const WEAK: [password: string, why: RegExp][] = [
  ['short', /10 to 128/],
  ['x'.repeat(129), /10 to 128/],
  ['password12', /common/],
  ['Password2024!', /common/],
  ['P@ssw0rd2024', /common/],
  ['!!!letmein!!!', /common/],
  ['iloveyou123', /common/],
  ['passwordpassword', /common/],
  ['correcthorsebatterystaple', /common/],
  ['1234567890', /row of the keyboard/],
  ['12345678901234', /row of the keyboard/],
  ['0987654321', /row of the keyboard/],
  ['qwertyuiop1', /common|row/],
  ['asdfghjkl;;', /row of the keyboard|common/],
  ['abcdefghijk', /row of the keyboard/],
  ['1qaz2wsx3edc', /row of the keyboard|common/],
  ['aaaaaaaaaaaa', /repeats/],
  ['ababababababab', /repeats/],
  ['annabel.lee99', /e-mail/],
  ['xxANNABEL.LEExx', /e-mail/],
];

for (const [password, why] of WEAK) {
  test(`weak: ${password.slice(0, 30)}`, () => {
    assert.match(weakness(password, 'annabel.lee@people.example') ?? 'accepted', why);
  });
}

for (const password of [
  'mauve otter lantern',
  'velvet brick canyon',
  'kV8#pq2Lz!mW',
  'пароль для своих',
  'Tr0ub4dor&3 hums',
  'xxxunlikely walrus',
]) {
  test(`accepted: ${password}`, () => assert.equal(weakness(password, 'annabel.lee@people.example'), null));
}

test('a short mailbox name does not forbid its letters', () => {
  assert.equal(weakness('mauve otter lantern', 've@people.example'), null);
});

test('random passwords of twelve characters are accepted', () => {
  const letter = fc.constantFrom(...'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789');
  fc.assert(
    fc.property(fc.uniqueArray(letter, { minLength: 20, maxLength: 20 }), (letters) => {
      assert.doesNotMatch(weakness(letters.join(''), null) ?? '', /common|repeats/);
    }),
  );
});

test('whatever is asked, the answer is a sentence or null', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (password) => {
      assert.match(weakness(password, null) ?? 'None.', /^[A-Z].*\.$/);
    }),
  );
});

test('every common word is known with a capital, a year and a mark', () => {
  for (const word of COMMON_PASSWORDS) {
    if (!/^[a-z]+$/.test(word) || word.length < 6) continue;
    const dressed = `${word[0]?.toUpperCase()}${word.slice(1)}2026!`;
    assert.match(weakness(dressed, null) ?? dressed, /common|row/);
  }
});
