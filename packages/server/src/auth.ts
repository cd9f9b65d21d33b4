import type { Scope } from '@cyborux/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { hashApiKey, isWellFormedApiKey } from './api-key.ts';
import type { Database } from './db/schema.ts';
import { ProblemError } from './errors.ts';
import { findIdentity, type Identity, recordApiKeyUse } from './store/api-keys.ts';

declare module 'fastify' {
  interface FastifyRequest {
    identity: Identity | null;
  }
  interface FastifyContextConfig {
    /** Who may ask. Left out: whoever has a key with scope `read`. */
    access?: 'public' | Scope;
  }
}

const USE_RECORDED_EVERY_MS = 60_000;

/** Finds out who asks (before the rate limit, which counts by key) and refuses who may not (after it). */
export function authenticateRequests(app: FastifyInstance, { db }: { db: Kysely<Database> }): void {
  const recordUse = useRecorder(app, db);
  app.decorateRequest('identity', null);

  app.addHook('onRequest', async (request) => {
    if (isPublic(request)) return;
    const key = bearerOf(request.headers.authorization);
    if (key === null || !isWellFormedApiKey(key)) return;
    request.identity = await findIdentity(db, hashApiKey(key), new Date());
    if (request.identity) recordUse(request.identity, request.ip);
  });

  // Before the body is read: who may not ask is not read from.
  app.addHook('preParsing', async (request) => {
    if (isPublic(request)) return;
    const { key, suspended } = identityOf(request);
    if (suspended) throw new ProblemError(403, 'suspended', 'This account is suspended.');
    const scope = request.routeOptions.config.access ?? 'read';
    if (!key.scopes.some((each) => each === scope)) {
      throw new ProblemError(403, 'missing_scope', `This API key lacks the scope \`${scope}\`.`);
    }
  });
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
function bearerOf(header: string | undefined): string | null {
  return /^bearer +(\S{1,256})$/i.exec(header ?? '')?.[1] ?? null;
}

/** Writes the last use of a key aside from the request, at most once a minute. */
function useRecorder(app: FastifyInstance, db: Kysely<Database>) {
  const writing = new Map<string, Promise<void>>();
  app.addHook('onClose', () => Promise.all(writing.values()));
  return ({ key }: Identity, address: string): void => {
    const now = new Date();
    if (writing.has(key.id) || now.getTime() - (key.lastUsedAt?.getTime() ?? 0) < USE_RECORDED_EVERY_MS)
      return;
    const written = recordApiKeyUse(db, key.id, address, now)
      .catch((err: unknown) => app.log.warn({ err }, 'use of an API key not recorded'))
      .finally(() => writing.delete(key.id));
    writing.set(key.id, written);
  };
}
