import { changeUserSchema, userDetailSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { changeUser } from '../../actions/change-user.ts';
import type { Database } from '../../db/schema.ts';
import type { App } from '../../http.ts';
import { problems } from '../../openapi.ts';
import { idParams } from '../params.ts';
import { userDetail } from './get-user.ts';
import { operatorOf } from './operator.ts';

export function patchUser(app: App, { db }: { db: Kysely<Database> }): void {
  app.patch(
    '/api/admin/users/:id',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'changeUser',
        tags: ['Operator'],
        summary: 'Set the tier, the quota, the period, or suspend a user',
        description: 'What is left out stays. Who is suspended is signed out, and refused with every key.',
        params: idParams,
        body: changeUserSchema,
        response: { 200: userDetailSchema, ...problems(400, 401, 403, 404, 409, 413) },
      },
    },
    async (request) => {
      const { id: userId } = request.params;
      const { tier, custom_quota: customQuota, suspended, period_anchor: anchor } = request.body;
      const periodAnchor = typeof anchor === 'string' ? new Date(anchor) : anchor;
      const change = { tier, customQuota, suspended, periodAnchor };
      await changeUser({ db }, { by: operatorOf(request), userId, change, now: new Date() });
      return userDetail(db, userId);
    },
  );
}
