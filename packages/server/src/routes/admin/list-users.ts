import { pageSchema, type UserItem, userItemSchema, userQuerySchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { App } from '../../http.ts';
import { problems } from '../../openapi.ts';
import { pageUsers, type UserRow } from '../../store/user-pages.ts';

export function listUsers(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '/api/admin/users',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'listUsers',
        tags: ['Operator'],
        summary: 'The users, the latest first',
        querystring: userQuerySchema,
        response: { 200: pageSchema(userItemSchema), ...problems(400, 401, 403) },
      },
    },
    async (request) => {
      const { q, tier, suspended, ...rest } = request.query;
      const filter = { q, tier, suspended: suspended === undefined ? undefined : suspended === 'true' };
      const { items, ...envelope } = await pageUsers(db, filter, rest);
      return { items: items.map(userItem), ...envelope };
    },
  );
}

export function userItem(row: UserRow): UserItem {
  return {
    ...row,
    suspended_at: row.suspended_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  };
}
