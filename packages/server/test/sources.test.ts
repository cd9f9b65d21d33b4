import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Entity, ScanEvent, SourceOutcome } from '@cyborux/contract';
import {
  allChecks,
  createSession,
  type DomainSource,
  defineSource,
  type Source,
  SourceError,
  scan,
} from '@cyborux/engine';
import { sql } from 'kysely';
import { pino } from 'pino';
import { resealKeys } from '../src/actions/sources/reseal-keys.ts';
import { shareSources } from '../src/actions/sources/shared-sources.ts';
import { keysOfUser } from '../src/actions/sources/usable-keys.ts';
import { openKeyBox } from '../src/sealed-keys.ts';
import { takeFromBudget } from '../src/store/source-keys.ts';
import { noteHealth, passBreaker, takeTurn } from '../src/store/source-states.ts';
import { makeUser, startServer } from './server.ts';

const SECRET = 'sk-THE-KEY-THAT-NOBODY-SEES';
const OLD = 'an old secret of the tests, long enough';
const target = { name: 'acme.test', registrable: 'acme.test' };
const lines: string[] = [];
const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
let asked = 0;

const host = (name: string): Entity => ({ kind: 'FQDN', name, attributes: {} });
const of = (id: string, query: DomainSource['query'], credential?: Source['credential']): Source =>
  defineSource({
    ...{
      id,
      title: `Source ${id}`,
      homepage: 'https://source.example/',
      requestsPerMinute: 60,
      yields: ['FQDN'],
      query,
    },
    ...(credential ? { credential } : {}),
  });
const keyed = of(
  'keyed',
  async function* (_, { key }) {
    asked += 1;
    if (key === 'wrong') throw new SourceError('failed', `no ${key}`, { keyRefused: true });
    if (key?.startsWith('down')) throw new SourceError('failed', `cannot answer to ${key}`);
    yield host('keyed.acme.test');
  },
  { optional: false, howToGet: 'Ask for it.' },
);
const open = of('open', async function* () {
  asked += 1;
  yield host('open.acme.test');
  yield host('both.acme.test');
});
const other = of('other', async function* () {
  yield host('both.acme.test');
});
// biome-ignore lint/correctness/useYield: it never gets that far
const broken = of('broken', async function* () {
  asked += 1;
  throw new SourceError('failed', 'it is broken');
});

let server: Awaited<ReturnType<typeof startServer>>;
before(async () => {
  const sourceDesk = {
    sources: [keyed, open, other, broken],
    configured: {},
    keyBox: openKeyBox([OLD]),
    openNetwork: createSession,
  };
  server = await startServer({ log, sourceDesk });
});
after(() => server.close());

const put = (key: string, json: object) => server.ask('PUT', '/api/sources/keyed/key', { key, json });
const keysOf = (userId: string) =>
  keysOfUser({ db: server.db, keyBox: openKeyBox([OLD]), configured: { keyed: 'of config' }, log }, userId);

async function run(sources: readonly Source[], userId: string, { fresh = false } = {}) {
  const keys = await keysOf(userId);
  const now = () => new Date();
  const shared = shareSources(sources, {
    ...{ db: server.db, log, now, cacheSeconds: 3600, fresh, personalData: true, keys },
  });
  const net = createSession();
  const events: ScanEvent[] = [];
  for await (const event of scan({
    ...{ target, net, sources: shared.sources, probes: [], checks: allChecks.slice(0, 1), now },
    keys: Object.fromEntries([...keys].map(([id, { key }]) => [id, key])),
    deadline: new Date(Date.now() + 20_000),
  })) {
    events.push(shared.complete(event));
  }
  await net.close();
  const result = events.find((event) => event.type === 'result')?.result;
  assert.ok(result);
  const by = new Map(result.sources.map((outcome) => [outcome.source, outcome]));
  return { events, outcome: (id: string) => by.get(id) as SourceOutcome };
}

