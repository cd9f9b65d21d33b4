import type { Kysely } from 'kysely';
import Stripe from 'stripe';
import { z } from 'zod';
import { applyStripeEvent } from '../../actions/billing/apply-event.ts';
import { tellTrialEnd } from '../../actions/billing/tell-trial-end.ts';
import { type Billing, billingOf } from '../../billing.ts';
import type { Database } from '../../db/schema.ts';
import { ProblemError } from '../../errors.ts';
import type { App } from '../../http.ts';
import type { Mailer } from '../../mail.ts';
import { problems } from '../../openapi.ts';
import { sendProblem } from '../../problems.ts';

const BODY_LIMIT = 1024 * 1024;
const TOLERANCE_SECONDS = 300;

/** Where Stripe tells what happened. Register it in a scope of its own: it reads bodies as bytes. */
export function webhook(
  app: App,
  {
    db,
    billing,
    mailer,
    now,
  }: {
    db: Kysely<Database>;
    billing: Billing | null;
    mailer: Pick<Mailer, 'send'> | null;
    now: () => Date;
  },
): void {
  app.removeAllContentTypeParsers();
  app.setErrorHandler((error, request, reply) => sendProblem(tooLarge(error) ?? error, request, reply));
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: unknown, bytes: Buffer) => bytes);
  app.post(
    '/api/stripe/webhook',
    {
      config: { access: 'public' },
      bodyLimit: BODY_LIMIT,
      schema: {
        operationId: 'receiveStripeEvent',
        tags: ['Billing'],
        summary: 'Take an event of Stripe',
        description:
          'For Stripe alone, which signs what it sends. Each event counts once, however often it is sent.',
        security: [],
        response: { 200: z.object({ received: z.literal(true) }), ...problems(400, 413, 502, 503) },
      },
    },
    async (request) => {
      const open = billingOf(billing);
      const event = verifiedEvent(open, request.body, request.headers['stripe-signature']);
      const outcome = await applyStripeEvent({ db, billing: open }, event, now());
      request.log.info({ event: event.id, type: event.type, outcome }, 'event of Stripe');
      if (mailer && outcome === 'applied' && event.type === 'customer.subscription.trial_will_end') {
        const link = `${open.returnTo()}/billing`;
        // The event is taken and does not come again: what fails here is told in the log alone.
        await tellTrialEnd({ db, mailer }, { subscriptionId: event.data.object.id, link }).catch((err) =>
          request.log.error({ err, event: event.id }, 'the end of a trial was not told'),
        );
      }
      return { received: true } as const;
    },
  );
}

function tooLarge(error: unknown): ProblemError | null {
  if ((error as { code?: string }).code !== 'FST_ERR_CTP_BODY_TOO_LARGE') return null;
  return new ProblemError(413, 'body_too_large', 'The body is too large: at most 1 MiB is taken.');
}

/** @throws ProblemError 400 for a signature that is missing, wrong or old, 503 when there is nothing to verify it by */
function verifiedEvent({ webhookSecrets }: Billing, body: unknown, signature: unknown): Stripe.Event {
  if (webhookSecrets.length === 0) {
    throw new ProblemError(
      503,
      'stripe_not_configured',
      'The webhook of Stripe is not configured on this server.',
    );
  }
  for (const secret of webhookSecrets) {
    try {
      if (!Buffer.isBuffer(body) || typeof signature !== 'string') break;
      return Stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS);
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) break;
    }
  }
  throw new ProblemError(
    400,
    'invalid_signature',
    'The signature does not belong to this body, or is too old.',
  );
}
