import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ZoneSpec } from '../spec.ts';
import { internetdb } from './internetdb.ts';

const zone: ZoneSpec = {
  name: 'acme.test',
  records: [],
  nameServers: [],
  sites: [],
  mail: [],
  knownTo: { crtsh: [], certspotter: [], internetdb: { '192.0.2.70': { ports: [443], hostnames: [] } } },
  faults: [],
};
const world = { zones: [zone], now: new Date() };

test('tells what it knows of the address, and 404 of others', () => {
  const url = 'https://internetdb.shodan.io/192.0.2.70';
  const { status, body: text } = internetdb.answer(new URL(url), world);
  const body = JSON.parse(text);
  assert.deepEqual([status, body.ip], [200, '192.0.2.70']);
  assert.deepEqual(body.ports, [443]);
  assert.equal(internetdb.answer(new URL(url.replace('.70', '.71')), world).status, 404);
});
