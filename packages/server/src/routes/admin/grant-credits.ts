import { creditsSchema, userDetailSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { grantCredits } from '../../actions/grant-credits.ts';
import type { Database } from '../../db/schema.ts';
import type { App } from '../../http.ts';
import { problems } from '../../openapi.ts';
import { idParams } from '../params.ts';
import { userDetail } from './get-user.ts';
import { operatorOf } from './operator.ts';

export function postCredits(app: App, { db }: { db: Kysely<Database> }): void {
  app.post(
    '/api/admin/users/:id/credits',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'grantCredits',
        tags: ['Operator'],
        summary: 'Grant one-shot credits, or take them',
        params: idParams,
        body: creditsSchema,
        response: { 200: userDetailSchema, ...problems(400, 401, 403, 404, 409, 413) },
      },
    },
    async (request) => {
      const { id: userId } = request.params;
      await grantCredits({ db }, { by: operatorOf(request), userId, ...request.body, now: new Date() });
      return userDetail(db, userId);
    },
  );
}
