import { syncFromStripe } from './actions/billing/stripe-sync.ts';
import { changeUser, type Operator, type UserChange } from './actions/change-user.ts';
import { createOperator } from './actions/create-operator.ts';
import { createUser } from './actions/create-user.ts';
import { removeUser } from './actions/delete-user.ts';
import { startExport } from './actions/export-user.ts';
import { grantCredits } from './actions/grant-credits.ts';
import { issueOperatorKey } from './actions/issue-operator-key.ts';
import { billingOf, openBilling, type StripeConfig } from './billing.ts';
import type { Config } from './config.ts';
import { connect } from './db/connect.ts';
import { startEmbeddedPostgres } from './db/embedded-postgres.ts';
import { migrate } from './db/migrate.ts';
import type { Feature } from './db/schema.ts';
import { ProblemError } from './errors.ts';
import { type AuditFilter, readAudit } from './store/audit.ts';
import { findUserRow, pageUsers, type UserFilter } from './store/user-pages.ts';
import { findUserIdByEmail } from './store/users.ts';

export type { UserChange } from './actions/change-user.ts';

const BY: Operator = { actor: 'command-line', address: null };

/** What the operator can do on the database itself, without a server: the same acts as over the API. */
export type Administration = Awaited<ReturnType<typeof openAdministration>>;

/** @throws StartError when the database of the configuration cannot be used */
export async function openAdministration(config: Pick<Config, 'databaseUrl' | 'home'>) {
  const embedded =
    config.databaseUrl === undefined
      ? await startEmbeddedPostgres({ home: config.home, database: 'cyborux' })
      : null;
  const db = connect(config.databaseUrl ?? embedded?.url ?? '', { max: 3 });
  const close = async () => {
    await db.destroy();
    await embedded?.stop();
  };
  await migrate(db).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const deps = { db };
  const now = () => new Date();

  /** @param who an id or an e-mail address */
  async function idOf(who: string): Promise<string> {
    const id = who.includes('@') ? await findUserIdByEmail(db, who) : who;
    if (id !== null && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)) return id;
    throw new ProblemError(404, 'not_found', `There is no user ${who}.`);
  }

  return {
    users: (filter: UserFilter, page: { page: number; per_page: number }) => pageUsers(db, filter, page),
    user: async (who: string) => findUserRow(db, await idOf(who)),
    change: async (who: string, change: UserChange) =>
      changeUser(deps, { by: BY, userId: await idOf(who), change, now: now() }),
    grant: async (who: string, grant: { feature: Feature; amount: number; reason?: string | undefined }) =>
      grantCredits(deps, { by: BY, userId: await idOf(who), ...grant, now: now() }),
    export: async (who: string) => startExport(deps, { by: BY, userId: await idOf(who), now: now() }),
    delete: async (who: string, stripe: StripeConfig) =>
      removeUser(
        { db, billing: openBilling(stripe, { now, returnTo: () => '' }) },
        { by: BY, userId: await idOf(who), now: now() },
      ),
    create: (email: string, name: string) => createUser(deps, { by: BY, email, name, now: now() }),
    stripeSync: async (stripe: StripeConfig) =>
      syncFromStripe({ db, billing: billingOf(openBilling(stripe, { now, returnTo: () => '' })) }, now()),
    audit: (filter: AuditFilter) => readAudit(db, filter),
    async operatorKey(name: string): Promise<string> {
      await createOperator(deps);
      return issueOperatorKey(deps, name);
    },
    close,
  };
}
