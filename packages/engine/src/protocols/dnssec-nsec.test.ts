import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deniedBy } from './dnssec-denial.ts';
import { type Name, parseName } from './dnssec-name.ts';
import { nsecDenial } from './dnssec-nsec.ts';

const name = (text: string): Name => parseName(text) ?? assert.fail(text);
const [A, NS, CNAME, SOA, MX, DNAME, DS, NXNAME] = [1, 2, 5, 6, 15, 39, 43, 128];

function denial(...records: [owner: string, next: string, types: number[]][]) {
  const nsecs = records.map(([owner, next, types]) => ({
    owner: name(owner),
    next: name(next),
    types: new Set(types),
  }));
  return nsecDenial(name('z'), nsecs);
}

const APEX: [string, string, number[]] = ['z', 'b.z', [NS, SOA, MX]];
const LAST: [string, string, number[]] = ['x.z', 'z', [A]];

const cases: [
  title: string,
  records: Parameters<typeof denial>,
  asked: string,
  type: number,
  proven: string | null,
][] = [
  ['a type that its bit map lacks', [['b.z', 'c.z', [A]]], 'b.z', MX, 'nodata'],
  ['a type that its bit map has', [['b.z', 'c.z', [A]]], 'b.z', A, null],
  ['a type at a CNAME', [['b.z', 'c.z', [CNAME]]], 'b.z', MX, null],
  ['a name in the gap, and no wildcard', [['b.z', 'd.z', [A]], APEX], 'c.z', A, 'nxdomain'],
  ['a name in the gap, the wildcard open', [['b.z', 'd.z', [A]]], 'c.z', A, null],
  [
    'a name in the gap, the wildcard without the type',
    [
      ['b.z', 'd.z', [A]],
      ['*.z', 'b.z', [A]],
    ],
    'c.z',
    MX,
    'nodata',
  ],
  [
    'a name in the gap, the wildcard with the type',
    [
      ['b.z', 'd.z', [A]],
      ['*.z', 'b.z', [A]],
    ],
    'c.z',
    A,
    null,
  ],
  ['a name after the last', [LAST, APEX], 'y.z', A, 'nxdomain'],
  ['a name before the gap', [['b.z', 'd.z', [A]], APEX], 'a.b', A, null],
  ['an empty non-terminal', [['b.z', 'a.c.z', [A]]], 'c.z', A, 'nodata'],
  ['a name below the owner', [['b.z', 'd.z', [A]]], 'x.b.z', A, 'nxdomain'],
  ['a name below a delegation', [['b.z', 'd.z', [NS]], APEX], 'x.b.z', A, null],
  ['a name below a DNAME', [['b.z', 'd.z', [DNAME]], APEX], 'x.b.z', A, null],
  ['a name below the apex, which has NS too', [['z', 'z', [NS, SOA]]], 'x.z', A, 'nxdomain'],
  ['DS at a delegation', [['b.z', 'd.z', [NS]]], 'b.z', DS, 'nodata'],
  ['another type at a delegation', [['b.z', 'd.z', [NS]]], 'b.z', A, null],
  ['DS by the child itself', [['z', 'b.z', [NS, SOA]]], 'z', DS, null],
  ['a name by NXNAME (RFC 9824)', [['b.z', '\\000.b.z', [NXNAME]]], 'b.z', A, 'nxdomain'],
  ['a gap that leaves the zone', [['b.z', 'd.y', [A]], APEX], 'c.z', A, null],
  ['nothing', [], 'b.z', A, null],
];
for (const [title, records, asked, type, proven] of cases) {
  test(`NSEC on ${title}: ${proven ?? 'no proof'}`, () => {
    assert.equal(deniedBy(denial(...records), name(asked), type)?.proven ?? null, proven);
  });
}

test('a wildcard answers only when no closer name exists', () => {
  const proof = denial(['b.z', 'a.d.z', [A]]);
  assert.ok(proof.expansion(name('c.z'), 1) !== null);
  assert.equal(proof.expansion(name('b.d.z'), 1), null);
  assert.equal(denial(['c.d.z', 'e.z', [A]]).expansion(name('x.d.z'), 1), null);
});
