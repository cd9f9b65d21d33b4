import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { buffer } from 'node:stream/consumers';
import { type CompiledQuery, type Kysely, sql } from 'kysely';
import pg from 'pg';
import { createApiKey } from '../packages/server/src/actions/create-api-key.ts';
import type { Database } from '../packages/server/src/db/schema.ts';
import { testDatabase } from '../packages/server/src/db/test-database.ts';
import { insertUser } from '../packages/server/src/store/users.ts';
import { fillEntities } from './entities.ts';
import { compared, type Figure, percentile } from './figure.ts';
import { createListApp } from './lists-server.ts';

const LARGE = { id: randomUUID(), name: 'example.com' };
const SMALL = { id: randomUUID(), name: 'example.org' };
const ENTITIES = 1_000_000;
const REQUESTS = 300;
const WARM_UP = 20;

/** Each is a page of subdomains. */
const CASES: readonly (readonly [string, string, string])[] = [
  ['first_page', LARGE.name, ''],
  ['page_100', LARGE.name, 'page=100&per_page=100'],
  ['by_name', LARGE.name, 'sort_by=name'],
  ['by_last_seen', LARGE.name, 'sort_by=last_seen'],
  ['high_and_critical', LARGE.name, 'risk_level=high,critical'],
  ['part_of_name', LARGE.name, 'q=vpn-47'],
  ['small_first_page', SMALL.name, ''],
  ['small_part_of_name', SMALL.name, 'q=staging'],
];

/** The list pages of a domain of a million entities over HTTP, beside their SQL through `pg` alone. */
export async function lists(): Promise<Figure[]> {
  const { db, url, close } = await testDatabase();
  try {
    const key = await fill(db);
    return await measure(db, url, key);
  } finally {
    await close();
  }
}

/** @returns an API key of the user of both domains */
async function fill(db: Kysely<Database>): Promise<string> {
  const userId = randomUUID();
  await insertUser(db, { id: userId, email: null, name: 'bench', tier: 'enterprise' });
  for (const [domain, count] of [
    [LARGE, ENTITIES],
    [SMALL, ENTITIES / 25],
  ] as const) {
    await db
      .insertInto('domains')
      .values({ ...domain, user_id: userId, registrable: domain.name, last_analysis_id: null })
      .execute();
    await fillEntities(db, domain, count);
  }
  await sql`vacuum analyze`.execute(db);
  const wish = { userId, name: 'bench', scopes: ['read'] as const, expiresAt: null };
  return (await createApiKey({ db }, wish)).secret;
}

async function measure(db: Kysely<Database>, url: string, key: string): Promise<Figure[]> {
  const server = fork(join(import.meta.dirname, 'lists-server.ts'), [url]);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const client = new pg.Client(url);
  try {
    await client.connect();
    const [port] = (await once(server, 'message')) as [number];
    const figures: Figure[] = [];
    for (const [name, domain, search] of CASES) {
      const path = `/api/domains/${domain}/subdomains?${search}`;
      const statements = await statementsOf(db, path, key);
      const [ours, peers] = await alternate(
        () => request(`http://127.0.0.1:${port}${path}`, key, agent),
        () => run(client, statements),
      );
      for (const share of [50, 99]) {
        const value = (times: number[]) => percentile(times, share / 100);
        figures.push(compared(`lists.${name}.p${share}`, value(ours), 'ms', 'pg', value(peers)));
      }
    }
    return figures;
  } finally {
    agent.destroy();
    server.kill();
    await client.end();
  }
}

/** What a request of the page asks of the database: who it is, whether they may, and the page. */
async function statementsOf(db: Kysely<Database>, path: string, key: string): Promise<CompiledQuery[]> {
  const statements: CompiledQuery[] = [];
  const watched = db.withPlugin({
    transformQuery({ node, queryId }) {
      statements.push(db.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const app = await createListApp(watched);
  const headers = { authorization: `Bearer ${key}` };
  // The first request also notes that the key was used, which is done once a minute.
  for (const _ of [1, 2]) {
    statements.length = 0;
    await app.inject({ url: path, headers });
  }
  await app.close();
  return statements;
}

/** One of each in turn, so that what else the machine does meets both. */
async function alternate(first: () => Promise<void>, second: () => Promise<void>) {
  const times: [number[], number[]] = [[], []];
  for (let i = -WARM_UP; i < REQUESTS; i += 1) {
    const pair = [await timed(first), await timed(second)] as const;
    if (i < 0) continue;
    times[0].push(pair[0]);
    times[1].push(pair[1]);
  }
  return times;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function run(client: pg.Client, statements: readonly CompiledQuery[]): Promise<void> {
  for (const statement of statements) await client.query(statement.sql, [...statement.parameters]);
}

async function request(url: string, key: string, agent: Agent): Promise<void> {
  const asked = get(url, { agent, headers: { authorization: `Bearer ${key}` } });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const body = await buffer(answer);
  if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${body}`);
}
