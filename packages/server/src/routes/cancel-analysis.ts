import { analysisSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { cancelAnalysis } from '../actions/cancel-analysis.ts';
import { identityOf } from '../auth.ts';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { notFound } from '../problems.ts';
import { findAnalysis } from '../store/analysis-pages.ts';
import { idParams } from './params.ts';

export function postCancel(app: App, { db }: { db: Kysely<Database> }): void {
  app.post(
    '/api/analyses/:id/cancel',
    {
      config: { access: 'analyze' },
      schema: {
        operationId: 'cancelAnalysis',
        tags: ['Analyses'],
        summary: 'Cancel an analysis',
        description:
          'One that waits ends at once, one that runs within seconds. What was found so far stays.',
        params: idParams,
        response: { 202: analysisSchema, ...problems(400, 401, 403, 404, 409, 413) },
      },
    },
    async (request, reply) => {
      const { user } = identityOf(request);
      await cancelAnalysis({ db }, { user, analysisId: request.params.id, now: new Date() });
      const analysis = await findAnalysis(db, user.id, request.params.id);
      if (!analysis) throw notFound('You have no such analysis.');
      reply.code(202);
      return analysis;
    },
  );
}
