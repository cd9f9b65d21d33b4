import type { SubscriptionStatus } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { creditsUsed } from '../../store/purchases.ts';
import { balance } from '../../store/quota.ts';
import { currentSubscription, holdsEndedTier, type Subscription } from '../../store/subscriptions.ts';

/** What the user has, as the API tells it. */
export async function subscriptionStatus(
  { db }: { db: Kysely<Database> },
  userId: string,
  now: Date,
): Promise<SubscriptionStatus> {
  const current = await currentSubscription(db, userId, now);
  const { tier, period, ...features } = await balance(db, { id: userId }, now);
  const ofCredits = await creditsUsed(db, userId, {
    start: new Date(period.start),
    end: new Date(period.end),
  });
  const hasEnded = !current && tier !== 'enterprise' && (await holdsEndedTier(db, userId));
  return {
    user_type: hasEnded ? 'basic' : current && tier !== 'enterprise' ? current.tier : tier,
    billing_interval: current?.billing_interval ?? null,
    has_subscription: current !== null,
    subscription_status: current && statusWord(current),
    current_period_end: current && wholeSeconds(current.current_period_end),
    one_shot_credits: {
      analyses: features.analyses.credits,
      reports: features.reports.credits,
      deep_scans: features.deep_scans.credits,
    },
    usage: {
      analyses_used: features.analyses.used + ofCredits.analyses,
      reports_used: features.reports.used + ofCredits.reports,
      deep_scans_used: features.deep_scans.used + ofCredits.deep_scans,
    },
  };
}

/** The worst news counts. One that was canceled and runs to the end of its period is active for Stripe, and canceled for its user. */
function statusWord(subscription: Subscription): SubscriptionStatus['subscription_status'] {
  const { status, disputed, cancel_at_period_end: isCanceled } = subscription;
  if (disputed) return 'disputed';
  if (status === 'past_due') return 'past_due';
  if (isCanceled || status === 'canceled') return 'canceled';
  return status === 'trialing' ? 'trialing' : 'active';
}

function wholeSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
