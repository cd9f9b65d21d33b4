import { mailPlanSchema } from '@cyborux/contract';
import { MAIL_PLAN_MODULES, parseDomain, planMail } from '@cyborux/engine';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { notFound } from '../problems.ts';
import { latestObservations } from '../store/observations.ts';
import { domainOf } from './domain-access.ts';
import { domainParams } from './params.ts';

export function getMailPlan(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '/mail-plan',
    {
      schema: {
        operationId: 'getMailPlan',
        tags: ['Domains'],
        summary: 'The way to enforced mail policies: the records to publish, in their order',
        params: domainParams,
        response: { 200: mailPlanSchema, ...problems(400, 401, 403, 404) },
      },
    },
    async (request) => {
      const { id, name } = domainOf(request);
      const parsed = parseDomain(name);
      const plan = parsed.ok
        ? planMail(
            parsed.target,
            await latestObservations(db, id, `FQDN:${parsed.target.name}`, MAIL_PLAN_MODULES),
          )
        : null;
      if (plan === null) throw notFound('No analysis has seen the mail policies of this domain yet.');
      return plan;
    },
  );
}
