import { createHash } from 'node:crypto';
import { analysisSchema, analyzeDomainSchema, idempotencyHeadersSchema } from '@cyborux/contract';
import { parseDomain } from '@cyborux/engine/protocols/domain-name.ts';
import type { Kysely } from 'kysely';
import { startAnalysis } from '../actions/start-analysis.ts';
import { identityOf } from '../auth.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../errors.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { notFound } from '../problems.ts';
import type { Queue } from '../queue.ts';
import { quotaLimit } from '../quota-limit.ts';
import { findAnalysis } from '../store/analysis-pages.ts';

export function analyzeDomain(
  app: App,
  { db, queue }: { db: Kysely<Database>; queue: Pick<Queue, 'send'> },
): void {
  app.post(
    '/api/analyze-domain',
    {
      config: {
        access: 'analyze',
        limit: (request) => quotaLimit(db, identityOf(request).user, 'analyses', new Date()),
      },
      schema: {
        operationId: 'analyzeDomain',
        tags: ['Analyses'],
        summary: 'Start an analysis of a domain',
        description:
          'Grants access to the domain. Holds one of your analyses, which is charged when this one completes.',
        headers: idempotencyHeadersSchema,
        body: analyzeDomainSchema,
        response: { 202: analysisSchema, ...problems(400, 401, 403, 409, 413) },
      },
    },
    async (request, reply) => {
      const { user } = identityOf(request);
      const parsed = parseDomain(request.body.domain);
      if (!parsed.ok) throw new ProblemError(400, 'invalid_domain', parsed.reason);
      const { target } = parsed;
      const { fresh } = request.body;
      const key = request.headers['idempotency-key'];
      const idempotency =
        key === undefined ? {} : { idempotency: { key, requestHash: hashOf(target.name, fresh) } };
      const started = await startAnalysis(
        { db, queue },
        { user, target, fresh, ...idempotency, now: new Date() },
      );
      const analysis = await findAnalysis(db, user.id, started.analysis.id);
      if (!analysis) throw notFound('You have no such analysis.');
      reply.code(202).header('location', `/api/analyses/${analysis.id}`);
      return analysis;
    },
  );
}

/** Of what is asked for, not of how it is written: the same domain is the same request. */
function hashOf(domain: string, fresh: boolean): string {
  return createHash('sha256')
    .update(`analyze-domain ${domain}${fresh ? ' fresh' : ''}`)
    .digest('hex');
}
