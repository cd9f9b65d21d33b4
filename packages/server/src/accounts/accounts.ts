import { createHash } from 'node:crypto';
import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { APIError, isAPIError } from 'better-auth/api';
import { genericOAuth, twoFactor } from 'better-auth/plugins';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../db/schema.ts';
import type { Mailer } from '../mail.ts';
import { consumeRate } from '../store/rate-limits.ts';
import { deleteExpiredSessions, endSessions } from '../store/sessions.ts';
import { isSuspended } from '../store/users.ts';
import { ANY_PATH, PER_ADDRESS } from './limits.ts';
import { existingAccountMail, resetMail, verificationMail } from './mails.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './password-rules.ts';
import { rules } from './rules.ts';
import {
  METHOD_TABLE,
  PASSKEY_TABLES,
  SESSION_TABLE,
  TWO_FACTOR_TABLES,
  USER_TABLE,
  VERIFICATION_TABLE,
} from './tables.ts';
import { ADDRESS_HEADER, recordAct } from './trail.ts';

export const AUTH_PATH = '/api/auth';
export const OIDC_PROVIDER = 'oidc';
const TOKEN_SECONDS = 3600;
const UNUSED_PATHS = [
  '/account-info',
  '/change-email',
  '/get-access-token',
  '/refresh-token',
  '/two-factor/send-otp',
  '/two-factor/verify-otp',
  '/update-session',
  '/verify-password',
];

export interface AccountDeps {
  db: Kysely<Database>;
  mailer: Pick<Mailer, 'send'>;
  log: Logger;
  now: () => Date;
  /** Base URL of the dashboard and the API, as people reach them. */
  publicUrl: string;
  /** Origins from which the cookies of a session may be used. */
  origins: readonly string[];
  /** The first is used, the others can still be read. */
  secrets: readonly [string, ...string[]];
  signUp: 'open' | 'closed';
  oidc?: { issuer: string; clientId: string; clientSecret: string } | undefined;
}

export type Auth = ReturnType<typeof makeAuth>;

