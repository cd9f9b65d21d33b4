import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { endPending } from '../store/sessions.ts';
import { findUserIdByEmail } from '../store/users.ts';
import { consumeAccountRate } from './limits.ts';
import { weakness } from './password-rules.ts';
import { ACTS, recordAct, signInMethod } from './trail.ts';

export interface RuleDeps {
  db: Kysely<Database>;
  now: () => Date;
  signUp: 'open' | 'closed';
}

/** RFC 5321 section 4.5.3.1.3, less the brackets */
const MAX_EMAIL = 254;
const NAME = /^[^\p{Cc}\p{Zl}\p{Zp}]{1,100}$/u;
const IMAGE = /^https:\/\/[^\s"'<>]{1,992}$/;
const NEW_PASSWORD = new Set(['/change-password', '/reset-password']);
const WAYS_BACK = ['callbackURL', 'errorCallbackURL', 'newUserCallbackURL', 'redirectTo'];

type Context = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

/** What we ask for beyond better-auth, and the trail of what happened. It must be the last plugin: two-factor undoes sign-ins. */
export function rules(deps: RuleDeps): BetterAuthPlugin {
  return {
    id: 'cyborux-rules',
    hooks: {
      before: [{ matcher: () => true, handler: createAuthMiddleware((ctx) => beforeAct(ctx, deps)) }],
      after: [{ matcher: () => true, handler: createAuthMiddleware((ctx) => afterAct(ctx, deps)) }],
    },
  };
}

async function beforeAct(ctx: Context, { db, now, signUp }: RuleDeps) {
  const path = ctx.path ?? '';
  if (path === '/sign-up/email' && signUp === 'closed') {
    throw refusal('FORBIDDEN', 'SIGN_UP_CLOSED', 'Accounts are made by the operator here.');
  }
  verifyProfile(Object(ctx.body));
  verifyWayBack({ ...ctx.query, ...ctx.body });
  const { email, password, newPassword } = textsOf(ctx.body);
  if (email !== undefined && email.length > MAX_EMAIL) {
    throw refusal('BAD_REQUEST', 'INVALID_EMAIL', `\`email\` must have at most ${MAX_EMAIL} characters.`);
  }
  const chosen = path === '/sign-up/email' ? password : NEW_PASSWORD.has(path) ? newPassword : undefined;
  if (chosen !== undefined) {
    const weak = weakness(chosen, path === '/sign-up/email' ? (email ?? null) : await emailOf(ctx));
    if (weak !== null) throw refusal('BAD_REQUEST', 'WEAK_PASSWORD', weak);
  }
  if (email !== undefined) {
    const consumed = await consumeAccountRate(db, { path, email, now: now() });
    if (consumed && !consumed.allowed) {
      throw new APIError(
        'TOO_MANY_REQUESTS',
        { code: 'RATE_LIMITED', message: 'Too many tries for this account.' },
        { 'retry-after': String(consumed.retryAfter) },
      );
    }
  }
  // Whoever knew the old password is signed out with it.
  if (path === '/change-password') return { context: { body: { ...ctx.body, revokeOtherSessions: true } } };
}

/** better-auth takes values of any type for both. */
function verifyProfile({ name, image }: { name?: unknown; image?: unknown }): void {
  if (name !== undefined && !(typeof name === 'string' && NAME.test(name))) {
    throw refusal('BAD_REQUEST', 'INVALID_BODY', '`name` must be one line of 1 to 100 characters.');
  }
  if (image !== undefined && image !== null && !(typeof image === 'string' && IMAGE.test(image))) {
    throw refusal('BAD_REQUEST', 'INVALID_BODY', '`image` must be an https URL of at most 1000 characters.');
  }
}

/** A path like `/.//host` is one of ours for better-auth, which then sends the browser to `//host`. */
function verifyWayBack(fields: Record<string, unknown>): void {
  for (const field of WAYS_BACK) {
    const target = fields[field];
    if (typeof target !== 'string' || !URL.canParse(target, 'http://localhost')) continue;
    if (!new URL(target, 'http://localhost').pathname.startsWith('//')) continue;
    throw refusal('FORBIDDEN', 'INVALID_CALLBACK_URL', `\`${field}\` must be an address of ours.`);
  }
}

type TextField = 'email' | 'password' | 'newPassword';

function textsOf(body: unknown): Partial<Record<TextField, string>> {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(Object.entries(body).filter(([, value]) => typeof value === 'string'));
}

function refusal(status: 'FORBIDDEN' | 'BAD_REQUEST', code: string, message: string): APIError {
  return new APIError(status, { code, message });
}

/** Of the account whose password is about to change: by the session, or by the token that was mailed. */
async function emailOf(ctx: Context): Promise<string | null> {
  const token: unknown = ctx.body?.token ?? ctx.query?.token;
  if (ctx.path !== '/reset-password' || typeof token !== 'string') {
    return (await getSessionFromCtx(ctx))?.user.email ?? null;
  }
  const found = await ctx.context.internalAdapter.findVerificationValue(`reset-password:${token}`);
  return found ? ((await ctx.context.internalAdapter.findUserById(found.value))?.email ?? null) : null;
}

async function afterAct(ctx: Context, deps: RuleDeps): Promise<void> {
  const path = ctx.path ?? '';
  const method = signInMethod(path);
  const { headers } = ctx;
  const { returned, newSession, session } = ctx.context;
  const failed = returned instanceof Error && (returned as APIError).statusCode >= 400;
  if (failed) {
    if (method !== null && (returned as APIError).statusCode === 401) {
      const userId = await namedUser(ctx, deps.db);
      await recordAct(deps, { act: 'sign_in.fail', userId, headers, details: { method }, unproven: true });
    }
    return;
  }
  if (method !== null && newSession && !session) {
    await recordAct(deps, { act: 'sign_in', userId: newSession.user.id, headers, details: { method } });
  }
  // Nothing that was begun with the former password is finished.
  if (path === '/change-password' && session) await endPending(deps.db, session.user.id);
  const act = ACTS[path];
  if (act !== undefined && session) await recordAct(deps, { act, userId: session.user.id, headers });
}

/** Whom a failed sign-in was about: by the address that was given, or by the second step that was under way. */
async function namedUser(ctx: Context, db: Kysely<Database>): Promise<string | null> {
  const { email } = textsOf(ctx.body);
  if (email !== undefined) return findUserIdByEmail(db, email);
  if (!ctx.path?.startsWith('/two-factor/')) return null;
  const { name } = ctx.context.createAuthCookie('two_factor');
  const challenge = await ctx.getSignedCookie(name, ctx.context.secret);
  if (!challenge) return null;
  return (await ctx.context.internalAdapter.findVerificationValue(challenge))?.value ?? null;
}
