import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDestinations } from './routes.ts';

const routes = [
  { address: '192.0.2.1', port: 443, to: { host: '127.0.0.1', port: 40443 } },
  { address: '2001:db8::1', port: 25, to: { host: '127.0.0.1', port: 40025 } },
];

test('a routed pair goes where its route says', () => {
  const destinations = createDestinations(routes);
  assert.deepEqual(destinations('192.0.2.1', 443), { state: 'allowed', host: '127.0.0.1', port: 40443 });
  assert.deepEqual(destinations('2001:db8::1', 25), { state: 'allowed', host: '127.0.0.1', port: 40025 });
});

test('nothing listens at a documentation address off the routes, other port or other address', () => {
  const destinations = createDestinations(routes);
  for (const [address, port] of [
    ['192.0.2.1', 80],
    ['192.0.2.2', 443],
    ['2001:db8::2', 25],
  ] as const) {
    assert.deepEqual(destinations(address, port), { state: 'absent', reason: 'connection-refused' });
  }
});

test('documentation addresses are blocked where there are no routes', () => {
  const answer = createDestinations()('192.0.2.1', 443);
  assert.equal(answer.state === 'unknown' && answer.reason, 'blocked');
});

test('routes open no other door: loopback, private and odd spellings stay blocked', () => {
  const destinations = createDestinations(routes);
  for (const address of [
    '127.0.0.1',
    '10.0.0.1',
    '::1',
    '169.254.169.254',
    '192.000.002.001',
    '3221225985',
  ]) {
    const answer = destinations(address, 443);
    assert.equal(answer.state === 'unknown' && answer.reason, 'blocked', address);
  }
});

test('an address of the internet is dialled as it is', () => {
  assert.deepEqual(createDestinations(routes)('1.1.1.1', 443), {
    state: 'allowed',
    host: '1.1.1.1',
    port: 443,
  });
});
