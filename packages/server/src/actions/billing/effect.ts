import type { Kysely, Transaction } from 'kysely';
import type { Billing } from '../../billing.ts';
import type { Database } from '../../db/schema.ts';

export interface BillingDeps {
  db: Kysely<Database>;
  billing: Billing;
}

/**
 * What follows from Stripe's present state, which was asked for before: done within a transaction, any number of times
 * with the same result.
 *
 * @returns false when it concerns nobody here
 */
export type Effect = (trx: Transaction<Database>, now: Date) => Promise<boolean>;