test('a key is tested and stored, and to be seen nowhere: not in answers, rows, logs or events', async () => {
  const user = await makeUser(server.db);
  const saved = await put(user.key, { key: SECRET, requests_per_day: 9 });
  assert.equal(saved.status, 200, saved.text);
  assert.deepEqual([saved.body.for, saved.body.test.state], ['own', 'accepted']);
  const listed = await server.ask('GET', '/api/sources?q=keyed', { key: user.key });
  assert.equal(listed.body.items[0].key_in_use, 'own');
  assert.equal((await keysOf(user.id)).get('keyed')?.key, SECRET);
  const { events } = await run([keyed], user.id);
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(server.db);
  const seen = [saved.text, listed.text, JSON.stringify(events), ...lines];
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(
      server.db,
    );
    seen.push(...rows.map(({ row }) => row));
  }
  const hex = Buffer.from(SECRET).toString('hex');
  assert.ok(seen.length > 8);
  assert.deepEqual(
    seen.filter((text) => text.includes(SECRET) || text.includes(hex)),
    [],
  );
});

test('a source that repeats its key in an error does not tell it', async () => {
  const user = await makeUser(server.db);
  const saved = await put(user.key, { key: 'down-but-secret' });
  assert.deepEqual([saved.status, saved.body.test.state], [200, 'untested']);
  const { events, outcome } = await run([keyed], user.id, { fresh: true });
  assert.equal(outcome('keyed').detail, 'cannot answer to ***');
  assert.ok(!JSON.stringify([events, saved.body, lines]).includes('down-but-secret'));
});

test('a refused key is not stored, and the former one stays', async () => {
  const user = await makeUser(server.db);
  await put(user.key, { key: 'former' });
  const refused = await put(user.key, { key: 'wrong' });
  assert.deepEqual([refused.status, refused.body.code], [400, 'key_refused']);
  assert.equal((await keysOf(user.id)).get('keyed')?.key, 'former');
});

test('the user’s own key goes before the operator’s, that before the configuration’s', async () => {
  const user = await makeUser(server.db);
  const operator = await makeUser(server.db);
  await server.db.updateTable('users').set({ is_operator: true }).where('id', '=', operator.id).execute();
  assert.equal((await keysOf(user.id)).get('keyed')?.key, 'of config');
  const forAll = { key: 'of-all', for: 'everyone' };
  assert.equal((await put(user.key, forAll)).body.code, 'not_operator');
  assert.equal((await put(operator.key, forAll)).status, 200);
  assert.equal((await keysOf(user.id)).get('keyed')?.key, 'of-all');
  await put(user.key, { key: 'mine' });
  assert.equal((await keysOf(user.id)).get('keyed')?.key, 'mine');
  assert.equal((await keysOf(operator.id)).get('keyed')?.key, 'of-all');
  assert.equal((await server.ask('DELETE', '/api/sources/keyed/key', { key: user.key })).status, 204);
  assert.equal((await keysOf(user.id)).get('keyed')?.key, 'of-all');
  const path = '/api/sources/keyed/key?for=everyone';
  assert.equal((await server.ask('DELETE', path, { key: user.key })).status, 403);
  assert.equal((await server.ask('DELETE', path, { key: operator.key })).status, 204);
});

test('rotation: stored keys are encrypted anew with the first secret', async () => {
  const user = await makeUser(server.db);
  await put(user.key, { key: 'rotated' });
  const next = 'a new secret of the tests, long enough';
  await resealKeys({ db: server.db, log }, openKeyBox([next, OLD]));
  const deps = { db: server.db, configured: {}, log };
  assert.equal(
    (await keysOfUser({ ...deps, keyBox: openKeyBox([next]) }, user.id)).get('keyed')?.key,
    'rotated',
  );
  assert.equal((await keysOfUser({ ...deps, keyBox: openKeyBox([OLD]) }, user.id)).size, 0);
});

