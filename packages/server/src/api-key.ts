import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Recognisable by people and by secret scanners. */
const MARK = 'cyb_';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_BYTES = 32;
/** 62^43 > 2^256 and 62^6 > 2^32. */
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const FORM = new RegExp(`^${MARK}[0-9A-Za-z]{${SECRET_LENGTH + CHECKSUM_LENGTH}}$`);

/** @param random 32 bytes from a cryptographic source */
export function formatApiKey(random: Uint8Array): string {
  if (random.length !== SECRET_BYTES) throw new RangeError(`An API key is made of ${SECRET_BYTES} bytes.`);
  const secret = base62(BigInt(`0x${Buffer.from(random).toString('hex')}`), SECRET_LENGTH);
  return `${MARK}${secret}${checksum(secret)}`;
}

/** Tells a typo or a foreign secret from a key of ours, without looking anything up. */
export function isWellFormedApiKey(text: string): boolean {
  if (!FORM.test(text)) return false;
  const secret = text.slice(MARK.length, MARK.length + SECRET_LENGTH);
  return text.slice(MARK.length + SECRET_LENGTH) === checksum(secret);
}

/** SHA-256: 256 random bits need no slow hash. */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** The part that may be shown, so that a person recognises the key. */
export function apiKeyPrefix(key: string): string {
  return key.slice(0, MARK.length + 8);
}

function checksum(secret: string): string {
  return base62(BigInt(crc32(secret)), CHECKSUM_LENGTH);
}

function base62(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  for (let i = 0; i < length; i += 1) {
    text = DIGITS.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}
