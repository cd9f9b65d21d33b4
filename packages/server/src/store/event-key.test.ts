import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScanEvent } from '@cyborux/contract';
import { eventKey } from './event-key.ts';

const host = (name: string, attributes = {}, module = 'crtsh', from: string | null = null): ScanEvent => ({
  type: 'entity',
  entity: { kind: 'FQDN', name, attributes },
  via: { module, from },
});

test('the same event has the same key, in whatever order its attributes stand', () => {
  assert.equal(
    eventKey(host('a.test', { wildcard: true, addresses: ['192.0.2.1'] })),
    eventKey(host('a.test', { addresses: ['192.0.2.1'], wildcard: true })),
  );
});

test('another name, attribute, module or way is another event', () => {
  const events = [
    host('a.test'),
    host('b.test'),
    host('a.test', { wildcard: true }),
    host('a.test', {}, 'certspotter'),
    host('a.test', {}, 'crtsh', 'FQDN:b.test'),
  ];
  assert.equal(new Set(events.map(eventKey)).size, events.length);
});

test('progress is the same event as long as it is the same percent', () => {
  const progress = (done: number): ScanEvent => ({ type: 'progress', phase: 'observe', done, total: 1000 });
  assert.equal(eventKey(progress(11)), eventKey(progress(19)));
  assert.notEqual(eventKey(progress(19)), eventKey(progress(20)));
  assert.equal(eventKey({ type: 'progress', phase: 'judge', done: 0, total: 0 }), 'progress:judge:100');
});

test('a key fits into an index, and long names that differ at their end have different ones', () => {
  const long = (end: string) => eventKey(host(`${'x'.repeat(60_000)}${end}`));
  assert.ok(long('a').length <= 200);
  assert.notEqual(long('a'), long('b'));
});
