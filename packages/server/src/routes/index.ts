import type { NetSession, Source } from '@cyborux/engine';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Accounts } from '../accounts/open-accounts.ts';
import type { Billing } from '../billing.ts';
import type { Notifications } from '../db/notifications.ts';
import type { Database } from '../db/schema.ts';
import type { App } from '../http.ts';
import type { Mailer } from '../mail.ts';
import type { Queue } from '../queue.ts';
import type { KeyBox } from '../sealed-keys.ts';
import { auditLog } from './admin/audit-log.ts';
import { patchUser } from './admin/change-user.ts';
import { deleteUserRoute } from './admin/delete-user.ts';
import { getUserExport } from './admin/export-user.ts';
import { getUser } from './admin/get-user.ts';
import { postCredits } from './admin/grant-credits.ts';
import { listUsers } from './admin/list-users.ts';
import { analysisEvents } from './analysis-events.ts';
import { analyzeDomain } from './analyze-domain.ts';
import { auth } from './auth.ts';
import { postCheckoutSession } from './billing/create-checkout-session.ts';
import { postPortalSession } from './billing/create-portal-session.ts';
import { plans } from './billing/plans.ts';
import { getSubscriptionStatus } from './billing/subscription-status.ts';
import { webhook } from './billing/webhook.ts';
import { postCancel } from './cancel-analysis.ts';
import { postApiKey } from './create-api-key.ts';
import { verifyDomainAccess } from './domain-access.ts';
import { getAnalysis } from './get-analysis.ts';
import { getDomain } from './get-domain.ts';
import { getFinding } from './get-finding.ts';
import { getGraph } from './get-graph.ts';
import { getMailPlan } from './get-mail-plan.ts';
import { health } from './health.ts';
import { listAnalyses } from './list-analyses.ts';
import { listApiKeys } from './list-api-keys.ts';
import { listDomains } from './list-domains.ts';
import { listEntities } from './list-entities.ts';
import { listFindings } from './list-findings.ts';
import { me } from './me.ts';
import { openapiDocument } from './openapi-document.ts';
import { deleteApiKey } from './revoke-api-key.ts';
import { listSources } from './sources/list-sources.ts';
import { deleteSourceKeyRoute, putSourceKey } from './sources/source-key.ts';
import { usage } from './usage.ts';

export interface RouteDeps {
  db: Kysely<Database>;
  notifications: Pick<Notifications, 'subscribe'>;
  queue: Pick<Queue, 'send'>;
  accounts: Accounts | null;
  /** Null: nothing is sold here. */
  billing: Billing | null;
  /** Null: nobody is told by mail. */
  mailer: Pick<Mailer, 'send'> | null;
  sourceDesk: SourceDesk;
  now: () => Date;
}

/** What the API knows of sources. */
export interface SourceDesk {
  sources: readonly Source[];
  /** Source id to key, of the configuration. */
  configured: Readonly<Record<string, string>>;
  /** Null: no keys can be kept here. */
  keyBox: KeyBox | null;
  openNetwork: () => NetSession;
  log: Logger;
}

/** Every route, in the order in which the document tells them. */
export async function registerRoutes(app: App, deps: RouteDeps): Promise<void> {
  analyzeDomain(app, deps);
  listAnalyses(app, deps);
  getAnalysis(app, deps);
  analysisEvents(app, deps);
  postCancel(app, deps);
  listDomains(app, deps);
  await app.register(
    async (scope) => {
      verifyDomainAccess(scope, deps);
      getDomain(scope, deps);
      listEntities(scope, deps);
      listFindings(scope, deps);
      getFinding(scope, deps);
      getGraph(scope, deps);
      getMailPlan(scope, deps);
    },
    { prefix: '/api/domains/:domain' },
  );
  listSources(app, deps);
  putSourceKey(app, deps);
  deleteSourceKeyRoute(app, deps);
  me(app);
  usage(app, deps);
  listApiKeys(app, deps);
  postApiKey(app, deps);
  deleteApiKey(app, deps);
  auth(app, deps);
  plans(app, deps);
  postCheckoutSession(app, deps);
  postPortalSession(app, deps);
  getSubscriptionStatus(app, deps);
  await app.register(async (scope) => webhook(scope, deps));
  listUsers(app, deps);
  getUser(app, deps);
  patchUser(app, deps);
  postCredits(app, deps);
  getUserExport(app, deps);
  deleteUserRoute(app, deps);
  auditLog(app, deps);
  health(app, deps);
  openapiDocument(app);
}
