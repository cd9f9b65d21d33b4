import { analysisItemSchema, analysisQuerySchema, pageSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { identityOf } from '../auth.ts';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { pageAnalyses } from '../store/analysis-pages.ts';

export function listAnalyses(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '/api/analyses',
    {
      schema: {
        operationId: 'listAnalyses',
        tags: ['Analyses'],
        summary: 'Your analyses, the latest first',
        querystring: analysisQuerySchema,
        response: { 200: pageSchema(analysisItemSchema), ...problems(400, 401, 403) },
      },
    },
    (request) => pageAnalyses(db, identityOf(request).user.id, request.query),
  );
}
