import type { Account } from './account.ts';
import { nextStep } from './subscription-life.ts';

/**
 * Lets time pass: what falls due until then happens in its order, each at its own moment. There is one clock for the
 * whole account.
 */
export function advance(account: Account, to: number): void {
  for (;;) {
    const steps = account.subscriptions
      .all()
      .flatMap((subscription) => nextStep(account, subscription) ?? []);
    const [first] = steps.toSorted((a, b) => a.at - b.at);
    if (!first || first.at > to) break;
    account.now = Math.max(account.now, first.at);
    first.run();
  }
  account.now = Math.max(account.now, to);
  for (const clock of account.clocks.all()) clock.frozen_time = account.now;
}
