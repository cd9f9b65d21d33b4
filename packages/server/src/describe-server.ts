import { createApp } from './app.ts';
import { connect } from './db/connect.ts';
import { createLog } from './log.ts';

/** The OpenAPI document, made from the routes without a server: nothing is connected to. */
export async function describeServer(version: string): Promise<object> {
  const db = connect('postgresql://nobody@127.0.0.1:1/none');
  const refuse = () => {
    throw new Error('Nothing is asked of an API that is only described.');
  };
  const app = await createApp({
    db,
    notifications: { subscribe: refuse },
    queue: { send: refuse },
    log: createLog({ level: 'silent' }),
    version,
  });
  const document = app.swagger();
  await app.close();
  await db.destroy();
  return document;
}
