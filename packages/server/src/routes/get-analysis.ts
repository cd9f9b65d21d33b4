import { analysisSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { identityOf } from '../auth.ts';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { notFound } from '../problems.ts';
import { findAnalysis } from '../store/analysis-pages.ts';
import { idParams } from './params.ts';

export function getAnalysis(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '/api/analyses/:id',
    {
      schema: {
        operationId: 'getAnalysis',
        tags: ['Analyses'],
        summary: 'One analysis: how far it is, how it ended, what was not done',
        params: idParams,
        response: { 200: analysisSchema, ...problems(401, 403, 404) },
      },
    },
    async (request) => {
      const analysis = await findAnalysis(db, identityOf(request).user.id, request.params.id);
      if (!analysis) throw notFound('You have no such analysis.');
      return analysis;
    },
  );
}
