import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Analysis, DomainSummary, FindingItem, Page, Usage } from '@cyborux/contract';
import { type Lab, startLab } from '@cyborux/lab';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { type CyboruxProcess, startCyborux } from './servers/cyborux.ts';

const DOMAIN = 'acme.test';

let folder: string;
let lab: Lab;
let settings: Record<string, string>;
let key: string;
const running = new Set<CyboruxProcess>();

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cyborux-kill-'));
  lab = await startLab();
  await writeFile(join(folder, 'network.json'), JSON.stringify(lab.network));
  settings = { CYBORUX_HOME: join(folder, 'home'), CYBORUX_NETWORK: join(folder, 'network.json') };
});

after(async () => {
  for (const server of running) await server.stop();
  await lab.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(more: Record<string, string> = {}): Promise<CyboruxProcess> {
  const server = await startCyborux({ ...settings, ...more });
  running.add(server);
  key = server.operatorKey ?? key;
  return server;
}

async function kill(server: CyboruxProcess): Promise<void> {
  await server.kill();
  running.delete(server);
}

async function call<T>(server: CyboruxProcess, path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(`${server.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  });
  assert.ok(response.ok, `${path} answered ${response.status}`);
  return (await response.json()) as T;
}

const begin = (server: CyboruxProcess) =>
  call<Analysis>(server, '/api/analyze-domain', { method: 'POST', body: JSON.stringify({ domain: DOMAIN }) });

interface StreamedEvent {
  seq: number;
  type: string;
  data: string;
}

/** Events after a number, until `enough` of them, the end of the analysis, or a broken connection. */
async function follow(
  server: CyboruxProcess,
  id: string,
  after: number,
  enough = Number.POSITIVE_INFINITY,
): Promise<{ events: StreamedEvent[]; ended: boolean }> {
  const events: StreamedEvent[] = [];
  const leave = new AbortController();
  try {
    const response = await fetch(`${server.url}/api/analyses/${id}/events?include=observation`, {
      headers: { authorization: `Bearer ${key}`, 'last-event-id': String(after) },
      signal: leave.signal,
    });
    assert.ok(response.ok && response.body !== null);
    const stream = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    for await (const { id: seq, event = '', data } of stream) {
      if (event === 'end') return { events, ended: true };
      events.push({ seq: Number(seq), type: event, data });
      if (events.length >= enough) break;
    }
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
  } finally {
    leave.abort();
  }
  return { events, ended: false };
}

async function settled(server: CyboruxProcess, id: string): Promise<Analysis> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const analysis = await call<Analysis>(server, `/api/analyses/${id}`);
    if (!['queued', 'running'].includes(analysis.state)) return analysis;
    await sleep(100);
  }
  throw new Error('the analysis did not end');
}

function assertEachOnce(events: readonly StreamedEvent[]): void {
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, index) => index + 1),
    'numbers without a gap and without a repetition',
  );
  const contents = events.map(({ type, data }) => `${type} ${data}`);
  assert.equal(new Set(contents).size, contents.length, 'no event twice');
  const observed = events
    .filter(({ type }) => type === 'observation')
    .map(({ data }) => {
      const { observation } = JSON.parse(data) as { observation: { module: string; entity: string } };
      return `${observation.module} ${observation.entity}`;
    });
  assert.equal(new Set(observed).size, observed.length, 'nothing observed twice');
}

async function pictureOf(server: CyboruxProcess) {
  const summary = await call<DomainSummary>(server, `/api/domains/${DOMAIN}`);
  const findings = await call<Page<FindingItem>>(server, `/api/domains/${DOMAIN}/findings?per_page=100`);
  return {
    entities: summary.entities,
    score: summary.score,
    coverage: summary.coverage,
    findings: findings.items
      .map(({ code, entity, fingerprint }) => `${code} ${entity} ${fingerprint}`)
      .sort(),
  };
}

test('an analysis survives kill -9 at many moments, and comes to what it would have come to', async () => {
  let server = await start();
  const undisturbed = await begin(server);
  assert.equal((await settled(server, undisturbed.id)).state, 'completed');
  const expected = await pictureOf(server);

  const { id } = await begin(server);
  const events: StreamedEvent[] = [];
  for (const further of [1, 20, 60, 120, 200]) {
    const part = await follow(server, id, events.length, further);
    events.push(...part.events);
    await kill(server);
    server = await start();
  }
  let ended = false;
  while (!ended) {
    const part = await follow(server, id, events.length);
    events.push(...part.events);
    ended = part.ended;
  }
  const analysis = await settled(server, id);
  assert.equal(analysis.state, 'completed');
  assertEachOnce(events);
  assert.deepEqual(await pictureOf(server), expected);
  const usage = await call<Usage>(server, '/api/user/usage');
  assert.equal(usage.analyses.used, 2);
  assert.equal(usage.analyses.reserved, 0);

  const { code, took } = await server.stop();
  running.delete(server);
  assert.equal(code, 0);
  assert.ok(took < 10_000);
});

test('a worker that is killed is replaced by another, while clients of the API notice nothing', async () => {
  const api = await start({ CYBORUX_ROLE: 'api' });
  const first = await start({ CYBORUX_ROLE: 'worker' });
  const { id } = await begin(api);
  const beginning = await follow(api, id, 0, 40);
  const rest = follow(api, id, beginning.events.length);
  await kill(first);
  await start({ CYBORUX_ROLE: 'worker' });
  const { events, ended } = await rest;
  assert.ok(ended);
  assertEachOnce([...beginning.events, ...events]);
  assert.equal((await settled(api, id)).state, 'completed');
});

test('a worker that is told to stop in the middle hands its analysis to the next', async () => {
  const [api] = running;
  assert.ok(api !== undefined);
  const { id } = await begin(api);
  await follow(api, id, 0, 30);
  const worker = [...running].at(-1);
  assert.ok(worker !== undefined && worker !== api);
  const { code, took } = await worker.stop();
  running.delete(worker);
  assert.equal(code, 0);
  assert.ok(took < 10_000);
  await start({ CYBORUX_ROLE: 'worker' });
  assert.equal((await settled(api, id)).state, 'completed');
});
