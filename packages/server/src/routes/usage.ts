import { usageQuerySchema, usageSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { identityOf } from '../auth.ts';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { balance } from '../store/quota.ts';
import { pageQuotaLines } from '../store/quota-lines.ts';

export function usage(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '/api/user/usage',
    {
      schema: {
        operationId: 'getUsage',
        tags: ['Account'],
        summary: 'What you used, hold and have left in this period, and the ledger that it is the sum of',
        description:
          'The period is that of your subscription, a month or a year; without one it is a month that starts with the ' +
          'day of your account, in UTC. The allowance is used first, then the credits, which do not end with the period. ' +
          'An analysis holds one unit from its start on. It is charged when it completes, and also when it ends as ' +
          '`partial`, or is canceled after it began, with at least half of its checks answered; otherwise the unit is ' +
          'given back. Lines of `ledger` never change; it is paginated, the latest first.',
        querystring: usageQuerySchema,
        response: { 200: usageSchema, ...problems(400, 401, 403) },
      },
    },
    async (request) => {
      const { user } = identityOf(request);
      const [sums, ledger] = await Promise.all([
        balance(db, user, new Date()),
        pageQuotaLines(db, user.id, request.query),
      ]);
      return { ...sums, ledger };
    },
  );
}
