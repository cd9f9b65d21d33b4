import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import type { AnalysisState } from '@cyborux/contract';
import { notifyAnalysis } from '../src/store/analyses.ts';
import { insertAnalysis, insertDomain, insertEvents, insertObservation } from './fixtures.ts';
import { makeUser, startServer } from './server.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let user: Awaited<ReturnType<typeof makeUser>>;
let domainId: string;

before(async () => {
  server = await startServer();
  user = await makeUser(server.db);
  domainId = await insertDomain(server.db, user.id, 'acme.test');
});
after(() => server.close());

const phase = (seq: number) => ({ seq, type: 'phase', body: { type: 'phase', phase: 'discover' } });

async function analysis(state: AnalysisState, seqs: number[]): Promise<string> {
  const id = await insertAnalysis(server.db, { userId: user.id, domainId, state });
  if (seqs.length > 0) await insertEvents(server.db, { domainId, analysisId: id }, seqs.map(phase));
  return id;
}

const follow = (id: string, query = '', headers: Record<string, string> = {}) =>
  server.ask('GET', `/api/analyses/${id}/events${query}`, { key: user.key, headers });
const idsOf = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

/** Follows while the analysis goes on: `until` reads on to what is looked for. */
async function open(id: string) {
  const aborted = new AbortController();
  const response = await fetch(`${server.baseUrl}/api/analyses/${id}/events`, {
    headers: { authorization: `Bearer ${user.key}` },
    signal: aborted.signal,
  });
  const reader = (response.body ?? assert.fail()).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    response,
    close: () => aborted.abort(),
    async until(pattern: RegExp): Promise<string> {
      while (!pattern.test(text)) {
        const { value, done } = await reader.read();
        if (done) assert.fail(`The stream ended before ${pattern}: ${text}`);
        text += value;
      }
      return text;
    },
    rest: async () => (await reader.read()).done,
  };
}

