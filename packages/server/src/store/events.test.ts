import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Finding, ScanEvent, ScanResult, Verdict } from '@cyborux/contract';
import { type TestDatabase, testDatabase } from '../db/test-database.ts';
import { claimAnalysis, insertAnalysis, type Lease, LeaseLost, upsertDomain } from './analyses.ts';
import { appendEvents } from './events.ts';
import { loadKnownFacts } from './observations.ts';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const NOW = new Date('2026-05-01T00:00:00Z');
const LATER = new Date('2026-05-02T00:00:00Z');

const host = (name: string, attributes = {}, module = 'crtsh'): ScanEvent => ({
  type: 'entity',
  entity: { kind: 'FQDN', name, attributes },
  via: { module, from: null },
});

const observation = (entity: string, value: unknown): ScanEvent => ({
  type: 'observation',
  observation: { module: 'dns-records', entity, at: NOW.toISOString(), value },
});

const finding = (entity: Finding['entity'], fingerprint: string): ScanEvent => ({
  type: 'finding',
  finding: {
    ...{ code: 'hsts/missing', check: 'hsts', category: 'web', entity, affects: [], severity: 'low' },
    ...{
      confidence: 'confirmed',
      optional: false,
      title: 'No HSTS',
      evidence: [{ label: 'status', value: '200' }],
    },
    ...{ remediation: 'Send it.', references: ['RFC 6797'], fingerprint },
  },
});

const verdict = (entity: string, outcome: Verdict['outcome']): ScanEvent => ({
  type: 'verdicts',
  verdicts: [{ check: 'hsts', entity, outcome }],
});

const SCORE = { value: 80, interval: { low: 70, high: 90 }, grade: 'B' as const, coverage: 1 };
const result = (risks: ScanResult['risks'] = [], state: ScanResult['state'] = 'completed'): ScanEvent => ({
  type: 'result',
  result: {
    ...{ state, risks, sources: [], not_done: [], coverage: { answered: 2, open: 0, share: 1 } },
    score: { ...SCORE, categories: {} as ScanResult['score']['categories'], scoring_version: '1' },
  },
});

async function begin(domainId?: string): Promise<Lease & { userId: string }> {
  const { db } = database;
  const userId = randomUUID();
  await db.insertInto('users').values({ id: userId, name: 'Ann', tier: 'basic' }).execute();
  const analysisId = randomUUID();
  const lease = randomUUID();
  const domain = await db.transaction().execute(async (trx) => {
    const name = `${randomUUID()}.test`;
    const id = domainId ?? (await upsertDomain(trx, { id: randomUUID(), userId, name, registrable: name }));
    await insertAnalysis(trx, { id: analysisId, domainId: id, userId, now: NOW });
    return id;
  });
  await claimAnalysis(db, { analysisId, attempt: 0, lease, now: NOW, budgetSeconds: 60 });
  return { domainId: domain, analysisId, lease, userId };
}

const append = (lease: Lease, events: ScanEvent[], now = NOW) =>
  database.db.transaction().execute((trx) => appendEvents(trx, lease, events, now));

const stored = ({ domainId, analysisId }: Lease) =>
  database.db
    .selectFrom('analysis_events')
    .select(['seq', 'type', 'body'])
    .where('domain_id', '=', domainId)
    .where('analysis_id', '=', analysisId)
    .orderBy('seq')
    .execute();

const analysis = ({ analysisId }: Lease) =>
  database.db.selectFrom('analyses').selectAll().where('id', '=', analysisId).executeTakeFirstOrThrow();

const entities = ({ domainId }: Lease) =>
  database.db.selectFrom('entities').selectAll().where('domain_id', '=', domainId).orderBy('name').execute();

const findings = ({ domainId }: Lease) =>
  database.db
    .selectFrom('findings')
    .select(['fingerprint', 'state', 'resolved_at', 'first_seen', 'last_seen', 'risk_score'])
    .where('domain_id', '=', domainId)
    .orderBy('fingerprint')
    .execute();

test('events that come again are not stored again, and numbers have no gaps', async () => {
  const lease = await begin();
  const first = [host('a.test'), host('b.test'), host('a.test')];
  await append(lease, first);
  await append(lease, [...first, host('c.test')]);
  await append(lease, first);
  await append(lease, [host('d.test'), observation('FQDN:d.test', { A: [] })]);
  assert.deepEqual(
    (await stored(lease)).map((event) => event.seq),
    [1, 2, 3, 4, 5],
  );
  assert.equal((await analysis(lease)).last_seq, 5);
  assert.deepEqual((await analysis(lease)).counts, { entities: { FQDN: 4 }, findings: {} });
});

