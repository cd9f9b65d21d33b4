import { findingItemSchema, findingQuerySchema, pageSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { pageFindings } from '../store/finding-pages.ts';
import { domainOf } from './domain-access.ts';
import { domainParams } from './params.ts';

export function listFindings(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '/findings',
    {
      schema: {
        operationId: 'listFindings',
        tags: ['Domains'],
        summary: 'What is wrong, and how to repair it',
        params: domainParams,
        querystring: findingQuerySchema,
        response: { 200: pageSchema(findingItemSchema), ...problems(400, 401, 403) },
      },
    },
    (request) => pageFindings(db, domainOf(request).id, request.query),
  );
}
