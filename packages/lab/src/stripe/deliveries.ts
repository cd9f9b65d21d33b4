import { setTimeout as delay } from 'node:timers/promises';
import Stripe from 'stripe';
import type { StripeEvent } from './objects.ts';

export interface WebhookEndpoint {
  url: string;
  /** `whsec_...`: what the endpoint proves the sender by. */
  secret: string;
}

export interface Delivery {
  event: string;
  type: string;
  url: string;
  /** What the endpoint answered; null: nothing. */
  status: number | null;
}

/** Sends events to endpoints over HTTP, signed as Stripe signs them. */
export interface Deliveries {
  /** What was sent, in the order of the answers. */
  log: readonly Delivery[];
  /** From now on events wait. */
  hold(): void;
  /** Sends what waits, one after the other, and holds nothing back any more. */
  release(order?: (waiting: StripeEvent[]) => StripeEvent[]): Promise<void>;
  /** The event happened: it goes out unless events are held. */
  enqueue(event: StripeEvent): void;
  /** Sends one event, again or for the first time, to all of these at once. */
  send(
    event: StripeEvent,
    options?: { to?: readonly WebhookEndpoint[]; signedAt?: Date },
  ): Promise<Delivery[]>;
  /** Every event that went out has been answered. */
  settled(): Promise<void>;
}

const PATIENCE_MS = 10_000;
/** What Stripe spreads over three days: an endpoint that failed is asked again. */
const RETRY_AFTER_MS = [50, 200, 800];

export function createDeliveries(endpoints: readonly WebhookEndpoint[]): Deliveries {
  const log: Delivery[] = [];
  let held: StripeEvent[] | null = null;
  let under: Promise<unknown> = Promise.resolve();

  async function send(event: StripeEvent, { to = endpoints, signedAt = new Date() } = {}) {
    return Promise.all(
      to.map(async (endpoint) => {
        const delivery = await post(event, endpoint, signedAt);
        log.push(delivery);
        return delivery;
      }),
    );
  }

  async function sendPatiently(event: StripeEvent): Promise<void> {
    let to = endpoints;
    for (const wait of [...RETRY_AFTER_MS, null]) {
      const answers = await send(event, { to });
      to = to.filter((_, index) => !accepted(answers[index]));
      if (to.length === 0 || wait === null) return;
      await delay(wait);
    }
  }

  return {
    log,
    hold() {
      held ??= [];
    },
    async release(order = (waiting) => waiting) {
      const waiting = held ?? [];
      held = null;
      for (const event of order(waiting)) await sendPatiently(event);
    },
    enqueue(event) {
      if (held) held.push(event);
      else under = under.then(() => sendPatiently(event));
    },
    send,
    async settled() {
      for (let seen: unknown = null; seen !== under; ) {
        seen = under;
        await under;
      }
    },
  };
}

function accepted(delivery: Delivery | undefined): boolean {
  return delivery?.status != null && delivery.status < 300;
}

async function post(event: StripeEvent, { url, secret }: WebhookEndpoint, signedAt: Date): Promise<Delivery> {
  const payload = JSON.stringify(event, null, 2);
  const timestamp = Math.floor(signedAt.getTime() / 1000);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature },
    body: payload,
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => null);
  await response?.arrayBuffer().catch(() => undefined);
  return { event: event.id, type: event.type, url, status: response?.status ?? null };
}
