import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { ScanEvent, ScanResult } from '@cyborux/contract';
import type { NetSession, ScanOptions } from '@cyborux/engine';
import { cancelAnalysis } from './actions/cancel-analysis.ts';
import { startAnalysis } from './actions/start-analysis.ts';
import { type TestDatabase, testDatabase } from './db/test-database.ts';
import type { Scan } from './jobs/analyze.ts';
import { createLog } from './log.ts';
import { openQueue, type Queue } from './queue.ts';
import { type AnalysisRow, findAnalysisRow } from './store/analyses.ts';
import { balance } from './store/quota.ts';
import { insertUser } from './store/users.ts';
import { startWorker, type Worker } from './worker.ts';

let database: TestDatabase;
let sender: Queue;
const open: (() => Promise<void>)[] = [];
before(async () => {
  database = await testDatabase();
  sender = await openQueue({ url: database.url, budgetSeconds: 60 });
});
afterEach(async () => {
  for (let close = open.pop(); close; close = open.pop()) await close();
});
after(async () => {
  await sender.stop();
  await database.close();
});

const network = { close: async () => undefined } as unknown as NetSession;

async function work(scan: Scan, shutdownSeconds = 1): Promise<Worker> {
  const { db, url } = database;
  const queue = await openQueue({ url, budgetSeconds: 60, upkeep: true });
  const worker = await startWorker({
    ...{ db, url, queue, scan, concurrency: 2, budgetSeconds: 60, shutdownSeconds },
    ...{
      keys: {},
      keyBox: null,
      cacheSeconds: 0,
      personalData: true,
      modules: { sources: [], probes: [], checks: [] },
      now: () => new Date(),
    },
    ...{ openNetwork: () => network, log: createLog({ level: 'silent' }) },
  });
  open.push(async () => {
    await worker.stop();
    await queue.stop();
  });
  return worker;
}

async function begin(): Promise<{ user: { id: string }; analysisId: string }> {
  const user = { id: randomUUID() };
  await insertUser(database.db, { ...user, email: null, name: 'Ann', tier: 'protect' });
  const target = { name: 'acme.test', registrable: 'acme.test' };
  const { analysis } = await startAnalysis(
    { db: database.db, queue: sender },
    { user, target, now: new Date() },
  );
  return { user, analysisId: analysis.id };
}

async function until(analysisId: string, holds: (row: AnalysisRow) => boolean): Promise<AnalysisRow> {
  for (;;) {
    const row = await findAnalysisRow(database.db, analysisId);
    if (row && holds(row)) return row;
    await delay(20);
  }
}

const over = ({ state }: AnalysisRow) => state !== 'queued' && state !== 'running';
const usage = async (user: { id: string }) => (await balance(database.db, user, new Date())).analyses;

const host = (name: string): ScanEvent => ({
  type: 'entity',
  entity: { kind: 'FQDN', name, attributes: {} },
  via: { module: 'crtsh', from: null },
});

function result(state: ScanResult['state'], share: number | null = 1): ScanEvent {
  const score = { value: 80, interval: null, grade: 'B' as const, coverage: share };
  return {
    type: 'result',
    result: {
      ...{ state, risks: [], sources: [], not_done: [], coverage: { answered: 1, open: 0, share } },
      score: { ...score, categories: {} as ScanResult['score']['categories'], scoring_version: '1' },
    },
  };
}

const aborted = async (signal: AbortSignal | undefined) => {
  if (signal && !signal.aborted) await once(signal, 'abort');
};

/** Finds one host, then waits for the end of its signal. */
async function* endless({ signal }: ScanOptions): AsyncGenerator<ScanEvent> {
  yield host('first.acme.test');
  await aborted(signal);
}

/** Goes on where `endless` was interrupted. */
async function* resumed({ known }: ScanOptions): AsyncGenerator<ScanEvent> {
  yield host('first.acme.test');
  for (const { entity } of known?.entities ?? []) yield host(`after-${entity.name}`);
  yield result('completed');
}

const ENDINGS: [name: string, event: ScanEvent, state: string, used: number][] = [
  ['completed is charged', result('completed'), 'completed', 1],
  ['partial is charged when half of the checks were answered', result('partial', 0.5), 'partial', 1],
  ['partial is given back when fewer were answered', result('partial', 0.4), 'partial', 0],
  ['partial is given back when nothing was judged', result('partial', null), 'partial', 0],
  ['failed is given back', result('failed', null), 'failed', 0],
];

for (const [name, event, state, used] of ENDINGS) {
  test(`an analysis that ends as ${name}`, async () => {
    await work(async function* () {
      yield event;
    });
    const { user, analysisId } = await begin();
    const row = await until(analysisId, over);
    assert.equal(row.state, state);
    assert.equal(row.error === null, state !== 'failed');
    const told = await usage(user);
    assert.deepEqual([told.used, told.reserved], [used, 0]);
  });
}

