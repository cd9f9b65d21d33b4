import { SCOPES, type Scope } from '@cyborux/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Accounts } from './accounts/open-accounts.ts';
import { hashApiKey, isWellFormedApiKey } from './api-key.ts';
import type { Database } from './db/schema.ts';
import { ProblemError } from './errors.ts';
import { type ApiKey, findIdentity, type KeyIdentity, recordApiKeyUse } from './store/api-keys.ts';
import { findSessionUser } from './store/sessions.ts';
import type { User } from './store/users.ts';

/** Who asks, and by what. */
export interface Identity {
  user: User;
  suspended: boolean;
  scopes: readonly Scope[];
  /** The API key of the request; null: it came with a session's cookie. */
  key: ApiKey | null;
  session: { id: string; expiresAt: Date } | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    identity: Identity | null;
  }
  interface FastifyContextConfig {
    /** Who may ask. Left out: whoever has a key with scope `read`. `operator`: an operator's, with scope `admin`. */
    access?: 'public' | 'operator' | Scope;
  }
}

interface AuthDeps {
  db: Kysely<Database>;
  /** Null: nobody signs in here, cookies count for nothing. */
  accounts: Accounts | null;
}

const USE_RECORDED_EVERY_MS = 60_000;
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Finds out who asks (before the rate limit, which counts by key) and refuses who may not (after it). */
export function authenticateRequests(app: FastifyInstance, { db, accounts }: AuthDeps): void {
  const recordUse = useRecorder(app, db);
  app.decorateRequest('identity', null);

  app.addHook('onRequest', async (request) => {
    if (isPublic(request)) return;
    const { authorization, cookie } = request.headers;
    // A program that sends a key never acts as the person whose cookies came along.
    if (authorization === undefined) {
      if (accounts && cookie !== undefined) request.identity = await sessionIdentity(db, accounts, cookie);
      return;
    }
    const key = bearerOf(authorization);
    if (key === null || !isWellFormedApiKey(key)) return;
    const found = await findIdentity(db, hashApiKey(key), new Date());
    if (!found) return;
    recordUse(found, request.ip);
    request.identity = { ...found, scopes: found.key.scopes, session: null };
  });

  // Before the body is read: who may not ask is not read from.
  app.addHook('preParsing', async (request) => {
    if (isPublic(request)) return;
    const { suspended, session } = identityOf(request);
    if (suspended) throw new ProblemError(403, 'suspended', 'This account is suspended.');
    if (session && !SAFE_METHODS.has(request.method) && !accounts?.trusts(request.headers.origin)) {
      throw new ProblemError(403, 'wrong_origin', 'A session changes things from our own pages alone.');
    }
    verifyAccess(request);
  });
}

function verifyAccess(request: FastifyRequest): void {
  const { user, scopes } = identityOf(request);
  const access = request.routeOptions.config.access ?? 'read';
  const scope = access === 'operator' ? 'admin' : access;
  if (!scopes.some((each) => each === scope)) {
    throw new ProblemError(403, 'missing_scope', `This API key lacks the scope \`${scope}\`.`);
  }
  if (access === 'operator' && !user.isOperator) {
    throw new ProblemError(403, 'not_operator', 'This is for operators alone.');
  }
}

/** A session may do whatever its user may: the second factor was asked for when it began. */
async function sessionIdentity(
  db: Kysely<Database>,
  accounts: Accounts,
  cookie: string,
): Promise<Identity | null> {
  const session = await accounts.sessionOf(cookie);
  const owner = session && (await findSessionUser(db, session));
  if (!session || !owner) return null;
  const { id, expiresAt } = session;
  return { ...owner, scopes: SCOPES, key: null, session: { id, expiresAt } };
}

/** @throws ProblemError 401 */
export function identityOf(request: FastifyRequest): Identity {
  if (request.identity) return request.identity;
  throw new ProblemError(401, 'not_authenticated', 'Not authenticated.', { 'www-authenticate': 'Bearer' });
}

function isPublic(request: FastifyRequest): boolean {
  return request.is404 || request.routeOptions.config.access === 'public';
}

/** The token of `Bearer <token>` (RFC 6750 section 2.1); the scheme in any case (RFC 9110 section 11.1). */
function bearerOf(header: string): string | null {
  return /^bearer +(\S{1,256})$/i.exec(header)?.[1] ?? null;
}

/** Writes the last use of a key aside from the request, at most once a minute. */
function useRecorder(app: FastifyInstance, db: Kysely<Database>) {
  const writing = new Map<string, Promise<void>>();
  app.addHook('onClose', () => Promise.all(writing.values()));
  return ({ key }: KeyIdentity, address: string): void => {
    const now = new Date();
    if (writing.has(key.id) || now.getTime() - (key.lastUsedAt?.getTime() ?? 0) < USE_RECORDED_EVERY_MS)
      return;
    const written = recordApiKeyUse(db, key.id, address, now)
      .catch((err: unknown) => app.log.warn({ err }, 'use of an API key not recorded'))
      .finally(() => writing.delete(key.id));
    writing.set(key.id, written);
  };
}
