import type { Kysely } from 'kysely';
import { z } from 'zod';
import { endApiKey } from '../actions/revoke-api-key.ts';
import { identityOf } from '../auth.ts';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { notFound } from '../problems.ts';
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
      const revoked = await endApiKey(
        { db },
        {
          userId: identityOf(request).user.id,
          id: request.params.id,
          address: request.ip,
          now: new Date(),
        },
      );
      if (!revoked) throw notFound('You have no such API key.');
      return reply.code(204).send();
    },
  );
}
