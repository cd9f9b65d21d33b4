import type { Analysis, Plans, SubscriptionStatus } from '@cyborux/contract';
import type { StripeStandIn } from '@cyborux/lab';
import type pc from 'picocolors';
import { ApiClient } from './api-client.ts';
import { STRIPE_WEBHOOK_SECRET } from './commands/stripe-stand-in.ts';

export interface BillingDemo {
  /** Of the server, which runs with `stripeSettings(standIn.url)`. */
  baseUrl: string;
  standIn: StripeStandIn;
  /** The key of a user who has never bought anything. */
  userKey: string;
  domain: string;
  colors: typeof pc;
  tell(text: string): void;
}

export interface BillingDemoReport {
  plans: Plans;
  /** At first, with the plan, after the analysis, with the credits. */
  statuses: SubscriptionStatus[];
  analysis: Analysis;
}

/** The whole purchase: a user who may do nothing buys a plan, analyses a domain, and buys credits on top. */
export async function demoBilling(demo: BillingDemo): Promise<BillingDemoReport> {
  const { baseUrl, standIn, userKey, domain, colors, tell } = demo;
  const client = new ApiClient(baseUrl, userKey);
  standIn.addEndpoint(new URL('/api/stripe/webhook', baseUrl).href, STRIPE_WEBHOOK_SECRET);
  const statuses: SubscriptionStatus[] = [];
  const status = async (what: string) => {
    const now = await client.get<SubscriptionStatus>('/api/stripe/subscription-status');
    statuses.push(now);
    tell(`  ${colors.bold(what.padEnd(28))} ${words(now)}\n`);
  };
  const buy = async (wish: object) => {
    const { url } = await client.post<{ url: string }>('/api/stripe/create-checkout-session', wish);
    // The page that a person would see, and the button on it.
    await fetch(`${url}/pay`, { method: 'POST', redirect: 'manual' });
    await standIn.deliveries.settled();
  };

  const plans = await client.get<Plans>('/api/plans');
  for (const { plan, interval, amount, currency } of plans.plans) {
    tell(`  ${colors.dim(`${plan} ${interval}`.padEnd(28))} ${price(amount, currency)}\n`);
  }
  await status('A new user');
  await buy({ plan: 'protect', interval: 'monthly' });
  await status('Bought protect, monthly');
  const analysis = await analyse(client, domain);
  await status(`Analysed ${domain}`);
  await buy({ pack: 'analyses', quantity: 3 });
  await status('Bought a pack of analyses');
  return { plans, statuses, analysis };
}

async function analyse(client: ApiClient, domain: string): Promise<Analysis> {
  const { id } = await client.post<Analysis>('/api/analyze-domain', { domain });
  for await (const _ of client.events(id));
  return client.get<Analysis>(`/api/analyses/${id}`);
}

function words({ user_type, subscription_status, usage, one_shot_credits }: SubscriptionStatus): string {
  const state = subscription_status ?? 'no subscription';
  return `${user_type}, ${state}; used ${usage.analyses_used}, credits ${one_shot_credits.analyses} (analyses)`;
}

function price(amount: number, currency: string): string {
  return `${(amount / 100).toFixed(2)} ${currency.toUpperCase()}`;
}
