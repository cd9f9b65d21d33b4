import { createApiKeySchema, createdApiKeySchema, type Scope } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { createApiKey } from '../actions/create-api-key.ts';
import { identityOf } from '../auth.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../errors.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import type { ApiKey } from '../store/api-keys.ts';
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
      const { user, key } = identityOf(request);
      const { name, scopes, expires_at: expiry } = request.body;
      const { apiKey, secret } = await createApiKey(
        { db },
        { userId: user.id, name, scopes: scopesWithin(key, scopes), expiresAt: expiryWithin(key, expiry) },
      );
      reply.code(201).header('location', `/api/user/api-keys/${apiKey.id}`);
      return { ...apiKeyItem(apiKey), key: secret };
    },
  );
}

function scopesWithin(asking: ApiKey, wanted: readonly Scope[] | undefined): Scope[] {
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

function usualScopes(asking: ApiKey): Scope[] {
  const scopes = asking.scopes.filter((scope) => scope === 'read' || scope === 'analyze');
  if (scopes.length > 0) return scopes;
  throw new ProblemError(
    400,
    'invalid_body',
    '`scopes` must be given: the key that asks has none of the usual ones.',
  );
}

function expiryWithin(asking: ApiKey, wanted: string | null | undefined): Date | null {
  if (wanted === undefined) return asking.expiresAt;
  const expiry = wanted === null ? null : new Date(wanted);
  if (expiry !== null && expiry <= new Date()) {
    throw new ProblemError(400, 'invalid_body', '`expires_at` must be a time to come.');
  }
  if (asking.expiresAt !== null && (expiry === null || expiry > asking.expiresAt)) {
    const end = asking.expiresAt.toISOString();
    throw new ProblemError(403, 'stronger_api_key', `The key that asks expires at ${end} itself.`);
  }
  return expiry;
}
