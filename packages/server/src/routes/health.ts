import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../errors.ts';
import type { App } from '../http.ts';
import { problem } from '../openapi.ts';
import { pingDatabase } from '../store/ping.ts';

const okSchema = z.object({ status: z.literal('ok') });
const config = { access: 'public', rateLimit: false } as const;

export function health(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '/api/health/live',
    {
      config,
      schema: {
        operationId: 'live',
        tags: ['Operations'],
        summary: 'Is the process there?',
        security: [],
        response: { 200: okSchema },
      },
    },
    () => ({ status: 'ok' }) as const,
  );
  app.get(
    '/api/health/ready',
    {
      config,
      schema: {
        operationId: 'ready',
        tags: ['Operations'],
        summary: 'Can it do its work?',
        security: [],
        response: { 200: okSchema, 503: problem(503) },
      },
    },
    async (request) => {
      await pingDatabase(db).catch((err: unknown) => {
        request.log.warn({ err }, 'database not ready');
        throw new ProblemError(503, 'not_ready', 'The database does not answer.', { 'retry-after': '5' });
      });
      return { status: 'ok' } as const;
    },
  );
}
