import Stripe from 'stripe';
import { ProblemError } from './errors.ts';

const RETRIES = 2;
const TIMEOUT_MS = 8000;

/**
 * The official client. It tries again what failed on the way, each time under the same idempotency key.
 *
 * @param options.apiBase `http://host:port` of a stand-in; null: Stripe's own
 * @param options.timeoutMs of one try
 */
export function createStripe(
  secretKey: string,
  { apiBase, timeoutMs = TIMEOUT_MS }: { apiBase: string | null; timeoutMs?: number },
): Stripe {
  return new Stripe(secretKey, {
    ...(apiBase === null ? {} : addressOf(apiBase)),
    maxNetworkRetries: RETRIES,
    timeout: timeoutMs,
    telemetry: false,
    appInfo: { name: 'Cyborux' },
  });
}

function addressOf(apiBase: string): { host: string; port: string; protocol: 'http' | 'https' } {
  const { hostname, port, protocol } = new URL(apiBase);
  const isPlain = protocol === 'http:';
  return { host: hostname, port: port || (isPlain ? '80' : '443'), protocol: isPlain ? 'http' : 'https' };
}

/**
 * Asks Stripe.
 *
 * @throws ProblemError 502 when Stripe does not answer, or not as it should; 503 when it does not take our key
 */
export async function askStripe<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw problemOf(error);
  }
}

/** The same; null where Stripe says that it has no such thing. */
export async function findAtStripe<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError && error.code === 'resource_missing') return null;
    throw problemOf(error);
  }
}

function problemOf(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const { errors } = Stripe;
  const isKey =
    error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError;
  const isRefusal =
    error instanceof errors.StripeInvalidRequestError || error instanceof errors.StripeIdempotencyError;
  const problem = isKey
    ? new ProblemError(503, 'stripe_not_configured', 'Stripe does not take the key that is configured here.')
    : isRefusal
      ? new ProblemError(502, 'stripe_refused', 'Stripe did not take the request.')
      : new ProblemError(
          502,
          'stripe_unavailable',
          'Stripe does not answer: nothing was changed, try again in a moment.',
          { 'retry-after': '10' },
        );
  problem.cause = error;
  return problem;
}
