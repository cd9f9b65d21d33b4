import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { type Consumed, consumeRate } from '../store/rate-limits.ts';

export interface Rate {
  /** Tries at most. */
  max: number;
  /** Seconds. */
  window: number;
}

/** What is limited by the e-mail address that is named, whether it has an account or not. */
type LimitedPath =
  | '/sign-in/email'
  | '/sign-up/email'
  | '/request-password-reset'
  | '/send-verification-email';

/** Generous for one person who mistypes, useless for guessing. */
const PER_ACCOUNT: Record<LimitedPath, Rate> = {
  '/sign-in/email': { max: 20, window: 900 },
  '/sign-up/email': { max: 5, window: 3600 },
  '/request-password-reset': { max: 5, window: 3600 },
  '/send-verification-email': { max: 5, window: 3600 },
};

/** By network address; of IPv6 the first 64 bits. An office shares one. */
export const PER_ADDRESS: Record<string, Rate> = {
  '/sign-in/*': { max: 60, window: 300 },
  '/sign-up/*': { max: 20, window: 3600 },
  '/request-password-reset': { max: 20, window: 3600 },
  '/send-verification-email': { max: 20, window: 3600 },
  '/reset-password': { max: 20, window: 3600 },
  '/change-password': { max: 20, window: 300 },
  '/two-factor/*': { max: 30, window: 300 },
  '/passkey/*': { max: 60, window: 300 },
};

/** Everything else, by address and path. */
export const ANY_PATH: Rate = { max: 300, window: 60 };

/** Counts a try of an account; null: the path is not limited so. The address is kept as a hash, since it may be a stranger's. */
export async function consumeAccountRate(
  db: Kysely<Database>,
  { path, email, now }: { path: string; email: string; now: Date },
): Promise<Consumed | null> {
  if (!isLimited(path)) return null;
  const account = createHash('sha256').update(email.trim().toLowerCase()).digest('base64url');
  return consumeRate(db, `account:${path}:${account}`, PER_ACCOUNT[path], now);
}

function isLimited(path: string): path is LimitedPath {
  return Object.hasOwn(PER_ACCOUNT, path);
}
