import rateLimit from '@fastify/rate-limit';
import type { FastifyReply } from 'fastify';
import { ProblemError } from './errors.ts';
import type { App } from './http.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A limit of this route, beside that of all requests: its answers tell how it stands. Null: there is none. */
    limit?: (request: FastifyRequest) => Promise<RateLimit | null>;
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
function tellRateLimit(reply: FastifyReply, { name, quota, window, remaining, reset }: RateLimit): void {
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

/** Every answer of a route with a `limit` that is not an error of ours tells how it stands. */
export function tellRouteLimits(app: App): void {
  app.addHook('onSend', async (request, reply) => {
    const { limit } = request.routeOptions.config;
    if (!limit || !request.identity || reply.statusCode >= 500) return;
    const state = await limit(request).catch((err: unknown) => {
      // What was started is started: the answer goes out without the headers.
      request.log.warn({ err }, 'limit not told');
      return null;
    });
    if (state) tellRateLimit(reply, state);
  });
}
