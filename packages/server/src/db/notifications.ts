import type pg from 'pg';
import { lastingConnection } from './lasting-connection.ts';

/** Its payload is the id of an analysis that has new events or another state. */
export const ANALYSIS_CHANNEL = 'cyborux_analysis';

export interface Notifications {
  /**
   * Calls back whenever something about the analysis may be new; also after a break of the connection, in which
   * something may have been missed. Several calls may tell of one event.
   *
   * @returns ends the subscription
   */
  subscribe(analysisId: string, callback: () => void): () => void;
  close(): Promise<void>;
}

/** One connection that listens for all of a process. */
export async function listen(url: string, onLost?: (error: unknown) => void): Promise<Notifications> {
  const callbacks = new Map<string, Set<() => void>>();

  async function prepare(client: pg.Client): Promise<void> {
    client.on('notification', ({ payload }) => {
      for (const callback of callbacks.get(payload ?? '') ?? []) callback();
    });
    await client.query(`listen ${ANALYSIS_CHANNEL}`);
    for (const subscribed of callbacks.values()) for (const callback of subscribed) callback();
  }

  const connection = await lastingConnection(url, 'cyborux listener', prepare, onLost);
  return {
    subscribe(analysisId, callback) {
      const own = () => callback();
      const subscribed = callbacks.get(analysisId) ?? new Set();
      callbacks.set(analysisId, subscribed.add(own));
      return () => {
        subscribed.delete(own);
        if (subscribed.size === 0 && callbacks.get(analysisId) === subscribed) callbacks.delete(analysisId);
      };
    },
    close: () => connection.close(),
  };
}
