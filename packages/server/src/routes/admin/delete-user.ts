import type { Kysely } from 'kysely';
import { z } from 'zod';
import { removeUser } from '../../actions/delete-user.ts';
import type { Billing } from '../../billing.ts';
import type { Database } from '../../db/schema.ts';
import type { App } from '../../http.ts';
import { problems } from '../../openapi.ts';
import { idParams } from '../params.ts';
import { operatorOf } from './operator.ts';

export function deleteUserRoute(
  app: App,
  { db, billing }: { db: Kysely<Database>; billing: Billing | null },
): void {
  app.delete(
    '/api/admin/users/:id',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'deleteUser',
        tags: ['Operator'],
        summary: 'Delete a user and everything that belongs to the user',
        description:
          'It cannot be undone: export the data first. The audit log keeps the act and the id. Subscriptions are canceled at Stripe at once, before anything is deleted.',
        params: idParams,
        response: {
          204: z.undefined().describe('Deleted.'),
          ...problems(400, 401, 403, 404, 409, 413, 502, 503),
        },
      },
    },
    async (request, reply) => {
      const { id: userId } = request.params;
      await removeUser({ db, billing }, { by: operatorOf(request), userId, now: new Date() });
      return reply.code(204).send();
    },
  );
}
