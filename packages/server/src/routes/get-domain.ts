import { domainSummarySchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { summariseDomain } from '../store/domains.ts';
import { domainOf } from './domain-access.ts';
import { domainParams } from './params.ts';

export function getDomain(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '',
    {
      schema: {
        operationId: 'getDomain',
        tags: ['Domains'],
        summary: 'The summary of a domain',
        params: domainParams,
        response: { 200: domainSummarySchema, ...problems(400, 401, 403) },
      },
    },
    (request) => summariseDomain(db, domainOf(request).id),
  );
}
