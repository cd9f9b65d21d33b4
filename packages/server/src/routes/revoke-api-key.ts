import type { Kysely } from 'kysely';
import { z } from 'zod';
import { identityOf } from '../auth.ts';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { notFound } from '../problems.ts';
import { revokeApiKey } from '../store/api-keys.ts';
import { idParams } from './params.ts';

export function deleteApiKey(app: App, { db }: { db: Kysely<Database> }): void {
  app.delete(
    '/api/user/api-keys/:id',
    {
      config: { access: 'admin' },
      schema: {
        operationId: 'revokeApiKey',
        tags: ['Account'],
        summary: 'Revoke an API key at once',
        params: idParams,
        response: { 204: z.undefined().describe('Revoked.'), ...problems(400, 401, 403, 404, 413) },
      },
    },
    async (request, reply) => {
      const revoked = await revokeApiKey(db, identityOf(request).user.id, request.params.id, new Date());
      if (!revoked) throw notFound('You have no such API key.');
      return reply.code(204).send();
    },
  );
}
