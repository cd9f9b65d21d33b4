import { graphQuerySchema, graphSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { notFound } from '../problems.ts';
import { graphAround } from '../store/graph.ts';
import { domainOf } from './domain-access.ts';
import { domainParams } from './params.ts';

export function getGraph(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '/graph',
    {
      schema: {
        operationId: 'getGraph',
        tags: ['Domains'],
        summary: 'Entities and what led from one to the other, around the domain or one of them',
        params: domainParams,
        querystring: graphQuerySchema,
        response: { 200: graphSchema, ...problems(400, 401, 403, 404) },
      },
    },
    async (request) => {
      const graph = await graphAround(db, domainOf(request), request.query);
      if (graph !== null) return graph;
      throw notFound('This domain has no entity with this id.');
    },
  );
}
