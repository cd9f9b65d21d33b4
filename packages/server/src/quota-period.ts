import type { Selectable } from 'kysely';
import type { Database } from './db/schema.ts';

export interface Period {
  start: Date;
  /** When the next one starts. */
  end: Date;
}

/** A period of an allowance. */
export interface QuotaPeriod extends Period {
  /** How many months' allowance it has: 12 for the year of a yearly subscription. */
  months: 1 | 12;
  /** False: the subscription ends with it. */
  renews: boolean;
}

type PeriodUser = Pick<Selectable<Database['users']>, 'tier' | 'period_anchor' | 'created_at'>;
type PeriodSubscription = Pick<
  Selectable<Database['subscriptions']>,
  'status' | 'billing_interval' | 'current_period_start' | 'current_period_end' | 'cancel_at_period_end'
>;

/**
 * The user's period at `now`: that of the current subscription, else a month. What an operator gave (tier enterprise)
 * is not the subscription's, nor are its periods.
 *
 * @param subscription null: there is none
 */
export function quotaPeriod(
  user: PeriodUser,
  subscription: PeriodSubscription | null,
  now: Date,
): QuotaPeriod {
  if (!subscription || user.tier === 'enterprise') {
    return { ...periodAt(user.period_anchor ?? user.created_at, now), months: 1, renews: true };
  }
  const { status, current_period_start: start, current_period_end: end } = subscription;
  const months = subscription.billing_interval === 'yearly' ? 12 : 1;
  const renews = status !== 'canceled' && !subscription.cancel_at_period_end;
  if (now >= end) return { ...laterPeriod({ start, end }, months, now), months, renews };
  // A trial lasts days or weeks, whatever is paid for after it.
  return { start, end, months: status === 'trialing' ? 1 : months, renews };
}

/**
 * The month, in UTC, that `now` lies in when months are counted from the day of `anchor`: that of an account made on the
 * 17th goes from the 17th to the 17th. In months that are too short it starts on their last day.
 */
export function periodAt(anchor: Date, now: Date): Period {
  const day = anchor.getUTCDate();
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const start = startIn(year, month, day);
  return now >= start
    ? { start, end: startIn(year, month + 1, day) }
    : { start: startIn(year, month - 1, day), end: start };
}

/** @param month may lie outside of 0 to 11 */
function startIn(year: number, month: number, day: number): Date {
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(day, days)));
}

/** A period is over and its renewal has not been told yet: the one that is going to be told, by the same calendar. */
function laterPeriod({ start, end }: Period, months: number, now: Date): Period {
  // The 31st is the anchor of a period from January 31 to February 28, and of the one that follows it.
  const anchor = monthsAfter(start, months).getTime() === end.getTime() ? start : end;
  const elapsed =
    12 * (now.getUTCFullYear() - anchor.getUTCFullYear()) + now.getUTCMonth() - anchor.getUTCMonth();
  let count = Math.floor(elapsed / months);
  if (monthsAfter(anchor, count * months) > now) count -= 1;
  return { start: monthsAfter(anchor, count * months), end: monthsAfter(anchor, (count + 1) * months) };
}

/** The same time of the day; in a month that is too short on its last day. */
function monthsAfter(time: Date, months: number): Date {
  const day = startIn(time.getUTCFullYear(), time.getUTCMonth() + months, time.getUTCDate());
  return new Date(day.getTime() + (time.getTime() % 86_400_000));
}
