import { createApiKeySchema, createdApiKeySchema, type Scope } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { createApiKey } from '../actions/create-api-key.ts';
import { type Identity, identityOf } from '../auth.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../errors.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { apiKeyItem } from './list-api-keys.ts';

export function postApiKey(app: App, { db }: { db: Kysely<Database> }): void {
  app.post(
    '/api/user/api-keys',
    {
      config: { access: 'admin' },
      schema: {
        operationId: 'createApiKey',
        tags: ['Account'],
        summary: 'Make an API key',
        description:
          'The key is in this answer and never shown again. It can do no more, and no longer, than the key that asks.',
        body: createApiKeySchema,
        response: { 201: createdApiKeySchema, ...problems(400, 401, 403, 413) },
      },
    },
    async (request, reply) => {
      const identity = identityOf(request);
      const { name, scopes, expires_at: expiry } = request.body;
      const { apiKey, secret } = await createApiKey(
        { db },
        {
          userId: identity.user.id,
          name,
          scopes: scopesWithin(identity, scopes),
          expiresAt: expiryWithin(identity.key?.expiresAt ?? null, expiry),
          address: request.ip,
        },
      );
      reply.code(201).header('location', `/api/user/api-keys/${apiKey.id}`);
      return { ...apiKeyItem(apiKey), key: secret };
    },
  );
}

function scopesWithin(asking: Identity, wanted: readonly Scope[] | undefined): Scope[] {
  if (!wanted) return usualScopes(asking);
  const beyond = wanted.find((scope) => !asking.scopes.includes(scope));
  if (beyond)
    throw new ProblemError(
      403,
      'stronger_api_key',
      `The key that asks lacks the scope \`${beyond}\` itself.`,
    );
  return [...new Set(wanted)];
}

function usualScopes(asking: Identity): Scope[] {
  const scopes = asking.scopes.filter((scope) => scope === 'read' || scope === 'analyze');
  if (scopes.length > 0) return scopes;
  throw new ProblemError(
    400,
    'invalid_body',
    '`scopes` must be given: the key that asks has none of the usual ones.',
  );
}

/** @param limit when the key that asks expires; null: never, or a person asks */
function expiryWithin(limit: Date | null, wanted: string | null | undefined): Date | null {
  if (wanted === undefined) return limit;
  const expiry = wanted === null ? null : new Date(wanted);
  if (expiry !== null && expiry <= new Date()) {
    throw new ProblemError(400, 'invalid_body', '`expires_at` must be a time to come.');
  }
  if (limit !== null && (expiry === null || expiry > limit)) {
    const end = limit.toISOString();
    throw new ProblemError(403, 'stronger_api_key', `The key that asks expires at ${end} itself.`);
  }
  return expiry;
}
