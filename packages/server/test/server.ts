import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type Scope, SCOPES } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { createApiKey } from '../src/actions/create-api-key.ts';
import { type AppDeps, createApp } from '../src/app.ts';
import type { Database, Tier } from '../src/db/schema.ts';
import { testDatabase } from '../src/db/test-database.ts';
import { insertUser } from '../src/store/users.ts';

/** The API on a loopback port over a database of its own. */
export async function startServer(options: Partial<AppDeps> = {}) {
  const database = await testDatabase();
  const { db } = database;
  const app = await createApp({ db, log: pino({ level: 'silent' }), version: '0.0.0', ...options });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    app,
    db,
    port,
    baseUrl,
    /** One request; the body of the answer is read as JSON where it is JSON. */
    async ask(method: string, path: string, { key, json, headers = {}, body }: Request = {}): Promise<Answer> {
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
      return { status: response.status, headers: response.headers, text, body: isJson && text ? JSON.parse(text) : undefined };
    },
    async close() {
      await app.close();
      await database.close();
    },
  };
}

interface Request {
  key?: string | undefined;
  json?: unknown;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
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

export function makeKey(db: Kysely<Database>, userId: string, scopes: readonly Scope[], expiresAt: Date | null = null) {
  return createApiKey({ db }, { userId, name: 'test', scopes, expiresAt });
}
