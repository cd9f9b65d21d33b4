import { domainItemSchema, domainQuerySchema, pageSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { identityOf } from '../auth.ts';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { pageDomains } from '../store/domains.ts';

export function listDomains(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '/api/user/domains',
    {
      schema: {
        operationId: 'listDomains',
        tags: ['Domains'],
        summary: 'Your domains',
        querystring: domainQuerySchema,
        response: { 200: pageSchema(domainItemSchema), ...problems(400, 401, 403) },
      },
    },
    (request) => pageDomains(db, identityOf(request).user.id, request.query),
  );
}
