import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type EntityQuery, entityQuerySchema, RISK_LEVELS } from '@cyborux/contract';
import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { entityId } from '../db/ids.ts';
import { type TestDatabase, testDatabase } from '../db/test-database.ts';
import { up } from '../migrations/0002-entity-lists.ts';
import { countEntities, pageEntities } from './entity-pages.ts';
import { insertUser } from './users.ts';

let database: TestDatabase;
const userId = randomUUID();

before(async () => {
  database = await testDatabase();
  await insertUser(database.db, { id: userId, email: null, name: 'Ann', tier: 'basic' });
});
after(() => database.close());

async function addDomain(): Promise<string> {
  const id = randomUUID();
  await database.db
    .insertInto('domains')
    .values({ id, user_id: userId, name: `${id}.test`, registrable: `${id}.test` })
    .execute();
  return id;
}

interface Entity {
  name: string;
  kind?: string;
  level?: number;
  score?: number;
}

async function upsert(domainId: string, entities: readonly Entity[], db = database.db): Promise<void> {
  await db
    .insertInto('entities')
    .values(
      entities.map(({ name, kind = 'FQDN', level = 4, score = 0 }) => ({
        domain_id: domainId,
        id: entityId(domainId, `FQDN:${name}`),
        kind,
        name,
        attributes: '{}',
        sources: ['crtsh'],
        risk_level: level,
        risk_score: score,
        first_seen: new Date(),
        last_seen: new Date(),
        last_analysis_id: domainId,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['domain_id', 'id']).doUpdateSet((eb) => ({
        last_seen: eb.ref('excluded.last_seen'),
        risk_level: eb.ref('excluded.risk_level'),
      })),
    )
    .execute();
}

function list(domainId: string, query: Partial<EntityQuery> = {}) {
  return pageEntities(database.db, domainId, 'subdomains', { ...entityQuerySchema.parse({}), ...query });
}

/** The kept counts are what counting gives. */
async function assertExact(domainId: string): Promise<void> {
  const rows = await database.db
    .selectFrom('entities')
    .select(['kind', 'risk_level'])
    .where('domain_id', '=', domainId)
    .execute();
  const counted = await countEntities(database.db, domainId);
  for (const [endpoint, kind] of [
    ['subdomains', 'FQDN'],
    ['services', 'Service'],
  ] as const) {
    for (const [rank, level] of RISK_LEVELS.entries()) {
      const actual = rows.filter((row) => row.kind === kind && row.risk_level === rank).length;
      assert.equal(counted[endpoint][level], actual, `${kind} ${level}`);
    }
    assert.equal(counted[endpoint].total, rows.filter((row) => row.kind === kind).length);
  }
}

const names = (page: { items: Record<string, unknown>[] }) => page.items.map((item) => item.name);

test('totals stay exact whatever is inserted, seen again, judged anew and deleted', async () => {
  const entity = fc.record({
    name: fc.constantFrom('a.test', 'b.test', 'c.test', 'd.test'),
    level: fc.integer({ min: 0, max: 4 }),
    kind: fc.constantFrom('FQDN', 'Service'),
  });
  const step = fc.oneof(
    fc.record({
      do: fc.constant('upsert' as const),
      entities: fc.uniqueArray(entity, { minLength: 1, selector: (each) => each.name }),
    }),
    fc.record({ do: fc.constant('judge' as const), from: fc.nat(4), to: fc.nat(4) }),
    fc.record({ do: fc.constant('delete' as const), level: fc.nat(4) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const domainId = await addDomain();
      for (const each of steps) {
        if (each.do === 'upsert') await upsert(domainId, each.entities);
        if (each.do === 'judge')
          await sql`update entities set risk_level = ${each.to} where domain_id = ${domainId} and risk_level = ${each.from}`.execute(
            database.db,
          );
        if (each.do === 'delete')
          await sql`delete from entities where domain_id = ${domainId} and risk_level = ${each.level}`.execute(
            database.db,
          );
        await assertExact(domainId);
      }
    }),
    { numRuns: 30 },
  );
});

test('totals stay exact when many write the same entities at once', async () => {
  const domainId = await addDomain();
  const entities = Array.from({ length: 40 }, (_, n) => ({ name: `h${n}.test`, level: n % 5 }));
  await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      upsert(
        domainId,
        entities.slice(n, n + 20).map((each) => ({ ...each, level: (each.level + n) % 5 })),
      ),
    ),
  );
  await assertExact(domainId);
  assert.equal((await list(domainId)).total, 31);
});

