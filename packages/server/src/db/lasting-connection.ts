import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const RETRY_MS = 500;

export interface LastingConnection {
  /** Null while the connection is lost. */
  readonly client: pg.Client | null;
  close(): Promise<void>;
}

/**
 * One connection that is opened again whenever it breaks, for what belongs to a session: LISTEN, session locks.
 *
 * @param prepare called with every new connection; it counts as open when this is done
 */
export async function lastingConnection(
  url: string,
  name: string,
  prepare: (client: pg.Client) => Promise<void>,
  onLost: (error: unknown) => void = () => undefined,
): Promise<LastingConnection> {
  let client: pg.Client | null = null;
  let closed = false;

  async function open(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString: url, application_name: name, keepAlive: true });
    fresh.on('error', () => undefined);
    try {
      await fresh.connect();
      await prepare(fresh);
    } catch (error) {
      await fresh.end().catch(() => undefined);
      throw error;
    }
    fresh.once('end', reopen);
    return fresh;
  }

  async function reopen(): Promise<void> {
    client = null;
    if (!closed) onLost(new Error('The connection to the database broke.'));
    while (!closed && client === null) {
      try {
        const fresh = await open();
        if (closed) await fresh.end();
        else client = fresh;
      } catch (error) {
        onLost(error);
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
  }

  client = await open();
  return {
    get client() {
      return client;
    },
    async close() {
      closed = true;
      await client?.end();
    },
  };
}
