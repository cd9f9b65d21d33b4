import { type ApiKeyItem, apiKeyQuerySchema, apiKeySchema, pageSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { identityOf } from '../auth.ts';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { type ApiKey, pageApiKeys } from '../store/api-keys.ts';

export function listApiKeys(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '/api/user/api-keys',
    {
      schema: {
        operationId: 'listApiKeys',
        tags: ['Account'],
        summary: 'Your API keys, the latest first; revoked ones are left out',
        querystring: apiKeyQuerySchema,
        response: { 200: pageSchema(apiKeySchema), ...problems(400, 401, 403) },
      },
    },
    async (request) => {
      const { items, ...envelope } = await pageApiKeys(db, identityOf(request).user.id, request.query);
      return { items: items.map(apiKeyItem), ...envelope };
    },
  );
}

export function apiKeyItem(key: ApiKey): ApiKeyItem {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes,
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt?.toISOString() ?? null,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    last_used_address: key.lastUsedAddress,
  };
}