test('an analysis that is over is told from its first event to its end', async () => {
  const seqs = Array.from({ length: 450 }, (_, index) => index + 1);
  const { status, headers, text } = await follow(await analysis('completed', seqs));
  assert.equal(status, 200);
  assert.equal(headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.deepEqual(idsOf(text), seqs);
  assert.match(text, /id: 1\nevent: phase\ndata: \{"type":"phase","phase":"discover"\}\n\n/);
  assert.match(text, /event: end\ndata: \{"type":"end","state":"completed"\}\n\n$/);
});

for (const [what, query, headers, expected] of [
  ['Last-Event-ID', '', { 'last-event-id': '3' }, [4, 5]],
  ['?after=', '?after=4', {}, [5]],
  ['both: the header goes first', '?after=1', { 'last-event-id': '4' }, [5]],
  ['the last number', '', { 'last-event-id': '5' }, []],
  ['a number beyond the last', '', { 'last-event-id': '9007199254740991' }, []],
  ['0', '?after=0', {}, [1, 2, 3, 4, 5]],
] as const) {
  test(`it goes on after what was seen: ${what}`, async () => {
    const { text } = await follow(await analysis('partial', [1, 2, 3, 4, 5]), query, headers);
    assert.deepEqual(idsOf(text), expected);
    assert.match(text, /event: end\ndata: \{"type":"end","state":"partial"\}\n\n$/);
  });
}

for (const [query, headers, field] of [
  ['?after=-1', {}, 'after'],
  ['?after=x', {}, 'after'],
  ['?after=1&after=2', {}, 'after'],
  ['', { 'last-event-id': 'x' }, 'last-event-id'],
  ['?include=everything', {}, 'include'],
] as const) {
  test(`refused: ${query} ${JSON.stringify(headers)}`, async () => {
    const { status, body } = await follow(await analysis('completed', []), query, headers);
    assert.equal(status, 400);
    assert.ok(body.detail.startsWith(`\`${field}\` must be `), body.detail);
  });
}

test('what comes while one follows is told when it is there', async () => {
  const id = await analysis('running', [1]);
  const stream = await open(id);
  await stream.until(/id: 1\n/);
  await insertEvents(server.db, { domainId, analysisId: id }, [phase(2), phase(3)]);
  await notifyAnalysis(server.db, id);
  assert.deepEqual(idsOf(await stream.until(/id: 3\n/)), [1, 2, 3]);
  await server.db.updateTable('analyses').set({ state: 'canceled' }).where('id', '=', id).execute();
  await notifyAnalysis(server.db, id);
  await stream.until(/event: end\ndata: \{"type":"end","state":"canceled"\}\n\n/);
  assert.equal(await stream.rest(), true);
});

test('many follow one analysis, and each sees everything once', async () => {
  const id = await analysis('running', []);
  const streams = await Promise.all(Array.from({ length: 20 }, () => open(id)));
  for (let seq = 1; seq <= 50; seq += 1) {
    await insertEvents(server.db, { domainId, analysisId: id }, [phase(seq)]);
    await notifyAnalysis(server.db, id);
  }
  for (const stream of streams) {
    const text = await stream.until(/id: 50\n/);
    assert.deepEqual(
      idsOf(text),
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    stream.close();
  }
});

test('observations are left out unless they are asked for, with what was observed', async () => {
  const id = await analysis('completed', [1, 3]);
  const observation = { module: 'dns-records', entity: 'FQDN:acme.test', at: '2026-01-01T00:00:00Z' };
  const ids = { domainId, analysisId: id };
  await insertEvents(server.db, ids, [
    { seq: 2, type: 'observation', body: { type: 'observation', observation } },
  ]);
  await insertObservation(server.db, ids, observation, { A: ['192.0.2.1'] });
  assert.deepEqual(idsOf((await follow(id)).text), [1, 3]);
  const { text } = await follow(id, '?include=observation');
  assert.deepEqual(idsOf(text), [1, 2, 3]);
  const data = JSON.parse(/event: observation\ndata: (.*)/.exec(text)?.[1] ?? '');
  assert.deepEqual(data, {
    type: 'observation',
    observation: { ...observation, value: { A: ['192.0.2.1'] } },
  });
});

test('a client that does not read is not written to without end', async () => {
  const id = await analysis('running', []);
  const text = 'x'.repeat(50_000);
  for (let seq = 1; seq <= 400; seq += 1) {
    await insertEvents(server.db, { domainId, analysisId: id }, [
      { seq, type: 'finding', body: { type: 'finding', text } },
    ]);
  }
  const socket = connect(server.port, '127.0.0.1');
  socket.write(
    `GET /api/analyses/${id}/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${user.key}\r\n\r\n`,
  );
  const [first] = await once(socket, 'data');
  assert.match(String(first), /^HTTP\/1.1 200/);
  socket.pause();
  let before = -1;
  // Until nothing more is taken by the buffers of the system.
  for (let bytes = server.written(); bytes !== before; bytes = server.written()) {
    before = bytes;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(server.buffered() < 8_000_000, `${server.buffered()} bytes are held`);
  socket.destroy();
});

test('a client that leaves is forgotten', async () => {
  const nobodyFollows = async () => {
    while (server.subscriptions() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await nobodyFollows();
  const id = await analysis('running', [1]);
  const stream = await open(id);
  await stream.until(/id: 1\n/);
  assert.equal(server.subscriptions(), 1);
  stream.close();
  await nobodyFollows();
});

test('a server that stops ends the streams at once', async () => {
  const other = await startServer();
  const someone = await makeUser(other.db);
  const domain = await insertDomain(other.db, someone.id, 'acme.test');
  const id = await insertAnalysis(other.db, { userId: someone.id, domainId: domain });
  const response = await fetch(`${other.baseUrl}/api/analyses/${id}/events`, {
    headers: { authorization: `Bearer ${someone.key}` },
  });
  const [text] = await Promise.all([response.text(), other.close()]);
  assert.doesNotMatch(text, /event: end/);
});
