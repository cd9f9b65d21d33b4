import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExchangedRecord, ServerExchange } from '../net.ts';
import { readSignedServer, signedServerSchema } from './signed-server.ts';

const server = { name: 'ns1.acme.test', address: '192.0.2.1' };
const key = { flags: 257, protocol: 3, algorithm: 13, publicKey: 'AAAA' };

function rrsig(typeCovered: number, owner = 'acme.test'): ExchangedRecord {
  const times = { inception: 100, expiration: 200, originalTtl: 60, labels: 2 };
  const value = { typeCovered, algorithm: 13, keyTag: 7, signer: 'acme.test', signature: '', ...times };
  return { owner, ttl: 60, type: 'RRSIG', value };
}

function said(answers: ExchangedRecord[], changed: Partial<ServerExchange> = {}): ServerExchange {
  return {
    state: 'answered',
    rcode: 'NOERROR',
    authoritative: true,
    truncated: false,
    recursionAvailable: false,
    sameCase: true,
    edns: null,
    answers,
    authority: [],
    additional: [],
    bytes: 100,
    durationMs: 1,
    ...changed,
  } as ServerExchange;
}

function read(keys: ServerExchange, soa: ServerExchange) {
  const seen = readSignedServer(server, 'acme.test', { DNSKEY: keys, SOA: soa });
  assert.deepEqual(signedServerSchema.parse(JSON.parse(JSON.stringify(seen))), seen);
  return seen;
}

const keys = said([{ owner: 'acme.test', ttl: 60, type: 'DNSKEY', value: key }]);

test('the keys of the zone and the signatures over its SOA record are told', () => {
  const seen = read(keys, said([rrsig(6), rrsig(2), rrsig(6, 'other.test')]));
  assert.deepEqual(seen, {
    ...server,
    DNSKEY: { state: 'present', records: [key] },
    signatures: [{ type: 'SOA', algorithm: 13, keyTag: 7, inception: 100, expiration: 200 }],
  });
});

test('a server of an unsigned zone has neither', () => {
  const seen = read(said([]), said([]));
  assert.deepEqual([seen.DNSKEY, seen.signatures], [{ state: 'absent', reason: 'nodata' }, []]);
});

for (const [title, exchange] of [
  ['is silent', { state: 'unknown', reason: 'timeout' }],
  ['has a port that refuses', { state: 'absent', reason: 'connection-refused' }],
  ['declines', said([], { rcode: 'REFUSED' })],
  ['does not know the zone', said([rrsig(6)], { authoritative: false })],
  ['cuts its answer off', said([], { truncated: true })],
] as const satisfies readonly (readonly [string, ServerExchange])[]) {
  test(`of a server that ${title} nothing is known`, () => {
    const seen = read(exchange, exchange);
    assert.equal(seen.DNSKEY.state, 'unknown');
    assert.ok('state' in seen.signatures && seen.signatures.state === 'unknown');
  });
}
