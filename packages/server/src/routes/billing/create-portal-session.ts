import { portalSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { openPortal } from '../../actions/billing/open-portal.ts';
import { identityOf } from '../../auth.ts';
import { type Billing, billingOf } from '../../billing.ts';
import type { Database } from '../../db/schema.ts';
import type { App } from '../../http.ts';
import { problems } from '../../openapi.ts';

export function postPortalSession(app: App, deps: { db: Kysely<Database>; billing: Billing | null }): void {
  app.post(
    '/api/stripe/create-portal-session',
    {
      config: { access: 'billing' },
      schema: {
        operationId: 'createPortalSession',
        tags: ['Billing'],
        summary: 'Open the page to change or cancel the subscription on',
        response: { 200: portalSchema, ...problems(400, 401, 403, 409, 413, 502, 503) },
      },
    },
    async (request) => {
      const billing = billingOf(deps.billing);
      return { url: await openPortal({ db: deps.db, billing }, identityOf(request).user.id) };
    },
  );
}
