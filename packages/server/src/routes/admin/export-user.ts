import type { Kysely } from 'kysely';
import { z } from 'zod';
import { startExport } from '../../actions/export-user.ts';
import type { Database } from '../../db/schema.ts';
import type { App } from '../../http.ts';
import { problems } from '../../openapi.ts';
import { idParams } from '../params.ts';
import { operatorOf } from './operator.ts';
import { streamed } from './streamed.ts';

export function getUserExport(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '/api/admin/users/:id/export',
    {
      // A HEAD request would read everything to tell nothing.
      exposeHeadRoute: false,
      config: { access: 'operator' },
      schema: {
        operationId: 'exportUser',
        tags: ['Operator'],
        summary: 'Everything that is kept of a user, but secrets, as one JSON document',
        params: idParams,
        response: {
          200: {
            description: 'The document: an object with the rows of each table.',
            content: { 'application/json': { schema: z.any().meta({ type: 'object' }) } },
          },
          ...problems(401, 403, 404),
        },
      },
    },
    async (request, reply) => {
      const { id: userId } = request.params;
      const parts = await startExport({ db }, { by: operatorOf(request), userId, now: new Date() });
      reply.header('content-disposition', `attachment; filename="${userId}.json"`);
      return reply.type('application/json; charset=utf-8').send(await streamed(parts));
    },
  );
}
