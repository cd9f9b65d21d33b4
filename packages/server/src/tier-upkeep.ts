import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { endTiers } from './actions/billing/settle-tier.ts';
import type { Database } from './db/schema.ts';

const EVERY_MS = 60_000;

/** Ends tiers whose paid time is over, every minute. @returns what stops it */
export function startTierUpkeep({ db, log }: { db: Kysely<Database>; log: Logger }): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(() => endTiers({ db }, new Date()))
      .catch((err) => log.error({ err }, 'tiers that are over were not ended'));
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    return running;
  };
}