test('batches that are written at the same time keep one order', async () => {
  const lease = await begin();
  const names = Array.from({ length: 40 }, (_, index) => `h${index}.test`);
  await Promise.all(names.map((name) => append(lease, [host(name), host('same.test')])));
  const events = await stored(lease);
  assert.deepEqual(
    events.map((event) => event.seq),
    Array.from({ length: 41 }, (_, index) => index + 1),
  );
});

test('who has lost the lease writes nothing at all', async () => {
  const lease = await begin();
  await claimAnalysis(database.db, {
    analysisId: lease.analysisId,
    attempt: 1,
    lease: randomUUID(),
    now: LATER,
    budgetSeconds: 60,
  });
  await assert.rejects(append(lease, [host('a.test')]), LeaseLost);
  assert.deepEqual(await stored(lease), []);
  assert.deepEqual(await entities(lease), []);
});

test('the deadline stays that of the first claim', async () => {
  const lease = await begin();
  const claim = {
    analysisId: lease.analysisId,
    attempt: 1,
    lease: randomUUID(),
    now: LATER,
    budgetSeconds: 60,
  };
  const again = await claimAnalysis(database.db, claim);
  assert.deepEqual(again?.deadline, new Date(NOW.getTime() + 60_000));
});

test('a batch that cannot be stored leaves nothing behind', async () => {
  const lease = await begin();
  const wrong = {
    ...observation('FQDN:a.test', 1),
    observation: { module: 'm', entity: 'FQDN:a.test', at: 'never', value: 1 },
  };
  await assert.rejects(append(lease, [host('a.test'), wrong as ScanEvent]));
  assert.deepEqual(await stored(lease), []);
  assert.equal((await analysis(lease)).last_seq, 0);
});

test('an entity is renewed by what is found of it, and nothing is taken away', async () => {
  const first = await begin();
  await append(first, [host('a.test', { wildcard: false, title: 'Old' }), host('b.test')]);
  const second = await begin(first.domainId);
  await append(
    second,
    [host('a.test', { title: 'New' }, 'certspotter'), host('a.test', { http_status: 200 })],
    LATER,
  );
  const [a, b, ...others] = await entities(first);
  assert.deepEqual(others, []);
  assert.deepEqual(a?.attributes, { wildcard: false, title: 'New', http_status: 200 });
  assert.deepEqual(a?.sources, ['certspotter', 'crtsh']);
  assert.deepEqual([a?.first_seen, a?.last_seen], [NOW, LATER]);
  assert.deepEqual([b?.first_seen, b?.last_seen], [NOW, NOW]);
});

test('ways in which an entity was found add up', async () => {
  const lease = await begin();
  await append(lease, [host('a.test'), host('a.test', {}, 'certspotter')]);
  await append(lease, [
    { ...host('a.test'), via: { module: 'dns-records', from: 'FQDN:b.test' } } as ScanEvent,
  ]);
  const { count } = await database.db
    .selectFrom('entity_provenance')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('domain_id', '=', lease.domainId)
    .executeTakeFirstOrThrow();
  assert.equal(count, 3);
});

test('hostile text is stored without what the database cannot hold', async () => {
  const lease = await begin();
  await append(lease, [
    host('x\0y.test', { title: '<script>\0\ud800</script>' }),
    observation('FQDN:x\0y.test', { 'Ser\0ver': '\0' }),
  ]);
  await append(lease, [host('x\0y.test', { title: '<script>\0\ud800</script>' })]);
  const [entity] = await entities(lease);
  assert.equal(entity?.name, 'xy.test');
  assert.deepEqual(entity?.attributes, { title: '<script>\ufffd</script>' });
  assert.equal((await stored(lease)).length, 2);
});

test('what was judged, and is gone, is resolved; what could not be judged stays open; what is back is open', async () => {
  const first = await begin();
  const hosts = ['fixed', 'unclear', 'unseen', 'still'].map((name) => `FQDN:${name}.test` as const);
  await append(first, [
    ...hosts.map((entity) => finding(entity, entity)),
    ...hosts.map((entity) => verdict(entity, 'fail')),
  ]);
  await append(first, [result()]);

  const second = await begin(first.domainId);
  await append(
    second,
    [
      verdict('FQDN:fixed.test', 'pass'),
      verdict('FQDN:unclear.test', 'open'),
      verdict('FQDN:still.test', 'fail'),
      finding('FQDN:still.test', 'FQDN:still.test'),
      result(),
    ],
    LATER,
  );
  const states = async () =>
    Object.fromEntries((await findings(first)).map((row) => [row.fingerprint, row.state]));
  assert.deepEqual(await states(), {
    'FQDN:fixed.test': 'resolved',
    'FQDN:still.test': 'open',
    'FQDN:unclear.test': 'open',
    'FQDN:unseen.test': 'open',
  });
  const fixed = (await findings(first)).find((row) => row.fingerprint === 'FQDN:fixed.test');
  assert.deepEqual(fixed?.resolved_at, LATER);

  const third = await begin(first.domainId);
  await append(
    third,
    [finding('FQDN:fixed.test', 'FQDN:fixed.test'), verdict('FQDN:fixed.test', 'fail'), result()],
    LATER,
  );
  const back = (await findings(first)).find((row) => row.fingerprint === 'FQDN:fixed.test');
  assert.deepEqual([back?.state, back?.resolved_at, back?.first_seen], ['open', null, NOW]);
});

