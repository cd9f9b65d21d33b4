import { usageSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { identityOf } from '../auth.ts';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { balance } from '../store/quota.ts';

export function usage(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '/api/user/usage',
    {
      schema: {
        operationId: 'getUsage',
        tags: ['Account'],
        summary: 'What you used, hold and have left in this period',
        response: { 200: usageSchema, ...problems(401, 403) },
      },
    },
    (request) => balance(db, identityOf(request).user, new Date()),
  );
}
