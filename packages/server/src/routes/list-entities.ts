import { ENTITY_ENDPOINTS, type EntityEndpoint, entityQuerySchema, pageSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { pageEntities } from '../store/entity-pages.ts';
import { domainOf } from './domain-access.ts';
import { domainParams } from './params.ts';

/** One endpoint for each kind of entity. */
export function listEntities(app: App, { db }: { db: Kysely<Database> }): void {
  for (const endpoint of Object.keys(ENTITY_ENDPOINTS) as EntityEndpoint[]) {
    const { title, item } = ENTITY_ENDPOINTS[endpoint];
    app.get(
      `/${endpoint}`,
      {
        schema: {
          operationId: `list_${endpoint.replaceAll('-', '_')}`,
          tags: ['Domains'],
          summary: title,
          params: domainParams,
          querystring: entityQuerySchema,
          response: { 200: pageSchema<z.ZodObject>(item), ...problems(400, 401, 403) },
        },
      },
      (request) => pageEntities(db, domainOf(request).id, endpoint, request.query),
    );
  }
}
