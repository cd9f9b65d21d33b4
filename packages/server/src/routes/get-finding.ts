import { findingItemSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { notFound } from '../problems.ts';
import { findFinding } from '../store/finding-pages.ts';
import { domainOf } from './domain-access.ts';
import { domainParams } from './params.ts';

export function getFinding(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '/findings/:id',
    {
      schema: {
        operationId: 'getFinding',
        tags: ['Domains'],
        summary: 'One finding',
        params: domainParams.extend({ id: z.uuid() }),
        response: { 200: findingItemSchema, ...problems(400, 401, 403, 404) },
      },
    },
    async (request) => {
      const finding = await findFinding(db, domainOf(request).id, request.params.id);
      if (!finding) throw notFound('This domain has no such finding.');
      return finding;
    },
  );
}
