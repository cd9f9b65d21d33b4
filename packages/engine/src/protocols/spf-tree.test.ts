import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dnsTable } from '../../test/dns-table.ts';
import type { Resolve } from './dns-answer.ts';
import { checkHost } from './spf.ts';
import { askTree, spfTree, treeFrom } from './spf-tree.ts';
import { treeFaults, treeLines, treeText } from './spf-tree-text.ts';

type Written = Parameters<typeof dnsTable>[0];
const treeOf = (written: Written) => spfTree('acme.test', dnsTable(written).resolve);

test('includes, redirects and hosts are counted down the tree', async () => {
  const tree = await treeOf({
    'acme.test TXT': ['token=1', 'v=spf1 mx include:a.test ip4:192.0.2.1 redirect=b.test'],
    'acme.test MX': [{ preference: 10, exchange: 'mx.acme.test' }],
    'mx.acme.test A': ['192.0.2.25'],
    'mx.acme.test AAAA': 'nodata',
    'a.test TXT': ['v=spf1 include:c.test a:gone.test ~all include:never.test'],
    'c.test TXT': ['v=spf1 ip4:192.0.2.2 -all'],
    'gone.test A': 'nxdomain',
    'gone.test AAAA': 'nxdomain',
    'b.test TXT': ['v=spf1 exists:%{i}.list.test -all'],
  });
  assert.deepEqual([tree.lookups, tree.voidLookups, tree.complete], [6, 1, true]);
  assert.deepEqual(tree.terms[0]?.addresses, ['192.0.2.25']);
  assert.deepEqual(treeText(tree).split('\n'), [
    'acme.test: 6 look-ups, 1 void',
    '  mx: 1 look-up',
    '  include:a.test: 3 look-ups, 1 void',
    '    include:c.test: 1 look-up',
    '    a:gone.test: 1 look-up, 1 void',
    '  redirect=b.test: 2 look-ups',
    '    exists:%{i}.list.test: 1 look-up, depends on the message',
  ]);
  assert.deepEqual(
    treeLines(tree).map(({ outline }) => outline),
    ['', '1', '2', '2.1', '2.2', '3', '3.1'],
  );
  assert.deepEqual(treeFaults(tree), []);
});

test('each term is told with its place in the record', async () => {
  const record = 'v=spf1 +a:www.acme.test -all';
  const tree = await treeOf({
    'acme.test TXT': [record],
    'www.acme.test A': ['192.0.2.1'],
    'www.acme.test AAAA': ['2001:db8::1'],
  });
  const [term] = tree.terms;
  assert.equal(record.slice(term?.start, term?.end), '+a:www.acme.test');
  assert.deepEqual(term?.addresses, ['192.0.2.1', '2001:db8::1']);
});

for (const [title, answers, kind, problem] of [
  ['nothing', { 'a.test TXT': 'nxdomain' }, 'dead-include', /no SPF record/],
  ['no SPF record', { 'a.test TXT': ['token'] }, 'dead-include', /no SPF record/],
  ['two records', { 'a.test TXT': ['v=spf1 -all', 'v=spf1 ~all'] }, 'dead-include', /several/],
  ['a record with faults', { 'a.test TXT': ['v=spf1 ipv4:1'] }, 'dead-include', /faults/],
  ['itself', { 'a.test TXT': ['v=spf1 include:a.test -all'] }, 'loop', /loop/],
  ['where it came from', { 'a.test TXT': ['v=spf1 include:acme.test -all'] }, 'loop', /loop/],
  [
    'a redirect to nothing',
    { 'a.test TXT': ['v=spf1 redirect=b.test'], 'b.test TXT': 'nodata' },
    'dead-include',
    /no SPF/,
  ],
] as const) {
  test(`an include of ${title} is a ${kind}`, async () => {
    const tree = await treeOf({ 'acme.test TXT': ['v=spf1 include:a.test -all'], ...answers });
    const [fault] = treeFaults(tree);
    assert.equal(fault?.kind, kind);
    assert.match(fault?.problem ?? '', problem);
  });
}

test('what a redirect of the first record leads to is no dead include', async () => {
  const tree = await treeOf({ 'acme.test TXT': ['v=spf1 redirect=a.test'], 'a.test TXT': 'nxdomain' });
  assert.deepEqual(treeFaults(tree), []);
});

