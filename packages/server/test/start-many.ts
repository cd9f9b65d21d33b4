import { startAnalysis } from '../src/actions/start-analysis.ts';
import { connect } from '../src/db/connect.ts';
import { ProblemError } from '../src/errors.ts';
import { openQueue } from '../src/queue.ts';

/*
 * A process of its own: told to, it starts many analyses at once and answers with the status of each.
 * Arguments: the database, the user, how many.
 */
const [url = '', userId = '', count = ''] = process.argv.slice(2);
const db = connect(url, { max: 10 });
const queue = await openQueue({ url, budgetSeconds: 60 });

const target = { name: 'acme.test', registrable: 'acme.test' };
const start = () =>
  startAnalysis({ db, queue }, { user: { id: userId }, target, now: new Date() }).then(
    () => 202,
    (error) => (error instanceof ProblemError ? error.status : String(error)),
  );

process.once('message', async () => {
  const statuses = await Promise.all(Array.from({ length: Number(count) }, start));
  await queue.stop();
  await db.destroy();
  process.send?.(statuses, () => process.disconnect());
});
process.send?.('ready');
