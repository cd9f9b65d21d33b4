import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lint } from './spf-lint.ts';
import { SHARED_NETWORKS, sharedNetworkIn } from './spf-networks.ts';

for (const record of [
  'v=spf1 mx include:_spf.example.net -all',
  'v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ip4:198.18.0.0/16 ~all',
  'v=spf1 redirect=_spf.example.net',
  'v=spf1 a a:www.example.net mx -all exp=why.example.net',
  'v=spf1 -all',
]) {
  test(`"${record}" is in order`, () => assert.deepEqual(lint(record).issues, []));
}

const cases: [record: string, codes: string[]][] = [
  ['v=spf1 mx +all', ['allow-all']],
  ['v=spf1 ip4:0.0.0.0/0 -all', ['allow-all']],
  ['v=spf1 mx ?all', ['neutral-all']],
  ['v=spf1 mx', ['missing-all']],
  ['v=spf1 -all mx', ['after-all']],
  ['v=spf1 mx redirect=a.test -all', ['after-all']],
  ['v=spf1 mx +MX -all', ['duplicate']],
  ['v=spf1 ip4:192.0.2.1 ip4:192.0.2.1/32 -all', ['duplicate']],
  ['v=spf1 ptr -all', ['ptr']],
  ['v=spf1 ip4:192.0.0.0/15 -all', ['broad-network']],
  ['v=spf1 ip6:2001:d00::/24 -all', ['broad-network']],
  ['v=spf1 -ip4:192.0.0.0/8 +mx -all', []],
  ['v=spf1 ip4:209.85.128.0/17 -all', ['shared-network']],
  ['v=spf1 ip4:209.85.128.0/18 -all', []],
  ['v=spf1 ipv4:192.0.2.1 mx -all', ['syntax']],
  ['spf', ['missing-all', 'syntax']],
  [
    `v=spf1 ${'a:x.test '.repeat(1)}${Array.from({ length: 10 }, (_, i) => `a:h${i}.test`).join(' ')} -all`,
    ['too-many-lookups'],
  ],
  [`v=spf1 ${Array.from({ length: 40 }, (_, i) => `ip4:192.0.2.${i}`).join(' ')} -all`, ['too-long']],
];
for (const [record, codes] of cases) {
  test(`"${record.slice(0, 60)}": ${codes.join() || 'nothing'}`, () => {
    assert.deepEqual(
      lint(record)
        .issues.map(({ code }) => code)
        .sort(),
      codes,
    );
  });
}

test('an issue is told with its place', () => {
  const record = 'v=spf1 a  ptr:example.net -all';
  const [found] = lint(record).issues;
  assert.equal(record.slice(found?.start, found?.end), 'ptr:example.net');
  const broken = 'v=spf1 ipv4:192.0.2.1 -all';
  const [syntax] = lint(broken).issues;
  assert.equal(broken.slice(syntax?.start, syntax?.end), 'ipv4:192.0.2.1');
});

test('only what can matter counts as a look-up', () => {
  assert.equal(lint('v=spf1 a mx ip4:192.0.2.1 -all include:x.test redirect=y.test').lookups, 2);
  assert.equal(lint('v=spf1 a mx redirect=y.test').lookups, 3);
});

test('shared networks are prefixes in canonical form', () => {
  for (const { prefix } of SHARED_NETWORKS)
    assert.equal(sharedNetworkIn(prefix)?.prefix !== undefined, true, prefix);
  assert.equal(sharedNetworkIn('nonsense'), null);
});

test('any text is read, and every place lies in it', () => {
  const words = fc.array(
    fc.oneof(
      fc.constantFrom('v=spf1', ' ', '-all', 'ptr', 'ip4:1.2.3.4/3', 'a:', '%{', 'redirect=x.y'),
      fc.string(),
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        words.map((all) => all.join('')),
      ),
      (record) => {
        for (const { start, end } of lint(record).issues) {
          assert.ok(start >= 0 && start <= end && end <= record.length);
        }
      },
    ),
  );
});
