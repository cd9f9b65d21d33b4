import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnalysisState } from '@cyborux/contract';
import { type EventFeed, streamEvents } from './event-stream.ts';
import type { StoredEvent } from './store/event-feed.ts';

/** A feed held in memory, that tells how often it was read. */
function feedOf(stored: StoredEvent[], first: AnalysisState = 'running') {
  let state = first;
  const listeners = new Set<() => void>();
  const feed: EventFeed = {
    read: async (after) => stored.filter(({ seq }) => seq > after).slice(0, 2),
    state: async () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return {
    feed,
    listeners,
    add(seq: number) {
      stored.push({ seq, type: 'phase', body: { type: 'phase', seq } });
      for (const listener of listeners) listener();
    },
    end(as: AnalysisState) {
      state = as;
      for (const listener of listeners) listener();
    },
  };
}

const event = (seq: number) => ({ seq, type: 'phase', body: { type: 'phase', seq } });
const never = new AbortController().signal;
const idsOf = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

test('what is stored is told in order and then the end', async () => {
  const { feed } = feedOf([1, 2, 3, 5].map(event), 'partial');
  const text = (
    await Array.fromAsync(streamEvents(feed, { after: 0, heartbeatMs: 9_999, signal: never }))
  ).join('');
  assert.deepEqual(idsOf(text), [1, 2, 3, 5]);
  assert.match(text, /^retry: 2000\n\nid: 1\nevent: phase\ndata: \{"type":"phase","seq":1\}\n\nid: 2\n/);
  assert.match(text, /\n\nevent: end\ndata: \{"type":"end","state":"partial"\}\n\n$/);
});

test('it goes on after the number that was seen last', async () => {
  const { feed } = feedOf([1, 2, 3, 5].map(event), 'completed');
  const text = (
    await Array.fromAsync(streamEvents(feed, { after: 3, heartbeatMs: 9_999, signal: never }))
  ).join('');
  assert.deepEqual(idsOf(text), [5]);
});

test('what is stored later is told when it comes', async () => {
  const { feed, add, end } = feedOf([]);
  const stream = streamEvents(feed, { after: 0, heartbeatMs: 60_000, signal: never });
  assert.equal((await stream.next()).value, 'retry: 2000\n\n');
  const first = stream.next();
  add(1);
  assert.deepEqual(idsOf(String((await first).value)), [1]);
  add(2);
  add(3);
  assert.deepEqual(idsOf(String((await stream.next()).value)), [2, 3]);
  const last = stream.next();
  end('canceled');
  assert.match(String((await last).value), /^event: end/);
  assert.equal((await stream.next()).done, true);
});

test('silence is told by comments, which are no events', async () => {
  const { feed } = feedOf([]);
  const stream = streamEvents(feed, { after: 0, heartbeatMs: 1, signal: never });
  await stream.next();
  assert.match(String((await stream.next()).value), /^:.*\n\n$/);
  await stream.return(undefined);
});

test('what is stored without a notification is found at the next heartbeat', async () => {
  const stored: StoredEvent[] = [];
  const { feed } = feedOf(stored);
  const stream = streamEvents(feed, { after: 0, heartbeatMs: 1, signal: never });
  await stream.next();
  stored.push(event(1));
  let told = '';
  while (!told.includes('id: 1')) told += (await stream.next()).value;
  await stream.return(undefined);
});

test('it stops at once when the client leaves, and listens no longer', async () => {
  const { feed, listeners } = feedOf([]);
  const client = new AbortController();
  const stream = streamEvents(feed, { after: 0, heartbeatMs: 600_000, signal: client.signal });
  await stream.next();
  const waiting = stream.next();
  await new Promise(setImmediate);
  assert.equal(listeners.size, 1);
  client.abort();
  assert.equal((await waiting).done, true);
  assert.equal(listeners.size, 0);
});

test('no text within an event can end it or begin another', async () => {
  const body = { type: 'entity', name: 'x\n\nevent: end\ndata: {}\r\rid: 9\u2028' };
  const { feed } = feedOf([{ seq: 1, type: 'entity', body }], 'completed');
  const text = (
    await Array.fromAsync(streamEvents(feed, { after: 0, heartbeatMs: 9_999, signal: never }))
  ).join('');
  assert.deepEqual(idsOf(text), [1]);
  assert.equal(text.match(/^event: end/gm)?.length, 1);
  assert.doesNotMatch(text, /\r/);
});