test('what is rolled back is not counted', async () => {
  const domainId = await addDomain();
  await upsert(domainId, [{ name: 'a.test' }]);
  await assert.rejects(
    database.db.transaction().execute(async (trx) => {
      await upsert(domainId, [{ name: 'b.test' }], trx);
      throw new Error('undone');
    }),
    /undone/,
  );
  assert.equal((await list(domainId)).total, 1);
});

test('a domain that is deleted takes its entities and their counts along', async () => {
  const domainId = await addDomain();
  const other = await addDomain();
  for (const id of [domainId, other]) await upsert(id, [{ name: 'a.test' }, { name: 'b.test', level: 1 }]);
  await database.db.deleteFrom('domains').where('id', '=', domainId).execute();
  const left = await sql<{ domain_id: string }>`select distinct domain_id from entity_counts
    where domain_id in (${domainId}, ${other})`.execute(database.db);
  assert.deepEqual(left.rows, [{ domain_id: other }]);
  await assertExact(other);
});

test('the total is that of the filter, on every page and past the end', async () => {
  const domainId = await addDomain();
  await upsert(domainId, [
    { name: 'www.test', level: 0, score: 90 },
    { name: 'api.test', level: 1, score: 50 },
    { name: 'vpn1.test', level: 1, score: 70 },
    { name: 'vpn2.test', score: 5 },
    { name: 'vpn_3.test' },
    { name: 'vpn.service', kind: 'Service', level: 0 },
  ]);
  const table: [Partial<EntityQuery>, string[], number][] = [
    [{}, ['www.test', 'vpn1.test', 'api.test', 'vpn2.test', 'vpn_3.test'], 5],
    [{ per_page: 2, page: 2 }, ['api.test', 'vpn2.test'], 5],
    [{ per_page: 2, page: 9 }, [], 5],
    [{ risk_level: ['high', 'critical'] }, ['www.test', 'vpn1.test', 'api.test'], 3],
    [{ risk_level: ['high'], per_page: 1 }, ['vpn1.test'], 2],
    [{ risk_level: ['low'] }, [], 0],
    [{ q: 'VPN' }, ['vpn1.test', 'vpn2.test', 'vpn_3.test'], 3],
    [{ q: 'vpn', per_page: 1, page: 2 }, ['vpn2.test'], 3],
    [{ q: 'vpn', per_page: 2, page: 3 }, [], 3],
    [{ q: 'vpn', risk_level: ['high'] }, ['vpn1.test'], 1],
    [{ q: 'vpn_' }, ['vpn_3.test'], 1],
    [{ q: 'nothing' }, [], 0],
    [{ sort_by: 'name' }, ['api.test', 'vpn1.test', 'vpn2.test', 'vpn_3.test', 'www.test'], 5],
  ];
  for (const [query, expected, total] of table) {
    const answer = await list(domainId, query);
    assert.deepEqual([names(answer), answer.total], [expected, total], JSON.stringify(query));
  }
});

test('entities that were there before the counts are counted', async () => {
  const domainId = await addDomain();
  await upsert(domainId, [{ name: 'a.test' }, { name: 'b.test', level: 2 }]);
  await database.db.transaction().execute(async (trx) => {
    await sql`drop table entity_counts; drop function count_entities() cascade;
      drop index if exists entities_by_part_of_name`.execute(trx);
    await up(trx as unknown as Kysely<unknown>);
  });
  await assertExact(domainId);
});
