import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Mailer } from '../../mail.ts';
import { findRunningTrial } from '../../store/subscriptions.ts';

/** Tells the user by mail that the trial ends; nobody is told whose trial ends without a payment. */
export async function tellTrialEnd(
  { db, mailer }: { db: Kysely<Database>; mailer: Pick<Mailer, 'send'> },
  { subscriptionId, link }: { subscriptionId: string; link: string },
): Promise<void> {
  const trial = await findRunningTrial(db, subscriptionId);
  if (!trial) return;
  mailer.send({
    to: trial.email,
    link,
    subject: 'Your trial ends soon',
    text: `Your trial of Cyborux ends on ${trial.end.toISOString().slice(0, 10)}. From then on you pay for your plan.

To keep it, do nothing. To change or cancel it, open:

${link}
`,
  });
}
