import type { Kysely } from 'kysely';
import * as initial from './0001-initial.ts';
import * as entityLists from './0002-entity-lists.ts';
import * as billing from './0003-billing.ts';
import * as accounts from './0004-accounts.ts';
import * as quota from './0005-quota.ts';
import * as stripe from './0006-stripe.ts';
import * as sources from './0007-sources.ts';
import * as provenance from './0008-provenance.ts';

export interface Migration {
  name: string;
  up(db: Kysely<unknown>): Promise<void>;
}

/** In the order in which they are applied; none is ever changed or removed once it was released. */
export const migrations: readonly Migration[] = [
  { name: '0001-initial', up: initial.up },
  { name: '0002-entity-lists', up: entityLists.up },
  { name: '0003-billing', up: billing.up },
  { name: '0004-accounts', up: accounts.up },
  { name: '0005-quota', up: quota.up },
  { name: '0006-stripe', up: stripe.up },
  { name: '0007-sources', up: sources.up },
  { name: '0008-provenance', up: provenance.up },
];