/** better-auth, set up on our tables with our rules. */
export function makeAuth(deps: AccountDeps) {
  const { db, mailer, log, now, publicUrl, signUp } = deps;
  const origin = new URL(publicUrl).origin;
  // better-auth knows origins alone: what stands behind them in our base URL is put back into links.
  const within = (url: string) => publicUrl + url.slice(origin.length);
  const [current, ...former] = deps.secrets;
  return betterAuth({
    appName: 'Cyborux',
    baseURL: origin,
    basePath: AUTH_PATH,
    trustedOrigins: [...deps.origins],
    secret: current,
    secrets: [current, ...former].map((value) => ({ version: versionOf(value), value })),
    database: { db, type: 'postgres', transaction: true },
    // What nobody here needs.
    disabledPaths: UNUSED_PATHS,
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      log: (level, message, ...details) => {
        const err = details.find((each) => each instanceof Error);
        log[level === 'error' ? 'error' : 'debug']({ part: 'accounts', err }, message);
      },
    },
    user: {
      ...USER_TABLE,
      // Or someone could keep an address that is not theirs from its owner.
      validateUserInfo({ user, source }) {
        if (source.method === 'oauth' && !user.emailVerified) return { error: 'email_not_verified' };
      },
    },
    session: { ...SESSION_TABLE, expiresIn: 7 * 86_400, updateAge: 86_400 },
    account: {
      ...METHOD_TABLE,
      encryptOAuthTokens: true,
      accountLinking: { requireLocalEmailVerified: true },
    },
    verification: { ...VERIFICATION_TABLE, storeIdentifier: 'hashed' },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
      resetPasswordTokenExpiresIn: TOKEN_SECONDS,
      revokeSessionsOnPasswordReset: true,
      async sendResetPassword({ user, token }, request) {
        // Behind the mark that browsers keep to themselves: the token is in no server's log.
        mailer.send(resetMail(user.email, `${publicUrl}/reset-password#token=${token}`));
        await recordAct(deps, {
          act: 'password.reset_request',
          userId: user.id,
          headers: request?.headers,
          unproven: true,
        });
      },
      async onPasswordReset({ user }, request) {
        await endSessions(db, user.id);
        await recordAct(deps, { act: 'password.reset', userId: user.id, headers: request?.headers });
      },
      async onExistingUserSignUp({ user }) {
        mailer.send(existingAccountMail(user.email, `${publicUrl}/`));
      },
    },
    emailVerification: {
      sendOnSignUp: true,
      expiresIn: TOKEN_SECONDS,
      async sendVerificationEmail({ user, url }) {
        mailer.send(verificationMail(user.email, within(url)));
      },
      async afterEmailVerification(user, request) {
        await recordAct(deps, { act: 'email.verify', userId: user.id, headers: request?.headers });
      },
    },
    onAPIError: {
      onError(error) {
        // What is no answer to the client is an error of ours, for the one place that logs them.
        if (!isAPIError(error)) throw error;
      },
    },
    databaseHooks: {
      user: {
        create: {
          async after(user, context) {
            await recordAct(deps, { act: 'sign_up', userId: user.id, headers: context?.headers });
          },
        },
        update: {
          async after(user, context) {
            if (context?.path !== '/two-factor/verify-totp') return;
            // What was signed in without the second factor ends; this session gets a successor.
            await endSessions(db, user.id);
            await recordAct(deps, { act: 'two_factor.enable', userId: user.id, headers: context.headers });
          },
        },
      },
      account: {
        create: {
          async after({ userId, providerId }, context) {
            // The password comes with the sign-up, which has a line of its own.
            if (providerId === 'credential') return;
            const details = { provider: providerId };
            await recordAct(deps, { act: 'sign_in_method.add', userId, headers: context?.headers, details });
          },
        },
      },
      session: {
        create: {
          async before({ userId }) {
            await deleteExpiredSessions(db, now());
            if (!(await isSuspended(db, userId))) return;
            throw new APIError('FORBIDDEN', { code: 'SUSPENDED', message: 'This account is suspended.' });
          },
        },
        delete: {
          async after({ userId }, context) {
            if (context?.path !== '/sign-out') return;
            await recordAct(deps, { act: 'sign_out', userId, headers: context.headers });
          },
        },
      },
    },
    rateLimit: {
      enabled: true,
      ...ANY_PATH,
      customRules: PER_ADDRESS,
      customStorage: { consume: (key, rule) => consumeRate(db, `address:${key}`, rule, now()) },
    },
    advanced: {
      cookiePrefix: 'cyborux',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      disableCSRFCheck: false,
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: 'uuid', validateSchema: false },
    },
    plugins: [
      twoFactor({ issuer: 'Cyborux', schema: TWO_FACTOR_TABLES }),
      passkey({
        rpName: 'Cyborux',
        rpID: relyingParty(publicUrl),
        origin: [...deps.origins],
        schema: PASSKEY_TABLES,
        // A passkey stands for both factors: the key, and the PIN or finger that opens it (WebAuthn section 6.1, flag UV).
        authenticatorSelection: { userVerification: 'required' },
        authentication: {
          afterVerification({ verification }) {
            if (verification.authenticationInfo.userVerified) return;
            throw new APIError('UNAUTHORIZED', {
              code: 'USER_NOT_VERIFIED',
              message: 'The passkey did not ask for its PIN, finger or face.',
            });
          },
        },
      }),
      ...(deps.oidc ? [genericOAuth({ config: [provider(deps.oidc, deps)] })] : []),
      rules({ db, now, signUp }),
    ],
  });
}

/** Tells by which secret something was encrypted; the same in every process and after every restart. */
function versionOf(secret: string): number {
  return createHash('sha256').update(secret).digest().readUInt32BE() >>> 1;
}

/** WebAuthn knows names alone: this machine is `localhost`. */
function relyingParty(publicUrl: string): string {
  const { hostname } = new URL(publicUrl);
  return /^(?:127\.|\[)/.test(hostname) ? 'localhost' : hostname;
}

function provider(
  { issuer, clientId, clientSecret }: NonNullable<AccountDeps['oidc']>,
  { publicUrl, signUp }: AccountDeps,
) {
  return {
    providerId: OIDC_PROVIDER,
    clientId,
    clientSecret,
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    scopes: ['openid', 'email', 'profile'],
    redirectURI: `${publicUrl}${AUTH_PATH}/callback/${OIDC_PROVIDER}`,
    requireIdTokenVerification: true,
    pkce: true,
    disableSignUp: signUp === 'closed',
  };
}
