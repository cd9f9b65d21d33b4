import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serviceKey, serviceName } from './service-name.ts';

test('an IPv4 address stands bare, an IPv6 address in brackets', () => {
  assert.equal(serviceName('192.0.2.1', 443), '192.0.2.1:443/tcp');
  assert.equal(serviceName('2001:db8::1', 443), '[2001:db8::1]:443/tcp');
  assert.equal(serviceName('192.0.2.1', 53, 'udp'), '192.0.2.1:53/udp');
});

test('the key is of kind Service', () => {
  assert.equal(serviceKey('2001:db8::1', 80), 'Service:[2001:db8::1]:80/tcp');
});
