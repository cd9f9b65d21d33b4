import { randomFillSync, randomInt } from 'node:crypto';

const pool = new Uint16Array(8_192);
let used = pool.length;

/** 16 bits from the system's generator, drawn many at a time. */
export function random16(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const value = pool[used] ?? 0;
  used += 1;
  return value;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A label that nobody has chosen: 16 letters. */
export function randomLabel(): string {
  return Array.from({ length: 16 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
}
