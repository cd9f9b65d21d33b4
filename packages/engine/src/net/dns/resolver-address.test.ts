import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseServer } from './resolver-address.ts';
import type { DnsServer } from './server.ts';

const tls = (name: string | null) => ({ over: 'tls', name }) as const;
const https = (name: string | null, path = '/dns-query') => ({ over: 'https', name, path }) as const;

for (const [text, server] of [
  ['192.0.2.1', { host: '192.0.2.1', port: 53 }],
  ['192.0.2.1:5353', { host: '192.0.2.1', port: 5353 }],
  ['2001:db8::1', { host: '2001:db8::1', port: 53 }],
  ['[2001:db8::1]:5353', { host: '2001:db8::1', port: 5353 }],
  ['tls://192.0.2.1', { host: '192.0.2.1', port: 853, secure: tls(null) }],
  ['tls://192.0.2.1:8853#dns.example', { host: '192.0.2.1', port: 8853, secure: tls('dns.example') }],
  ['tls://192.0.2.1:443', { host: '192.0.2.1', port: 443, secure: tls(null) }],
  ['tls://dns.example#192.0.2.1', { host: '192.0.2.1', port: 853, secure: tls('dns.example') }],
  ['tls://[2001:db8::1]', { host: '2001:db8::1', port: 853, secure: tls(null) }],
  ['https://192.0.2.1/dns-query', { host: '192.0.2.1', port: 443, secure: https(null) }],
  [
    'https://dns.example:8443/q?x=1#2001:db8::1',
    { host: '2001:db8::1', port: 8443, secure: https('dns.example', '/q?x=1') },
  ],
] satisfies [string, DnsServer][]) {
  test(`reads ${text}`, () => assert.deepEqual(parseServer(text), server));
}

for (const wrong of [
  'dns.example',
  '192.0.2.1:',
  '192.0.2.1:99999',
  '[2001:db8::1',
  '',
  'tls://dns.example',
  'tls://192.0.2.1/path',
  'https://dns.example/dns-query',
  'https://user@192.0.2.1/dns-query',
  'http://192.0.2.1/dns-query',
  'https://dns.example/dns-query#other.example',
]) {
  test(`refuses "${wrong}"`, () => assert.throws(() => parseServer(wrong), /Not a resolver's address/));
}

test('whatever is written is an address or refused', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string().map((rest) => `tls://${rest}`),
    fc.webUrl(),
  );
  fc.assert(
    fc.property(text, (written) => {
      try {
        assert.ok(parseServer(written).port <= 65_535);
      } catch (error) {
        assert.match((error as Error).message, /^Not a resolver's address/);
      }
    }),
  );
});
