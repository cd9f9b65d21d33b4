import assert from 'node:assert/strict';
import { test } from 'node:test';
import { a, reply, type Say, startDnsServer, zone } from '../../testing/dns-server.ts';
import { type BulkAnswer, type BulkOptions, resolveMany } from './resolve-many.ts';

const HITS = Object.fromEntries(
  Array.from({ length: 50 }, (_, index) => [`n${index * 20}.acme.test`, [`192.0.2.${index}`]]),
);
const TRUTH = zone({ ...HITS, 'acme.test': ['192.0.2.250'] });
const NAMES = Array.from({ length: 1_000 }, (_, index) => `n${index}.acme.test`);
const at = (port: number) => ({ host: '127.0.0.1', port });

async function collect(options: Omit<BulkOptions<'A'>, 'type'>): Promise<Map<string, BulkAnswer<'A'>>> {
  const found = new Map<string, BulkAnswer<'A'>>();
  const quick = { timeoutMs: 100, tries: 5, wildcards: false };
  for await (const { name, answer } of resolveMany(NAMES, { ...quick, ...options })) {
    assert.ok(!found.has(name), `${name} twice`);
    found.set(name, answer);
  }
  assert.equal(found.size, NAMES.length);
  return found;
}

function assertTruth(found: Map<string, BulkAnswer<'A'>>): void {
  for (const [name, answer] of found) {
    const expected = HITS[name] ?? 'nxdomain';
    const got = answer.state === 'present' ? answer.records : answer.reason;
    assert.deepEqual(got, expected, name);
  }
}

test('all of an honest resolver is believed, and few names are asked twice', async () => {
  await using fast = await startDnsServer(TRUTH);
  await using trusted = await startDnsServer(TRUTH);
  assertTruth(await collect({ resolvers: [at(fast.port)], trusted: [at(trusted.port)] }));
  assert.ok(trusted.asked.length < 100, `${trusted.asked.length} asked of the trusted one`);
});

test('a resolver that has an address for every name is found out, and left', async () => {
  const lie: Say = (asked) => TRUTH(asked.key in HITS ? asked : { ...asked, key: 'n0.acme.test' });
  await using liar = await startDnsServer((asked) => {
    const said = lie(asked);
    return said === null || asked.key in HITS ? said : reply(asked, [a(asked.key, '192.0.2.66')]);
  });
  await using honest = await startDnsServer(TRUTH);
  await using trusted = await startDnsServer(TRUTH);
  const resolvers = [at(liar.port), at(honest.port)];
  assertTruth(await collect({ resolvers, trusted: [at(trusted.port)] }));
  assert.ok(liar.asked.length < 200, `${liar.asked.length} asked of the liar`);
});

test('a resolver that has no name at all is found out, and what it said is asked anew', async () => {
  await using liar = await startDnsServer((asked) => reply(asked, [], { rcode: 3 }));
  await using honest = await startDnsServer(TRUTH);
  await using trusted = await startDnsServer(TRUTH);
  const resolvers = [at(liar.port), at(honest.port)];
  assertTruth(await collect({ resolvers, trusted: [at(trusted.port)] }));
  assertTruth(await collect({ resolvers: [at(liar.port)], trusted: [at(trusted.port)] }));
});

test('a resolver that turns a liar on its way is found out before its absences are told', async () => {
  let count = 0;
  await using turncoat = await startDnsServer((asked) => {
    count += 1;
    return count > 300 ? reply(asked, [], { rcode: 3 }) : TRUTH(asked);
  });
  await using trusted = await startDnsServer(TRUTH);
  assertTruth(await collect({ resolvers: [at(turncoat.port)], trusted: [at(trusted.port)] }));
});

test('names that the resolvers fail at are asked of the trusted one', async () => {
  for (const say of [(asked) => reply(asked, [], { rcode: 2 }), () => null] satisfies Say[]) {
    await using broken = await startDnsServer(say);
    await using trusted = await startDnsServer(TRUTH);
    assertTruth(await collect({ resolvers: [at(broken.port)], trusted: [at(trusted.port)], tries: 3 }));
    assert.ok(broken.asked.length < 200, `${broken.asked.length} asked of the broken one`);
  }
});

test('a hit that no trusted resolver confirms or denies is unknown', async () => {
  await using fast = await startDnsServer(TRUTH);
  await using trusted = await startDnsServer((asked) =>
    asked.key === 'n0.acme.test' ? reply(asked, [], { rcode: 2 }) : TRUTH(asked),
  );
  const found = await collect({ resolvers: [at(fast.port)], trusted: [at(trusted.port)] });
  const answer = found.get('n0.acme.test');
  assert.equal(answer?.state === 'unknown' && answer.reason, 'servfail');
  found.delete('n0.acme.test');
  assertTruth(found);
});