test('an answer is kept with its age, asked anew when wanted, and what one source alone had is counted', async () => {
  const user = await makeUser(server.db);
  asked = 0;
  const first = await run([open, other], user.id);
  assert.equal(first.outcome('open').cached_at, undefined);
  assert.deepEqual([first.outcome('open').entities, first.outcome('open').unique_entities], [2, 1]);
  assert.equal(first.outcome('other').unique_entities, 0);
  const second = await run([open, other], user.id);
  assert.match(second.outcome('open').cached_at ?? '', /^\d{4}-/);
  assert.equal(second.outcome('open').entities, 2);
  assert.equal(asked, 1);
  assert.equal((await run([open], user.id, { fresh: true })).outcome('open').cached_at, undefined);
  assert.equal(asked, 2);
});

test('what a user’s own key got is not shared', async () => {
  const [ann, bob] = [await makeUser(server.db), await makeUser(server.db)];
  for (const user of [ann, bob]) await put(user.key, { key: `of ${user.id}`.replace(' ', '-') });
  await run([keyed], ann.id);
  assert.equal((await run([keyed], bob.id)).outcome('keyed').cached_at, undefined);
  assert.notEqual((await run([keyed], ann.id)).outcome('keyed').cached_at, undefined);
});

test('a source that fails five times in a row is left in peace, then tried by one alone', async () => {
  const { db } = server;
  const user = await makeUser(db);
  asked = 0;
  const failed = (await run([broken], user.id)).outcome('broken');
  assert.equal(failed.outcome, 'failed');
  const start = new Date();
  for (let time = 0; time < 5; time += 1) await noteHealth(db, [failed], start);
  const paused = (await run([broken], user.id)).outcome('broken');
  assert.deepEqual([paused.outcome, paused.skipped_for, asked], ['skipped', 'paused', 1]);
  const later = new Date(start.getTime() + 61_000);
  const passed = await Promise.all(Array.from({ length: 8 }, () => passBreaker(db, 'broken', later)));
  assert.equal(passed.filter((state) => state === null).length, 1);
  await noteHealth(db, [failed], later);
  assert.notEqual(await passBreaker(db, 'broken', new Date(later.getTime() + 61_000)), null);
  await noteHealth(db, [{ ...failed, outcome: 'answered' }], later);
  assert.equal(await passBreaker(db, 'broken', later), null);
});

test('refused keys, limits and silence cut short say nothing of the source', async () => {
  const quiet = { source: 'quiet', entities: 0, duration_ms: 50 };
  for (const outcome of ['limited', 'timeout', 'skipped'] as const) {
    for (let time = 0; time < 6; time += 1) await noteHealth(server.db, [{ ...quiet, outcome }], new Date());
  }
  const refused = { ...quiet, outcome: 'failed' as const, key_refused: true };
  for (let time = 0; time < 6; time += 1) await noteHealth(server.db, [refused], new Date());
  assert.equal(await passBreaker(server.db, 'quiet', new Date()), null);
});

test('all workers together keep to the pace', async () => {
  const now = new Date();
  const pace = { perMinute: 60, atMostMs: 60_000, now };
  const turns = await Promise.all(
    Array.from({ length: 70 }, () => takeTurn(server.db, { source: 'paced' }, pace)),
  );
  const within = turns.filter((turn) => turn !== null && turn < 60_000).length;
  assert.ok(within <= 60 && within >= 55, String(within));
  assert.ok(turns.some((turn) => turn === null));
});

test('the budget of a key holds, however many ask at once, and is new the next day', async () => {
  const user = await makeUser(server.db);
  await put(user.key, { key: 'thrifty', requests_per_day: 3, requests_per_month: 4 });
  const id = (await keysOf(user.id)).get('keyed')?.id ?? '';
  const at = (day: string) => new Date(`2026-03-${day}T12:00:00Z`);
  const taken = await Promise.all(Array.from({ length: 10 }, () => takeFromBudget(server.db, id, at('01'))));
  assert.equal(taken.filter((each) => each === 'taken').length, 3);
  assert.equal(taken.filter((each) => each === 'day').length, 7);
  assert.equal(await takeFromBudget(server.db, id, at('02')), 'taken');
  assert.equal(await takeFromBudget(server.db, id, at('02')), 'month');
  assert.equal(await takeFromBudget(server.db, randomUUID(), at('02')), 'gone');
});
