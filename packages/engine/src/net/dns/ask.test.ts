import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDestinations } from '../routes.ts';
import { clientOf } from '../testing/dns-client.ts';
import { a, cname, reply, type Say, startDnsServer } from '../testing/dns-server.ts';
import { askNameServer } from './ask.ts';
import { createAuthorities } from './authorities.ts';

const never = new AbortController().signal;

test('asks a name server itself without recursion, and tells its code and authority', async () => {
  const say: Say = (q) => {
    if (q.key === 'acme.test')
      return reply(q, [a(q.key, '192.0.2.1')], { authoritative: true, recursion: false });
    if (q.key === 'alias.test') return reply(q, [cname(q.key, 'other.test')], { authoritative: true });
    return reply(q, [], { rcode: 5, recursion: false });
  };
  await using server = await startDnsServer(say);
  const at = { name: 'ns.test', address: '192.0.2.53' };
  const to = { host: '127.0.0.1', port: server.port };
  const ask = createAuthorities(clientOf(), createDestinations([{ address: at.address, port: 53, to }]));
  const own = await askNameServer(at, 'ACME.test', 'A', ask, never);
  assert.equal(own.state, 'answered');
  assert.deepEqual(
    { ...own, durationMs: 0 },
    {
      state: 'answered',
      rcode: 'NOERROR',
      authoritative: true,
      answer: { state: 'present', records: ['192.0.2.1'], ttl: 60 },
      durationMs: 0,
    },
  );
  assert.equal(server.asked[0]?.query.flag_rd, false);
  const lame = await askNameServer(at, 'other.test', 'SOA', ask, never);
  assert.ok(lame.state === 'answered' && lame.rcode === 'REFUSED' && !lame.authoritative);
  assert.equal(lame.answer.state === 'unknown' && lame.answer.reason, 'refused');
  const alias = await askNameServer(at, 'alias.test', 'A', ask, never);
  assert.ok(alias.state === 'answered' && alias.answer.state === 'unknown');
});