test('silence leaves the counts open, and what is known counts', async () => {
  const tree = await treeOf({
    'acme.test TXT': ['v=spf1 include:a.test include:b.test -all'],
    'a.test TXT': 'servfail',
    'b.test TXT': ['v=spf1 -all'],
  });
  assert.deepEqual([tree.lookups, tree.complete], [2, false]);
  assert.match(treeText(tree), /include:a\.test: 1 look-up, not known \(servfail\)/);
  assert.deepEqual(treeFaults(tree), []);
});

test('an include that depends on the message leaves the counts open', async () => {
  const tree = await treeOf({ 'acme.test TXT': ['v=spf1 include:%{ir}.spf.test -all'] });
  assert.deepEqual([tree.lookups, tree.complete], [1, false]);
  const own = await treeOf({
    'acme.test TXT': ['v=spf1 include:_spf.%{d} -all'],
    '_spf.acme.test TXT': ['v=spf1 -all'],
  });
  assert.equal(own.complete, true);
});

test('more than ten exchanges are an error for everyone', async () => {
  const exchanges = Array.from({ length: 11 }, (_, index) => ({
    preference: index,
    exchange: `m${index}.test`,
  }));
  const tree = await treeOf({ 'acme.test TXT': ['v=spf1 mx -all'], 'acme.test MX': exchanges });
  assert.match(treeFaults(tree)[0]?.problem ?? '', /more than 10/);
});

test('no record, several and silence are told apart', async () => {
  assert.equal((await treeOf({ 'acme.test TXT': 'nodata' })).state, 'none');
  assert.equal((await treeOf({ 'acme.test TXT': ['v=spf1', 'v=spf1'] })).state, 'several');
  const silent = await treeOf({ 'acme.test TXT': 'timeout' });
  assert.deepEqual([silent.state, silent.reason, silent.complete], ['unknown', 'timeout', false]);
});

test('a tree that doubles at every level stays small', async () => {
  let asked = 0;
  const resolve = (async (name: string) => {
    asked += 1;
    return { state: 'present', records: [`v=spf1 include:a.${name} include:b.${name} -all`] };
  }) as unknown as Resolve;
  const tree = await spfTree('acme.test', resolve);
  assert.ok(asked <= 60, `${asked}`);
  assert.ok(tree.lookups > 10);
  assert.ok(treeLines(tree).length <= 60);
});

test('a tree is the same when it is put together again', async () => {
  const { resolve } = dnsTable({
    'acme.test TXT': ['v=spf1 include:a.test -all'],
    'a.test TXT': ['v=spf1 -all'],
  });
  const answers = await askTree('acme.test', resolve);
  assert.deepEqual(
    treeFrom('acme.test', JSON.parse(JSON.stringify(answers))),
    await spfTree('acme.test', resolve),
  );
});

/** A small DNS of arbitrary records. */
const names = ['acme.test', 'a.test', 'b.test', 'c.test'];
const term = fc.oneof(
  fc.constantFrom(...names).map((name) => `include:${name}`),
  fc.constantFrom(...names).map((name) => `a:${name}`),
  fc.constantFrom('mx', 'ip4:192.0.2.0/24', 'exists:%{i}.x.test', 'ptr', 'redirect=c.test'),
);
const record = fc.array(term, { maxLength: 4 }).map((terms) => `v=spf1 ${terms.join(' ')} -all`);

test('the static count is never below what check_host() counts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 4, maxLength: 4 }), async (records) => {
      const resolve = (async (name: string, type: string) => {
        const text = records[names.indexOf(name)];
        if (type === 'TXT' && text !== undefined) return { state: 'present', records: [text] };
        return { state: 'absent', reason: 'nodata' };
      }) as unknown as Resolve;
      const tree = await spfTree('acme.test', resolve);
      const outcome = await checkHost(
        { ip: '203.0.113.9', domain: 'acme.test', sender: 'a@acme.test', helo: 'h.test' },
        resolve,
      );
      const loops = treeFaults(tree).length > 0;
      assert.ok(loops || tree.lookups >= outcome.lookups, treeText(tree));
      if (tree.lookups > 10) assert.equal(outcome.result, 'permerror');
    }),
  );
});

test('any text as a record makes a tree', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string()), async (terms) => {
      const resolve = (async () => ({
        state: 'present',
        records: [`v=spf1 ${terms.join(' ')}`],
      })) as unknown as Resolve;
      const tree = await spfTree('acme.test', resolve);
      assert.equal(typeof treeText(tree), 'string');
    }),
  );
});
