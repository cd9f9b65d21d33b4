import { startStripe } from '@cyborux/lab';

export interface StripeStandInFlags {
  /** Where the server is that gets the events. */
  server: string;
  port: number;
}

export const STRIPE_KEY = 'sk_test_of_the_lab';
export const STRIPE_WEBHOOK_SECRET = 'whsec_of_the_lab';

/** The settings with which a server takes the stand-in for Stripe. */
export function stripeSettings(url: string): Record<string, string> {
  return {
    CYBORUX_STRIPE_API_BASE: url,
    CYBORUX_STRIPE_SECRET_KEY: STRIPE_KEY,
    CYBORUX_STRIPE_WEBHOOK_SECRET: STRIPE_WEBHOOK_SECRET,
  };
}

/** Serves a stand-in for Stripe until it is interrupted, and tells the settings for it. */
export async function stripeStandInCommand(flags: StripeStandInFlags): Promise<number> {
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const endpoint = {
    url: new URL('/api/stripe/webhook', flags.server).href,
    secret: STRIPE_WEBHOOK_SECRET,
  };
  const standIn = await startStripe({ endpoints: [endpoint], secretKey: STRIPE_KEY, port: flags.port });
  for (const [name, value] of Object.entries(stripeSettings(standIn.url))) {
    process.stdout.write(`export ${name}=${value}\n`);
  }
  process.stderr.write(`Events go to ${endpoint.url}. Ctrl-C ends it.\n`);
  await interrupted;
  await standIn.close();
  return 0;
}
