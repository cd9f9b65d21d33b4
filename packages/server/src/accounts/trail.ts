import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { recordAudit } from '../store/audit.ts';

/** The address of the client, as the server saw it: set by us on every request that better-auth gets. */
export const ADDRESS_HEADER = 'x-cyborux-address';

/** Who acted: a user who is signed in, or who just proved to be that user. */
export interface Act {
  act: string;
  userId: string | null;
  headers: Headers | undefined | null;
  details?: Record<string, unknown>;
  /** Not proven to be the user: only named. */
  unproven?: boolean;
}

export async function recordAct(
  { db, now }: { db: Kysely<Database>; now: () => Date },
  { act, userId, headers, details, unproven = false }: Act,
): Promise<void> {
  await recordAudit(db, {
    actor: unproven ? null : userId,
    act,
    subject: userId,
    address: headers?.get(ADDRESS_HEADER) ?? null,
    ...(details === undefined ? {} : { details }),
    now: now(),
  });
}

/** What signs in: a new session after one of these is a sign-in. */
const SIGN_INS: Record<string, string> = {
  '/sign-in/email': 'password',
  '/two-factor/verify-totp': 'totp',
  '/two-factor/verify-backup-code': 'recovery code',
  '/passkey/verify-authentication': 'passkey',
  '/callback/:id': 'oidc',
};

export function signInMethod(path: string): string | null {
  return SIGN_INS[path] ?? null;
}

/** What a signed-in user did when one of these succeeded. */
export const ACTS: Record<string, string> = {
  '/change-password': 'password.change',
  '/two-factor/disable': 'two_factor.disable',
  '/two-factor/generate-backup-codes': 'two_factor.new_codes',
  '/passkey/verify-registration': 'passkey.add',
  '/passkey/delete-passkey': 'passkey.remove',
  '/revoke-session': 'session.revoke',
  '/revoke-sessions': 'session.revoke_all',
  '/revoke-other-sessions': 'session.revoke_others',
  '/unlink-account': 'sign_in_method.remove',
};
