import { COMMON_PASSWORDS } from './common-passwords.ts';

export const MIN_PASSWORD_LENGTH = 10;
export const MAX_PASSWORD_LENGTH = 128;

const ROWS = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  '1234567890',
  'abcdefghijklmnopqrstuvwxyz',
  // Columns of the keyboard
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'qazwsxedcrfvtgbyhnujmikolp',
];
const RUNS = ROWS.flatMap((row) => [row + row, [...(row + row)].reverse().join('')]);
const LEET: Record<string, string> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
/** Fewer letters than these that no rule explains are no password. */
const OWN_CHARACTERS = 6;
const RUN_LENGTH = 4;

/**
 * Why a password must not be used; null: it may. Common ones are known with what people add to them: digits and marks
 * at the ends, capitals, letters that are written as digits.
 *
 * @param email of the account, if it is known
 */
export function weakness(password: string, email: string | null): string | null {
  if (password.length < MIN_PASSWORD_LENGTH || password.length > MAX_PASSWORD_LENGTH) {
    return `The password must have ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters.`;
  }
  const plain = password.toLowerCase();
  const mailbox = email?.toLowerCase().split('@')[0] ?? '';
  if (mailbox.length >= 3 && plain.includes(mailbox)) {
    return 'The password must not contain your e-mail address.';
  }
  if (new Set(plain).size < 5) return 'The password repeats too few characters.';
  if (isCommon(plain)) return 'This password is among the most common ones, which are tried first.';
  if (ownCharacters(plain) < OWN_CHARACTERS) {
    return 'The password is mostly a row of the keyboard, a sequence or a repetition.';
  }
  return null;
}

function isCommon(plain: string): boolean {
  const trimmed = plain.replace(/^[^a-z]+|[^a-z]+$/g, '');
  const spelled = [...plain].map((character) => LEET[character] ?? character).join('');
  const core = spelled.replace(/^[^a-z]+|[^a-z]+$/g, '');
  // Without its letters at the ends: "p4ssw0rd2024!" is "password" and a year.
  const beforeDigits = [...plain.replace(/[^a-z]*\d[^a-z]*$/, '')]
    .map((character) => LEET[character] ?? character)
    .join('');
  return [plain, trimmed, spelled, core, beforeDigits, halfOf(plain), halfOf(trimmed)].some((form) =>
    COMMON_PASSWORDS.has(form),
  );
}

/** `passwordpassword` is `password`. */
function halfOf(text: string): string {
  const half = text.slice(0, text.length / 2);
  return half + half === text ? half : text;
}

/** How many characters are not part of a run of the keyboard, a sequence, or the same character again. */
function ownCharacters(plain: string): number {
  let own = 0;
  for (let at = 0; at < plain.length; ) {
    const length = runAt(plain, at);
    own += length >= RUN_LENGTH ? 1 : plain[at] === plain[at - 1] ? 0 : 1;
    at += length >= RUN_LENGTH ? length : 1;
  }
  return own;
}

/** The length of the longest run that begins there. */
function runAt(plain: string, at: number): number {
  let length = 1;
  while (at + length < plain.length) {
    const text = plain.slice(at, at + length + 1);
    if (!RUNS.some((run) => run.includes(text))) break;
    length += 1;
  }
  return length;
}
