import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import Stripe from 'stripe';
import { loopback } from '../listener.ts';
import { type Account, createShelves, type Shelves } from './account.ts';
import { answerApi } from './api.ts';
import { CATALOG, type Offer, sell } from './catalog.ts';
import { completeSession, settleSession } from './checkout.ts';
import { advance } from './clock.ts';
import { createDeliveries, type Deliveries, type WebhookEndpoint } from './deliveries.ts';
import { createFaults, type Fault, type FaultReach } from './faults.ts';
import {
  type CancellationReason,
  type CheckoutSession,
  type Dispute,
  newId,
  type StripeEvent,
} from './objects.ts';
import { answerPage } from './pages.ts';
import { type Card, closeDispute, openDispute } from './payments.ts';
import { bodyOf, StripeProblem } from './problem.ts';
import { createReplays } from './replays.ts';
import { endSubscription } from './subscription-life.ts';

export interface StripeOptions {
  /** Where events go. More can be added later. */
  endpoints?: readonly WebhookEndpoint[];
  /** Default: the plans and packs of the product. */
  catalog?: readonly Offer[];
  /** Default: now. Time moves by `advance` alone. */
  now?: Date;
  /** Default: made up. */
  secretKey?: string;
  /** Default: a free one. */
  port?: number;
}

export interface ApiCall {
  method: string;
  path: string;
  idempotencyKey: string | null;
}

/** Stripe's API on loopback, and what the people and banks behind it do. */
export interface StripeStandIn {
  /** `http://127.0.0.1:port` */
  url: string;
  secretKey: string;
  account: Readonly<Shelves>;
  /** Every request that arrived, those that met a fault too. */
  calls: readonly ApiCall[];
  deliveries: Omit<Deliveries, 'enqueue'>;
  now(): Date;
  /** @returns the endpoint, with the secret that its events are signed with */
  addEndpoint(url: string, secret?: string): WebhookEndpoint;
  /** Lets time pass: renewals, retries and ends happen in their order. */
  advance(to: Date): Promise<void>;
  /** The person pays on the checkout page. */
  complete(sessionId: string, card?: Card): Promise<CheckoutSession>;
  /** The bank's answer to a payment that was made with card `asynchronous`. */
  settle(sessionId: string, succeeded: boolean): Promise<void>;
  /** From now on the customer's card is declined, or is not any more. */
  declineCard(customerId: string, declined?: boolean): void;
  openDispute(chargeId: string): Promise<Dispute>;
  closeDispute(disputeId: string, outcome: 'won' | 'lost'): Promise<void>;
  /** Stripe ends the subscription by itself. */
  end(subscriptionId: string, reason: CancellationReason): Promise<void>;
  /** An event of any type, as Stripe makes new ones every month. */
  fire(type: string, object: object): Promise<StripeEvent>;
  fail(fault: Fault, reach?: FaultReach): Promise<void>;
  close(): Promise<void>;
}

