import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { buffer } from 'node:stream/consumers';
import { type EntityQuery, entityQuerySchema } from '@cyborux/contract';
import { type CompiledQuery, type Kysely, sql } from 'kysely';
import pg from 'pg';
import { createApiKey } from '../packages/server/src/actions/create-api-key.ts';
import { createApp } from '../packages/server/src/app.ts';
import type { Database } from '../packages/server/src/db/schema.ts';
import { testDatabase } from '../packages/server/src/db/test-database.ts';
import { createLog } from '../packages/server/src/log.ts';
import { pageEntities } from '../packages/server/src/store/entity-pages.ts';
import { insertUser } from '../packages/server/src/store/users.ts';
import { fillEntities } from './entities.ts';
import { compared, type Figure, percentile } from './figure.ts';

const LARGE = { id: randomUUID(), name: 'example.com' };
const SMALL = { id: randomUUID(), name: 'example.org' };
const ENTITIES = 1_000_000;
const REQUESTS = 300;
const WARM_UP = 20;

/** Each is a page of subdomains. */
const CASES: readonly (readonly [string, { id: string; name: string }, string])[] = [
  ['first_page', LARGE, ''],
  ['page_100', LARGE, 'page=100&per_page=100'],
  ['by_name', LARGE, 'sort_by=name'],
  ['by_last_seen', LARGE, 'sort_by=last_seen'],
  ['high_and_critical', LARGE, 'risk_level=high,critical'],
  ['part_of_name', LARGE, 'q=vpn-47'],
  ['small_first_page', SMALL, ''],
  ['small_part_of_name', SMALL, 'q=staging'],
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
  const log = createLog({ to: { write: () => undefined } });
  const app = await createApp({
    db,
    log,
    version: '0',
    rateLimit: { max: 1e9, windowMs: 60_000 },
    queue: { send: () => Promise.reject(new Error('a list sends no job')) },
    notifications: { subscribe: () => () => undefined },
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const client = new pg.Client(url);
  try {
    await client.connect();
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const figures: Figure[] = [];
    for (const [name, domain, search] of CASES) {
      const path = `http://127.0.0.1:${port}/api/domains/${domain.name}/subdomains?${search}`;
      const statements = await statementsOf(db, domain.id, search);
      const [ours, peers] = await alternate(
        () => request(path, key, agent),
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
    await app.close();
    await client.end();
  }
}

/** What the store asks of the database for a page. */
async function statementsOf(
  db: Kysely<Database>,
  domainId: string,
  search: string,
): Promise<CompiledQuery[]> {
  const statements: CompiledQuery[] = [];
  const watched = db.withPlugin({
    transformQuery({ node, queryId }) {
      statements.push(db.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const query: EntityQuery = entityQuerySchema.parse(Object.fromEntries(new URLSearchParams(search)));
  await pageEntities(watched, domainId, 'subdomains', query);
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
