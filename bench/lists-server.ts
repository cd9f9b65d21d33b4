import type { AddressInfo } from 'node:net';
import type { Kysely } from 'kysely';
import { createApp } from '../packages/server/src/app.ts';
import { connect } from '../packages/server/src/db/connect.ts';
import type { Database } from '../packages/server/src/db/schema.ts';
import { createLog } from '../packages/server/src/log.ts';

/** The API over a database that somebody else has filled. */
export function createListApp(db: Kysely<Database>) {
  return createApp({
    db,
    log: createLog({ to: { write: () => undefined } }),
    version: '0',
    rateLimit: { max: 1e9, windowMs: 60_000 },
    queue: { send: () => Promise.reject(new Error('a list sends no job')) },
    notifications: { subscribe: () => () => undefined },
  });
}

/** As a process of its own, as an operator runs it: tells its port, and ends with its parent. */
if (import.meta.main) {
  const app = await createListApp(connect(process.argv[2] ?? ''));
  await app.listen({ host: '127.0.0.1', port: 0 });
  process.send?.((app.server.address() as AddressInfo).port);
  process.once('disconnect', () => process.exit());
}
