import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Asked, a, cname, reply, type Say, startDnsServer, zone } from '../../testing/dns-server.ts';
import { resolveMany, type WildcardVerdict } from './resolve-many.ts';

async function verdicts(say: Say, names: readonly string[]): Promise<Record<string, WildcardVerdict | null>> {
  await using server = await startDnsServer(say);
  const found: Record<string, WildcardVerdict | null> = {};
  const resolvers = [{ host: '127.0.0.1', port: server.port }];
  for await (const { name, answer } of resolveMany(names, { resolvers, timeoutMs: 100, tries: 2 }))
    found[name] = answer.state === 'present' ? answer.wildcard : null;
  return found;
}

const at = (asked: Asked, ...addresses: string[]) =>
  reply(
    asked,
    addresses.map((address) => a(asked.key, address)),
  );
const under = (asked: Asked, parent: string) => asked.key.endsWith(`.${parent}`);

test('without a wildcard a hit is a hit', async () => {
  const say = zone({ 'www.acme.test': ['192.0.2.1'] });
  assert.deepEqual(await verdicts(say, ['www.acme.test', 'no.acme.test']), {
    'www.acme.test': 'no',
    'no.acme.test': null,
  });
});

test('a wildcard is told from what has other addresses, each parent for itself', async () => {
  const say: Say = (asked) => {
    if (asked.key === 'www.wild.test') return at(asked, '192.0.2.1');
    if (under(asked, 'wild.test')) return at(asked, '192.0.2.9');
    return zone({ 'www.acme.test': ['192.0.2.9'] })(asked);
  };
  const names = ['www.wild.test', 'x.wild.test', 'WWW.deep.wild.test', 'www.acme.test'];
  assert.deepEqual(await verdicts(say, names), {
    'www.wild.test': 'no',
    'x.wild.test': 'yes',
    'WWW.deep.wild.test': 'yes',
    'www.acme.test': 'no',
  });
});

test('a wildcard that takes turns among many addresses is known by all of them', async () => {
  let turn = 0;
  const say: Say = (asked) => {
    if (asked.key === 'www.wild.test') return at(asked, '192.0.2.1');
    turn += 1;
    return at(asked, `192.0.2.${100 + (turn % 24)}`, `192.0.2.${100 + ((turn + 1) % 24)}`);
  };
  const names = Array.from({ length: 60 }, (_, index) => `x${index}.wild.test`);
  const found = await verdicts(say, ['www.wild.test', ...names]);
  assert.equal(found['www.wild.test'], 'no');
  for (const name of names) assert.equal(found[name], 'yes', name);
});

test('aliases count: a hit with the address of the wildcard and another alias is none of it', async () => {
  const say: Say = (asked) => {
    const target = asked.key === 'www.wild.test' ? 'own.host.test' : 'all.host.test';
    return reply(asked, [cname(asked.key, target), a(target, '192.0.2.1')]);
  };
  assert.deepEqual(await verdicts(say, ['www.wild.test', 'x.wild.test']), {
    'www.wild.test': 'no',
    'x.wild.test': 'yes',
  });
});

test('an alias that repeats the label is the same for all', async () => {
  const say: Say = (asked) => {
    const target = `${asked.key.split('.')[0]}.edge.test`;
    return reply(asked, [cname(asked.key, target), a(target, '192.0.2.1')]);
  };
  assert.deepEqual(await verdicts(say, ['x.wild.test']), { 'x.wild.test': 'yes' });
});

test('where every answer is another, nothing can be told', async () => {
  let turn = 0;
  const say: Say = (asked) => {
    turn += 1;
    return at(asked, `10.${turn >> 16}.${(turn >> 8) & 255}.${turn & 255}`);
  };
  assert.deepEqual(await verdicts(say, ['x.wild.test']), { 'x.wild.test': 'unknown' });
});

test('where random labels get no answer, nothing can be told', async () => {
  const say: Say = (asked) => (asked.key === 'www.acme.test' ? at(asked, '192.0.2.1') : null);
  assert.deepEqual(await verdicts(say, ['www.acme.test']), { 'www.acme.test': 'unknown' });
});
