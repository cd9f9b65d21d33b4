import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ZoneSpec } from '../spec.ts';
import { greynoise } from './greynoise.ts';

const zone: ZoneSpec = {
  name: 'acme.test',
  records: [],
  nameServers: [],
  sites: [],
  mail: [],
  knownTo: { crtsh: [], certspotter: [], greynoise: { '192.0.2.70': 'malicious' } },
  faults: [],
};
const world = { zones: [zone], now: new Date() };

test('tells what it knows of the address, and 404 of others', () => {
  const url = 'https://api.greynoise.io/v3/community/192.0.2.70';
  const { status, body: text } = greynoise.answer(new URL(url), world);
  const body = JSON.parse(text);
  assert.deepEqual([status, body.ip], [200, '192.0.2.70']);
  assert.deepEqual(body.classification, 'malicious');
  assert.equal(greynoise.answer(new URL(url.replace('.70', '.71')), world).status, 404);
});