test('when the engine throws, what it found stays, the analysis is failed and costs nothing', async () => {
  await work(async function* () {
    yield host('found.acme.test');
    throw new Error('a bug with a secret in it');
  });
  const { user, analysisId } = await begin();
  const row = await until(analysisId, over);
  assert.deepEqual([row.state, row.error], ['failed', 'An internal error ended the analysis.']);
  assert.deepEqual(row.counts?.entities, { FQDN: 1 });
  assert.equal((await usage(user)).remaining, 5);
});

test('an analysis that runs is canceled, and costs nothing before half of it was judged', async () => {
  await work(endless);
  const { user, analysisId } = await begin();
  await until(analysisId, ({ last_seq }) => last_seq === 1);
  const request = { user, analysisId, now: new Date() };
  assert.equal(await cancelAnalysis({ db: database.db }, request), 'running');
  assert.equal((await until(analysisId, over)).state, 'canceled');
  assert.equal((await usage(user)).remaining, 5);
  await assert.doesNotReject(cancelAnalysis({ db: database.db }, request));
});

test('a cancellation after most was judged is charged', async () => {
  await work(async function* ({ signal }) {
    yield { type: 'verdicts', verdicts: [{ check: 'hsts', entity: 'FQDN:acme.test', outcome: 'pass' }] };
    await aborted(signal);
  });
  const { user, analysisId } = await begin();
  await until(analysisId, ({ last_seq }) => last_seq === 1);
  await cancelAnalysis({ db: database.db }, { user, analysisId, now: new Date() });
  assert.equal((await until(analysisId, over)).state, 'canceled');
  assert.equal((await usage(user)).used, 1);
});

test('a worker that stops hands its work back, and the next one goes on with it', async () => {
  const first = await work(endless);
  const { user, analysisId } = await begin();
  const { deadline_at: deadline } = await until(analysisId, ({ last_seq }) => last_seq === 1);
  await first.stop();
  const between = await findAnalysisRow(database.db, analysisId);
  assert.deepEqual([between?.state, between?.lease], ['running', null]);
  await work(resumed);
  const row = await until(analysisId, over);
  assert.equal(row.state, 'completed');
  assert.deepEqual(row.deadline_at, deadline);
  assert.deepEqual(row.counts?.entities, { FQDN: 2 });
  assert.equal(row.last_seq, 3);
  assert.equal((await usage(user)).used, 1);
});

test('a worker that stops lets end what is about to be ready', async () => {
  const ready = new AbortController();
  const worker = await work(async function* () {
    yield host('first.acme.test');
    await aborted(ready.signal);
    yield result('completed');
  }, 60);
  const { analysisId } = await begin();
  await until(analysisId, ({ last_seq }) => last_seq === 1);
  const stopped = worker.stop();
  ready.abort();
  await stopped;
  assert.equal((await findAnalysisRow(database.db, analysisId))?.state, 'completed');
});

test('the work of a process that was killed goes on at once, and nothing of it is there twice', async () => {
  const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const script = `
    const { connect } = await import(${url('./db/connect.ts')});
    const { openQueue } = await import(${url('./queue.ts')});
    const { startWorker } = await import(${url('./worker.ts')});
    const { createLog } = await import(${url('./log.ts')});
    const url = ${JSON.stringify(database.url)};
    const entity = { kind: 'FQDN', name: 'first.acme.test', attributes: {} };
    await startWorker({
      db: connect(url), url, queue: await openQueue({ url, budgetSeconds: 60, upkeep: true }),
      async *scan() { yield { type: 'entity', entity, via: { module: 'crtsh', from: null } }; await new Promise(() => {}); },
      concurrency: 1, budgetSeconds: 60, shutdownSeconds: 1, keys: {}, keyBox: null, cacheSeconds: 0, personalData: true, modules: { sources: [], probes: [], checks: [] },
      now: () => new Date(), openNetwork: () => ({ close: async () => {} }), log: createLog({ level: 'silent' }),
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { user, analysisId } = await begin();
  await until(analysisId, ({ last_seq }) => last_seq === 1);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await work(resumed);
  const row = await until(analysisId, over);
  assert.equal(row.state, 'completed');
  assert.equal(row.attempt, 1);
  assert.deepEqual(row.counts?.entities, { FQDN: 2 });
  assert.equal((await usage(user)).used, 1);
});

test('what is claimed by another worker is given up by the one before', async () => {
  const halted = new Set<string>();
  await work(async function* ({ target, signal }) {
    yield host('first.acme.test');
    await aborted(signal);
    halted.add(target.name);
  });
  const { analysisId } = await begin();
  await until(analysisId, ({ last_seq }) => last_seq === 1);
  const lease = randomUUID();
  await database.db.updateTable('analyses').set({ lease }).where('id', '=', analysisId).execute();
  while (halted.size === 0) await delay(20);
  const row = await findAnalysisRow(database.db, analysisId);
  assert.equal(row?.state, 'running');
});
