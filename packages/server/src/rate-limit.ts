import rateLimit from '@fastify/rate-limit';
import type { FastifyReply } from 'fastify';
import type { Kysely } from 'kysely';
import { identityOf } from './auth.ts';
import type { Database, Feature } from './db/schema.ts';
import { ProblemError } from './errors.ts';
import type { App } from './http.ts';
import { balance } from './store/quota.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Starts what a quota counts: its answers tell what is left. */
    quota?: Feature;
  }
}

/** How a limit stands. */
export interface RateLimit {
  /** Of the policy: letters, digits, hyphens. */
  name: string;
  /** What the window has at most. */
  quota: number;
  /** Seconds. */
  window: number;
  remaining: number;
  /** Seconds until the window is over. */
  reset: number;
}

/**
 * Tells a limit in `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4),
 * beside those that were told before.
 */
export function tellRateLimit(
  reply: FastifyReply,
  { name, quota, window, remaining, reset }: RateLimit,
): void {
  append(reply, 'ratelimit-policy', `"${name}";q=${quota};w=${window}`);
  append(reply, 'ratelimit', `"${name}";r=${remaining};t=${reset}`);
}

function append(reply: FastifyReply, name: string, item: string): void {
  const before = reply.getHeader(name);
  reply.header(name, before === undefined ? item : `${before}, ${item}`);
}

/** Limits how often one key asks, or one address without a key. Routes with `rateLimit: false` are left out. */
export async function limitRate(
  app: App,
  { max, windowMs }: { max: number; windowMs: number },
): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    max,
    timeWindow: windowMs,
    keyGenerator: (request) => request.identity?.key?.id ?? request.identity?.session?.id ?? request.ip,
  });
  const count = app.createRateLimit();
  const window = windowMs / 1000;
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.rateLimit === false) return;
    const state = await count(request);
    if (state.isAllowed) return;
    const reset = Math.max(1, state.ttlInSeconds);
    tellRateLimit(reply, { name: 'requests', quota: max, window, remaining: state.remaining, reset });
    if (!state.isExceeded) return;
    throw new ProblemError(
      429,
      'rate_limited',
      `Too many requests: at most ${max} in ${window} seconds. Come back in ${reset} seconds.`,
      { 'retry-after': String(reset) },
    );
  });
}

/** Every answer of a route with a `quota` that is not an error of ours tells how it stands. */
export function tellQuotas(app: App, { db }: { db: Kysely<Database> }): void {
  app.addHook('onSend', async (request, reply) => {
    const { quota } = request.routeOptions.config;
    if (!quota || !request.identity || reply.statusCode >= 500) return;
    const limit = await quotaLimit(db, identityOf(request).user, quota, new Date()).catch((err: unknown) => {
      // What was started is started: the answer goes out without the headers.
      request.log.warn({ err }, 'quota not told');
      return null;
    });
    if (limit) tellRateLimit(reply, limit);
  });
}

/** Null: there is no limit, or nothing that could be used up. */
async function quotaLimit(
  db: Kysely<Database>,
  user: { id: string },
  feature: Feature,
  now: Date,
): Promise<RateLimit | null> {
  const sums = await balance(db, user, now);
  const { allowance, remaining, credits } = sums[feature];
  if (allowance === null || remaining === null || allowance + credits === 0) return null;
  const [start, end] = [Date.parse(sums.period.start), Date.parse(sums.period.end)];
  return {
    name: feature.replace('_', '-'),
    quota: allowance,
    window: Math.round((end - start) / 1000),
    remaining: remaining + credits,
    reset: Math.ceil((end - now.getTime()) / 1000),
  };
}
