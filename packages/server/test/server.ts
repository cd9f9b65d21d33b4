import { randomUUID } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import { SCOPES, type Scope } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { createApiKey } from '../src/actions/create-api-key.ts';
import { type AppDeps, createApp } from '../src/app.ts';
import { listen } from '../src/db/notifications.ts';
import type { Database, Tier } from '../src/db/schema.ts';
import { testDatabase } from '../src/db/test-database.ts';
import { openQueue } from '../src/queue.ts';
import { insertUser } from '../src/store/users.ts';

/** The API on a loopback port over a database of its own. */
export async function startServer(options: Partial<AppDeps> = {}) {
  const database = await testDatabase();
  const { db } = database;
  const listener = await listen(database.url);
  let subscriptions = 0;
  const notifications = {
    subscribe(analysisId: string, callback: () => void) {
      subscriptions += 1;
      const end = listener.subscribe(analysisId, callback);
      return () => {
        subscriptions -= 1;
        end();
      };
    },
  };
  const queue = await openQueue({ url: database.url, budgetSeconds: 60 });
  const app = await createApp({
    queue,
    db,
    notifications,
    log: pino({ level: 'silent' }),
    version: '0.0.0',
    ...options,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const sum = (count: (socket: Socket) => number) =>
    [...sockets].reduce((total, each) => total + count(each), 0);
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    app,
    db,
    url: database.url,
    port,
    baseUrl,
    subscriptions: () => subscriptions,
    /** Bytes that were written to the open connections, and those that wait to be sent. */
    written: () => sum((socket) => socket.bytesWritten),
    buffered: () => sum((socket) => socket.writableLength),
    /** One request; the body of the answer is read as JSON where it is JSON. */
    async ask(
      method: string,
      path: string,
      { key, json, headers = {}, body }: Request = {},
    ): Promise<Answer> {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(json !== undefined ? { body: JSON.stringify(json) } : body !== undefined ? { body } : {}),
      });
      const text = await response.text();
      const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: isJson && text ? JSON.parse(text) : undefined,
      };
    },
    async close() {
      await app.close();
      await listener.close();
      await queue.stop();
      await database.close();
    },
  };
}

interface Request {
  key?: string | undefined;
  json?: unknown;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer> | undefined;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
}

/** A user with a key. */
export async function makeUser(
  db: Kysely<Database>,
  { tier = 'enterprise', scopes = SCOPES }: { tier?: Tier; scopes?: readonly Scope[] } = {},
) {
  const id = randomUUID();
  await insertUser(db, { id, email: `${id}@example.com`, name: 'Tester', tier });
  const { secret, apiKey } = await makeKey(db, id, scopes);
  return { id, key: secret, keyId: apiKey.id };
}

export function makeKey(
  db: Kysely<Database>,
  userId: string,
  scopes: readonly Scope[],
  expiresAt: Date | null = null,
) {
  return createApiKey({ db }, { userId, name: 'test', scopes, expiresAt });
}
