import type { Administration, Config } from '@cyborux/server';
import type { Command } from 'commander';

type WithDatabase = (work: (database: Administration, config: Config) => Promise<void>) => Promise<void>;

/** What an operator does about Stripe. */
export function addStripeCommands(admin: Command, withDatabase: WithDatabase): void {
  admin
    .command('stripe-sync')
    .description('repair subscriptions, tiers and credits from what Stripe has, whatever events were lost')
    .action(() =>
      withDatabase(async (database, config) => {
        const report = await database.stripeSync(config);
        const counts = Object.entries(report).map(([what, count]) => `${what} ${count}`);
        process.stdout.write(`${counts.join(', ')}\n`);
      }),
    );
}