test('of two findings of one check that which does not recur is resolved', async () => {
  const first = await begin();
  await append(first, [
    finding('FQDN:a.test', 'one'),
    finding('FQDN:a.test', 'two'),
    verdict('FQDN:a.test', 'fail'),
    result(),
  ]);
  const second = await begin(first.domainId);
  await append(second, [finding('FQDN:a.test', 'two'), verdict('FQDN:a.test', 'fail'), result()], LATER);
  assert.deepEqual(
    (await findings(first)).map((row) => row.state),
    ['resolved', 'open'],
  );
});

test('an entity has the risk of the open findings on it, judged this time or not', async () => {
  const first = await begin();
  const names = ['a.test', 'b.test', 'c.test'];
  const affecting = finding('FQDN:b.test', 'f2');
  assert.ok(affecting.type === 'finding');
  affecting.finding.affects = ['FQDN:a.test'];
  const found = [finding('FQDN:a.test', 'f1'), affecting, finding('FQDN:c.test', 'f3')];
  await append(first, [...names.map((name) => host(name)), ...found, result()]);
  const risks = async () => (await entities(first)).map((row) => [row.name, row.risk_level, row.risk_score]);
  assert.deepEqual(await risks(), [
    ['a.test', 3, 5.9],
    ['b.test', 3, 3],
    ['c.test', 3, 3],
  ]);

  const second = await begin(first.domainId);
  // a is clean, b was seen but could not be judged, c is clean though nobody reports it any more.
  const verdicts = [
    verdict('FQDN:a.test', 'pass'),
    verdict('FQDN:b.test', 'open'),
    verdict('FQDN:c.test', 'pass'),
  ];
  await append(second, [host('a.test'), host('b.test'), ...verdicts, result()], LATER);
  assert.deepEqual(await risks(), [
    ['a.test', 3, 3],
    ['b.test', 3, 3],
    ['c.test', 4, 0],
  ]);
});

test('the domain has the score of the last analysis that observed something', async () => {
  const first = await begin();
  const domain = () =>
    database.db.selectFrom('domains').selectAll().where('id', '=', first.domainId).executeTakeFirstOrThrow();
  await append(first, [finding('FQDN:a.test', 'f'), result()]);
  const told = await domain();
  assert.deepEqual([told.score_value, told.risk_level, told.last_analysis_id], [80, 3, first.analysisId]);
  const second = await begin(first.domainId);
  await append(second, [result([], 'failed')], LATER);
  assert.deepEqual(await domain(), told);
});

test('progress never goes back, and phases follow the events', async () => {
  const lease = await begin();
  await append(lease, [
    { type: 'phase', phase: 'observe' },
    { type: 'progress', phase: 'observe', done: 1, total: 2 },
  ]);
  const half = await analysis(lease);
  assert.equal(half.phase, 'observe');
  assert.ok(half.progress > 0.5 && half.progress < 0.7);
  await append(lease, [
    { type: 'phase', phase: 'discover' },
    { type: 'progress', phase: 'observe', done: 1, total: 9 },
  ]);
  assert.equal((await analysis(lease)).progress, half.progress);
});

test('a run that goes on knows what the one before has found, and nothing else', async () => {
  const lease = await begin();
  const source = { source: 'crtsh', outcome: 'answered', entities: 1, duration_ms: 5 } as const;
  await append(lease, [
    host('a.test', { wildcard: true }),
    observation('FQDN:a.test', { A: ['192.0.2.1'] }),
    { type: 'source', source },
  ]);
  const { userId: _, ...other } = await begin(lease.domainId);
  assert.deepEqual(await loadKnownFacts(database.db, other), { entities: [], observations: [], sources: [] });
  const known = await loadKnownFacts(database.db, lease);
  assert.deepEqual(
    known.entities.map(({ entity, via }) => ({ entity, via })),
    [
      {
        entity: { kind: 'FQDN', name: 'a.test', attributes: { wildcard: true } },
        via: { module: 'crtsh', from: null },
      },
    ],
  );
  assert.deepEqual(known.observations, [
    { module: 'dns-records', entity: 'FQDN:a.test', at: NOW.toISOString(), value: { A: ['192.0.2.1'] } },
  ]);
  assert.deepEqual(known.sources, [source]);
});
