import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type EntityQuery, entityQuerySchema, findingQuerySchema } from '@cyborux/contract';
import { CompiledQuery, type Kysely, type KyselyPlugin, type RootOperationNode, sql } from 'kysely';
import type { Database } from '../src/db/schema.ts';
import { testDatabase } from '../src/db/test-database.ts';
import { pageEntities } from '../src/store/entity-pages.ts';
import { pageFindings } from '../src/store/finding-pages.ts';
import { insertUser } from '../src/store/users.ts';
import { insertDomain } from './fixtures.ts';

const USER = '11111111-1111-4111-8111-111111111111';
let database: Awaited<ReturnType<typeof testDatabase>>;
let domainId: string;

before(async () => {
  database = await testDatabase();
  const { db } = database;
  await insertUser(db, { id: USER, email: null, name: 'Tester', tier: 'enterprise' });
  for (const name of ['other.test', 'acme.test', 'more.test']) domainId = await insertDomain(db, USER, name);
  await sql`
    insert into entities (domain_id, id, kind, name, attributes, sources, risk_level, risk_score, first_seen, last_seen, last_analysis_id)
    select domains.id, gen_random_uuid(), kind, n || '.acme.test', '{}', '{}', n % 5, n % 97,
      now() - n * interval '1 minute', now() - n % 1000 * interval '1 minute', gen_random_uuid()
    from domains, unnest(array['FQDN', 'IPAddress']) as kind, generate_series(1, 5000) as n
  `.execute(db);
  await sql`
    insert into findings (domain_id, id, fingerprint, code, check_id, category, entity_id, entity, affects, severity,
      confidence, optional, title, evidence, remediation, refs, risk_level, risk_score, state, first_seen, last_seen, last_analysis_id)
    select domains.id, gen_random_uuid(), n::text, 'a/b', 'a', 'web', gen_random_uuid(), 'FQDN:acme.test', '{}', n % 5,
      'confirmed', false, 't', '[]', 'r', '{}', n % 5, n % 97, case when n % 3 = 0 then 'resolved' else 'open' end, now(), now(), gen_random_uuid()
    from domains, generate_series(1, 5000) as n
  `.execute(db);
  await sql`vacuum analyze`.execute(db);
});
after(() => database.close());

/** The nodes of the plans of every query that is run on a table. */
async function plansOf(table: string, run: (db: Kysely<Database>) => Promise<unknown>): Promise<PlanNode[]> {
  const roots: RootOperationNode[] = [];
  const recorder: KyselyPlugin = {
    transformQuery({ node }) {
      roots.push(node);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  await run(database.db.withPlugin(recorder));
  const nodes: PlanNode[] = [];
  for (const root of roots) {
    const query = database.db.getExecutor().compileQuery(root, { queryId: 'plan' });
    const explain = CompiledQuery.raw(`explain (format json) ${query.sql}`, [...query.parameters]);
    const { rows } = await database.db.executeQuery<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(explain);
    const [top] = rows[0]?.['QUERY PLAN'] ?? [];
    if (top && query.sql.includes(`"${table}"`)) nodes.push(...flat(top.Plan));
  }
  assert.ok(nodes.length > 0, 'nothing was asked');
  return nodes;
}

interface PlanNode {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  Plans?: PlanNode[];
}

function flat(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flat)];
}

const indexes = (nodes: PlanNode[]) =>
  nodes.map((node) => node['Index Name']).filter((name) => name !== undefined);
const types = (nodes: PlanNode[]) => nodes.map((node) => node['Node Type']);

for (const [query, index] of [
  [{}, 'entities_by_risk'],
  [{ order: 'asc' }, 'entities_by_risk'],
  [{ risk_level: 'critical,high' }, 'entities_by_risk'],
  [{ page: '20' }, 'entities_by_risk'],
  [{ sort_by: 'name' }, 'entities_by_name'],
  [{ sort_by: 'name', order: 'desc' }, 'entities_by_name'],
  [{ sort_by: 'first_seen' }, 'entities_by_first_seen'],
  [{ sort_by: 'first_seen', order: 'asc' }, 'entities_by_first_seen'],
  [{ sort_by: 'last_seen' }, 'entities_by_last_seen'],
  [{ sort_by: 'last_seen', order: 'asc' }, 'entities_by_last_seen'],
] as const satisfies readonly (readonly [Partial<Record<keyof EntityQuery, string>>, string])[]) {
  test(`a page of entities is read from its index: ${JSON.stringify(query)}`, async () => {
    const plans = await plansOf('entities', (db) =>
      pageEntities(db, domainId, 'subdomains', entityQuerySchema.parse(query)),
    );
    assert.ok(indexes(plans).includes(index), indexes(plans).join());
    const whole = plans.filter((node) => node['Node Type'] === 'Seq Scan');
    assert.ok(!whole.some((node) => node['Relation Name'] === 'entities'), types(plans).join());
  });
}

test('a page of open findings is read from its index, unsorted', async () => {
  const plans = await plansOf('findings', (db) => pageFindings(db, domainId, findingQuerySchema.parse({})));
  assert.ok(indexes(plans).includes('findings_by_risk'), indexes(plans).join());
  assert.ok(!types(plans).includes('Sort'), types(plans).join());
});