export async function startStripe(options: StripeOptions = {}): Promise<StripeStandIn> {
  const secretKey = options.secretKey ?? `sk_test_${randomBytes(12).toString('hex')}`;
  const endpoints = [...(options.endpoints ?? [])];
  const deliveries = createDeliveries(endpoints);
  const shelves = createShelves();
  const calls: ApiCall[] = [];
  const faults = createFaults();
  const replays = createReplays();
  const account: Account = {
    ...shelves,
    plans: new Map(),
    declined: new Set(),
    now: Math.floor((options.now ?? new Date()).getTime() / 1000),
    pages: '',
    fire: (type, object) => void fire(type, object),
  };

  function fire(type: string, object: object): StripeEvent {
    const event = shelves.events.add({
      id: newId('evt'),
      object: 'event',
      api_version: Stripe.API_VERSION,
      created: account.now,
      data: { object: structuredClone(object) },
      livemode: false,
      pending_webhooks: endpoints.length,
      request: { id: null, idempotency_key: null },
      type,
    });
    deliveries.enqueue(event);
    return event;
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '/', 'http://stripe.test');
    const method = request.method ?? 'GET';
    const body = await readText(request);
    if (!pathname.startsWith('/v1/')) return sendPage(response, method, pathname);
    const key = header(request, 'idempotency-key');
    calls.push({ method, path: pathname, idempotencyKey: key ?? null });
    const fault = faults.meet(pathname);
    if (fault.kind === 'slow') await delay(fault.ms);
    if (fault.kind === 'error')
      return sendJson(response, fault.status, {
        error: { type: 'api_error', message: 'Something went wrong on Stripe’s end.' },
      });
    if (fault.kind === 'rate-limited')
      return sendJson(response, 429, {
        error: { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests.' },
      });
    const {
      status,
      body: answer,
      replayed,
    } = answerOnce(request, method, pathname, method === 'GET' ? search.slice(1) : body);
    if (fault.kind === 'lost') return void request.socket.destroy();
    sendJson(response, status, answer, {
      ...(header(request, 'stripe-version') && { 'stripe-version': header(request, 'stripe-version') ?? '' }),
      ...(key && { 'idempotency-key': key }),
      ...(replayed && { 'idempotent-replayed': 'true' }),
    });
  }

  function answerOnce(request: IncomingMessage, method: string, path: string, form: string) {
    const key = method === 'POST' ? header(request, 'idempotency-key') : undefined;
    const once = () =>
      answerApi(account, shelves, { method, path, form, version: header(request, 'stripe-version') });
    try {
      if (header(request, 'authorization') !== `Bearer ${secretKey}`) {
        throw new StripeProblem(401, 'invalid_request_error', 'Invalid API Key provided.');
      }
      if (key === undefined) return { ...once(), replayed: false };
      const before = replays.begin(key, `${path} ${form}`);
      if (before) return { ...before, replayed: true };
      const answer = structuredClone(once());
      replays.end(key, answer);
      return { ...answer, replayed: false };
    } catch (error) {
      if (!(error instanceof StripeProblem)) throw error;
      return { status: error.status, body: bodyOf(error), replayed: false };
    }
  }

  function sendPage(response: ServerResponse, method: string, path: string): void {
    const page = answerPage(account, method, path) ?? { status: 404, html: '' };
    response.writeHead(page.status, {
      'content-type': 'text/html; charset=utf-8',
      ...(page.location !== undefined && { location: page.location }),
    });
    response.end(page.html);
  }

  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy());
  });
  const listen = async (port: number) => {
    server.listen(port, loopback);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const hangUp = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const port = await listen(options.port ?? 0);
  account.pages = `http://${loopback}:${port}`;
  sell(account, options.catalog ?? CATALOG);

  /** Does it, and waits until those who listen have been told. */
  async function told<T>(act: () => T): Promise<T> {
    const result = structuredClone(act());
    await deliveries.settled();
    return result;
  }

  return {
    url: account.pages,
    secretKey,
    account: shelves,
    calls,
    deliveries,
    now: () => new Date(account.now * 1000),
    addEndpoint(url, secret = `whsec_${randomBytes(16).toString('hex')}`) {
      const endpoint = { url, secret };
      endpoints.push(endpoint);
      return endpoint;
    },
    advance: (to) => told(() => advance(account, Math.floor(to.getTime() / 1000))),
    complete: (id, card = 'good') => told(() => completeSession(account, shelves.sessions.get(id), card)),
    settle: (id, succeeded) => told(() => settleSession(account, shelves.sessions.get(id), succeeded)),
    declineCard(customerId, declined = true) {
      if (declined) account.declined.add(customerId);
      else account.declined.delete(customerId);
    },
    openDispute: (id) => told(() => openDispute(account, shelves.charges.get(id))),
    closeDispute: (id, outcome) => told(() => closeDispute(account, shelves.disputes.get(id), outcome)),
    end: (id, reason) => told(() => endSubscription(account, shelves.subscriptions.get(id), reason)),
    fire: (type, object) => told(() => fire(type, object)),
    async fail(fault, reach) {
      faults.set(fault, reach);
      if (fault.kind === 'refused') await hangUp();
      else if (!server.listening) await listen(port);
    },
    async close() {
      await deliveries.settled();
      await hangUp();
    },
  };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': newId('req'), ...headers });
  response.end(JSON.stringify(body));
}
