import { lastingConnection } from './lasting-connection.ts';

/**
 * Session locks that tell whether the holder of a lease is alive: the database frees them when the process dies, so
 * that nobody has to wait for a heartbeat to run out.
 */
export interface LeaseLocks {
  hold(lease: string): Promise<void>;
  drop(lease: string): Promise<void>;
  close(): Promise<void>;
}

/** The same key as `abandonedAnalyses` (store/analyses.ts) asks about. */
const KEY = 'hashtextextended($1::uuid::text, 0)';

export async function openLeaseLocks(url: string, onLost?: (error: unknown) => void): Promise<LeaseLocks> {
  const held = new Set<string>();
  const connection = await lastingConnection(
    url,
    'cyborux leases',
    async (client) => {
      for (const lease of held) await client.query(`select pg_advisory_lock(${KEY})`, [lease]);
    },
    onLost,
  );
  // One connection takes one query at a time; analyses begin and end side by side.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work, work);
    turn = done;
    return done;
  };
  return {
    hold: (lease) =>
      inTurn(async () => {
        if (!connection.client) throw new Error('The connection that holds the leases is lost.');
        await connection.client.query(`select pg_advisory_lock(${KEY})`, [lease]);
        held.add(lease);
      }),
    drop: (lease) =>
      inTurn(async () => {
        held.delete(lease);
        // When the connection is lost, so is the lock.
        await connection.client?.query(`select pg_advisory_unlock(${KEY})`, [lease]).catch(() => undefined);
      }),
    close: () => connection.close(),
  };
}
