import type { Transaction } from 'kysely';
import type Stripe from 'stripe';
import { idOf } from '../../billing-offers.ts';
import type { Database, Feature } from '../../db/schema.ts';
import { FEATURES } from '../../quota-tiers.ts';
import { recordAudit } from '../../store/audit.ts';
import { lockUserOfCustomer } from '../../store/billing-users.ts';
import { takenBack } from '../../store/purchases.ts';
import { addCredits } from '../../store/quota.ts';
import { askStripe, findAtStripe } from '../../stripe-client.ts';
import type { BillingDeps, Effect } from './effect.ts';

interface Purchase {
  userId: string;
  feature: Feature;
  credits: number;
  /** The id of the checkout session. */
  cause: string;
}

/** Hands out the credits of a pack that is paid, and takes back those of what was refunded or is contested. */
export async function purchaseEffect({ billing }: BillingDeps, sessionId: string): Promise<Effect | null> {
  const { stripe } = billing;
  const session = await findAtStripe(() => stripe.checkout.sessions.retrieve(sessionId));
  const pack = session && packOf(session);
  if (!session?.customer || !session.payment_intent || !pack) return null;
  const ofPayment = { payment_intent: idOf(session.payment_intent), limit: 100 };
  const refunds = await askStripe(() => stripe.refunds.list(ofPayment));
  const disputes = await askStripe(() => stripe.disputes.list(ofPayment));
  const customer = idOf(session.customer);
  return async (trx, now) => {
    const user = await lockUserOfCustomer(trx, customer);
    if (!user) return false;
    if (session.payment_status !== 'paid') return true;
    const purchase = { userId: user.id, cause: session.id, ...pack };
    await handOut(trx, purchase, now);
    const left = await takeRefunded(trx, purchase, session.amount_total ?? 0, refunds.data, now);
    await takeContested(trx, purchase, left, disputes.data, now);
    return true;
  };
}

/** What our checkout wrote on the session. */
function packOf({ mode, metadata }: Stripe.Checkout.Session): { feature: Feature; credits: number } | null {
  const feature = FEATURES.find((each) => each === metadata?.pack);
  const credits = Number(metadata?.credits);
  if (mode !== 'payment' || !feature || !Number.isSafeInteger(credits) || credits < 1) return null;
  return { feature, credits };
}

async function handOut(trx: Transaction<Database>, purchase: Purchase, now: Date): Promise<void> {
  const { userId, feature, credits: amount, cause } = purchase;
  const given = await addCredits(trx, { userId, feature, amount, entry: 'purchase', cause, now });
  if (given === 0) return;
  const details = { feature, amount, cause };
  await recordAudit(trx, {
    actor: 'stripe',
    act: 'credits.purchase',
    subject: userId,
    address: null,
    details,
    now,
  });
}

/**
 * Each refund takes its share, as far as it is unused at that time; all of them together take all.
 *
 * @returns how many credits of the purchase are left to take
 */
async function takeRefunded(
  trx: Transaction<Database>,
  purchase: Purchase,
  paid: number,
  refunds: readonly Stripe.Refund[],
  now: Date,
): Promise<number> {
  const { userId, feature, credits } = purchase;
  const counted = refunds.filter(({ status }) => status !== 'failed' && status !== 'canceled');
  let [money, share, taken] = [0, 0, 0];
  for (const refund of counted.toReversed()) {
    money += refund.amount;
    const due = paid > 0 ? Math.floor((credits * money) / paid) - share : 0;
    share += due;
    if (due > 0) {
      await addCredits(trx, { userId, feature, amount: due, entry: 'refund', cause: refund.id, now });
      taken += await takenBack(trx, userId, feature, refund.id);
    }
  }
  return credits - taken;
}

/** A dispute takes what is left and unused; when it is won, that is given back. */
async function takeContested(
  trx: Transaction<Database>,
  { userId, feature }: Purchase,
  left: number,
  disputes: readonly Stripe.Dispute[],
  now: Date,
): Promise<void> {
  for (const { id: cause, status } of disputes) {
    const isOver = status === 'won' || status === 'warning_closed' || status === 'prevented';
    if (!isOver && left > 0) {
      await addCredits(trx, { userId, feature, amount: left, entry: 'refund', cause, now });
    }
    const taken = await takenBack(trx, userId, feature, cause);
    if (isOver && taken > 0) {
      await addCredits(trx, { userId, feature, amount: taken, entry: 'grant', cause, now });
    }
  }
}
