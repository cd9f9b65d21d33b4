import { type UserDetail, userDetailSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { noSuchUser } from '../../actions/change-user.ts';
import type { Database } from '../../db/schema.ts';
import type { App } from '../../http.ts';
import { problems } from '../../openapi.ts';
import { balance } from '../../store/quota.ts';
import { findUserRow } from '../../store/user-pages.ts';
import { idParams } from '../params.ts';
import { userItem } from './list-users.ts';

export function getUser(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '/api/admin/users/:id',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'getUser',
        tags: ['Operator'],
        summary: 'A user, with what is used and left',
        params: idParams,
        response: { 200: userDetailSchema, ...problems(401, 403, 404) },
      },
    },
    (request) => userDetail(db, request.params.id),
  );
}

/** @throws ProblemError 404 */
export async function userDetail(db: Kysely<Database>, userId: string): Promise<UserDetail> {
  const row = await findUserRow(db, userId);
  if (!row) throw noSuchUser();
  return { ...userItem(row), usage: await balance(db, row, new Date()) };
}
