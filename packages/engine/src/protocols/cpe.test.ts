import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CpeMatch, type CpeRelation, compareNames, matches, parseCpe } from './cpe.ts';
import { ATTRIBUTES } from './cpe-name.ts';

const NGINX = 'cpe:2.3:a:f5:nginx:*:*:*:*:*:*:*:*';

function nginx(version: string): string {
  return `cpe:2.3:a:f5:nginx:${version}:*:*:*:*:*:*:*`;
}

const relations: [source: string, target: string, relation: CpeRelation][] = [
  // The rows of table 6-2 of NISTIR 7696, in their order, on the version.
  [nginx('*'), nginx('*'), 'equal'],
  [nginx('*'), nginx('-'), 'superset'],
  [nginx('*'), nginx('1.2'), 'superset'],
  [nginx('*'), nginx('1.*'), 'undefined'],
  [nginx('-'), nginx('*'), 'subset'],
  [nginx('-'), nginx('-'), 'equal'],
  [nginx('-'), nginx('1.2'), 'disjoint'],
  [nginx('-'), nginx('1.*'), 'undefined'],
  [nginx('1.2'), nginx('1.2'), 'equal'],
  [nginx('1.2'), nginx('1.3'), 'disjoint'],
  [nginx('1.2'), nginx('1.*'), 'undefined'],
  [nginx('1.2'), nginx('-'), 'disjoint'],
  [nginx('1.2'), nginx('*'), 'subset'],
  [nginx('1.*'), nginx('1.2'), 'superset'],
  [nginx('1.*'), nginx('2.2'), 'disjoint'],
  [nginx('1.*'), nginx('*'), 'subset'],
  [nginx('1.*'), nginx('-'), 'disjoint'],
  [nginx('1.*'), nginx('1.2*'), 'undefined'],
  // Wild cards, quoted and not.
  [nginx('*.2'), nginx('1.2'), 'superset'],
  [nginx('*.2'), nginx('1.23'), 'disjoint'],
  [nginx('1.?'), nginx('1.2'), 'superset'],
  [nginx('1.?'), nginx('1.23'), 'disjoint'],
  [nginx('1.??'), nginx('1.2'), 'superset'],
  [nginx('?.2'), nginx('1.2'), 'superset'],
  [nginx('?.2'), nginx('11.2'), 'disjoint'],
  [nginx('*2.2*'), nginx('2.2.2'), 'superset'],
  [nginx('1.\\*'), nginx('1.2'), 'disjoint'],
  [nginx('1.*'), nginx('1.\\*'), 'superset'],
  [nginx('1.\\*'), nginx('1.\\*'), 'equal'],
  [nginx('\\?.2'), nginx('1.2'), 'disjoint'],
  // Quoting that changes nothing, and capitals.
  [nginx('1\\.2'), nginx('1.2'), 'equal'],
  ['cpe:2.3:a:F5:NGINX:1.2:*:*:*:*:*:*:*', nginx('1.2'), 'equal'],
  [nginx('\\-'), nginx('-'), 'disjoint'],
  // The other form of a name.
  ['cpe:/a:f5:nginx:1.2', nginx('1.2'), 'equal'],
  ['cpe:/a:f5:nginx', nginx('1.2'), 'superset'],
  ['cpe:/a:f5:nginx:-', nginx('-'), 'equal'],
  ['cpe:/a:f5:nginx:1.%02', nginx('1.2'), 'superset'],
  ['cpe:/a:f5:nginx:1.%01', nginx('1.2'), 'superset'],
  ['cpe:/a:f5:nginx:1.2%281%29', nginx('1.2\\(1\\)'), 'equal'],
  ['cpe:/a:f5:nginx:1~2', nginx('1\\~2'), 'equal'],
  ['cpe:/a:f5:nginx:1.2:~~~wordpress~~', 'cpe:2.3:a:f5:nginx:1.2:*:*:*:*:*:*:*', 'subset'],
  ['cpe:/a:f5:nginx:1.2::~lts~~wordpress~x64~', 'cpe:2.3:a:f5:nginx:1.2:*:lts:*:*:wordpress:x64:*', 'equal'],
  // More than one attribute.
  ['cpe:2.3:a:f5:nginx:*:rc1:*:*:*:*:*:*', nginx('1.2'), 'undefined'],
  ['cpe:2.3:a:f5:nginx:*:rc1:*:*:*:*:*:*', 'cpe:2.3:o:f5:nginx:1:*:*:*:*:*:*:*', 'disjoint'],
  ['cpe:2.3:a:f5', nginx('1.2'), 'undefined'],
];

for (const [source, target, relation] of relations) {
  // A URI packs its edition as the sixth part: five parts before it.
  const uri = source.replace(':1.2:~~~', ':1.2::~~~');
  test(`${uri} to ${target} is ${relation}`, () => {
    assert.equal(compareNames(uri, target), relation);
  });
}

const WORDPRESS = 'cpe:2.3:a:acme:forms:*:*:*:*:*:wordpress:*:*';
const SERIES: CpeMatch = { criteria: NGINX, versionStartIncluding: '1.3.9', versionEndExcluding: '1.4.1' };

const judged: [criteria: string | CpeMatch, cpe: string, answer: boolean | 'unknown'][] = [
  [NGINX, nginx('1.2'), true],
  [NGINX, nginx('*'), true],
  [NGINX, 'cpe:/a:f5:nginx:1.2', true],
  [nginx('1.2'), nginx('1.2'), true],
  [nginx('1.2'), nginx('1.3'), false],
  [nginx('1.2'), nginx('*'), 'unknown'],
  [nginx('1.2'), nginx('-'), false],
  [nginx('1.2'), 'cpe:2.3:a:f5:nginx_plus:*:*:*:*:*:*:*:*', false],
  [SERIES, nginx('1.3.8'), false],
  [SERIES, nginx('1.3.9'), true],
  [SERIES, nginx('1.3.10'), true],
  [SERIES, nginx('1.4.0'), true],
  [SERIES, nginx('1.4.1'), false],
  [SERIES, nginx('*'), 'unknown'],
  [SERIES, nginx('1.*'), 'unknown'],
  [SERIES, nginx('-'), false],
  [SERIES, 'cpe:2.3:a:f5:big-ip:*:*:*:*:*:*:*:*', false],
  [{ criteria: NGINX, versionStartExcluding: '1.3', versionEndIncluding: '1.4' }, nginx('1.3.0'), false],
  [{ criteria: NGINX, versionStartExcluding: '1.3', versionEndIncluding: '1.4' }, nginx('1.3.1'), true],
  [{ criteria: NGINX, versionStartExcluding: '1.3', versionEndIncluding: '1.4' }, nginx('1.4.0'), true],
  [{ criteria: NGINX, versionStartExcluding: '1.3', versionEndIncluding: '1.4' }, nginx('1.4.1'), false],
  [{ criteria: NGINX, versionEndExcluding: '12.2\\(3\\)' }, nginx('12.2\\(2\\)'), true],
  [WORDPRESS, 'cpe:2.3:a:acme:forms:1.0:*:*:*:*:*:*:*', 'unknown'],
  [WORDPRESS, 'cpe:2.3:a:acme:forms:1.0:*:*:*:*:drupal:*:*', false],
  [WORDPRESS, 'cpe:2.3:a:acme:forms:1.0:*:*:*:*:wordpress:*:*', true],
  [{ criteria: WORDPRESS, versionEndExcluding: '1.0' }, 'cpe:2.3:a:acme:forms:1.0:*:*:*:*:*:*:*', false],
  ['nginx', nginx('1.2'), 'unknown'],
  [NGINX, 'nginx 1.2', 'unknown'],
];

for (const [criteria, cpe, answer] of judged) {
  test(`${JSON.stringify(criteria)} of ${cpe}: ${answer}`, () => {
    assert.equal(matches(criteria, cpe), answer);
  });
}

const refused = [
  '',
  'cpe:2.3:',
  'cpe:2.3:a:b:c',
  'cpe:2.3:x:f5:nginx:*:*:*:*:*:*:*:*',
  'cpe:2.3:a:f5:nginx:1*2:*:*:*:*:*:*:*',
  'cpe:2.3:a:f5:nginx::*:*:*:*:*:*:*',
  'cpe:2.3:a:f5:nginx:1 2:*:*:*:*:*:*:*',
  'cpe:2.3:a:f5:nginx:1\\:*:*:*:*:*:*:*',
  'cpe:2.3:a:f5:nginx:*:*:*:*:*:*:*:*:*',
  'cpe:/a:f5:nginx:1.2:::en:more',
  'cpe:/a:f5:nginx:1.2:sp1:~a~b',
  'cpe:/a:f5:%zz',
  `cpe:2.3:a:f5:${'x'.repeat(3000)}:*:*:*:*:*:*:*:*`,
];

for (const text of refused) {
  test(`${JSON.stringify(text.slice(0, 60))} is no CPE name`, () => {
    assert.equal(parseCpe(text), null);
  });
}

test('a colon that a backslash quotes does not part', () => {
  assert.deepEqual(parseCpe('cpe:2.3:a:acme:a\\:b:1:*:*:*:*:*:*:*')?.product, {
    kind: 'text',
    text: 'a\\:b',
  });
});

const value = fc.oneof(
  fc.constantFrom('*', '-', '1.*', '?1', 'a', 'b', '1.2', '\\*'),
  fc.stringMatching(/^[a-z0-9._]{1,6}$/),
);
const name = fc
  .tuple(...ATTRIBUTES.slice(1).map(() => value))
  .map((values) => `cpe:2.3:a:${values.join(':')}`);

test('relations turn round, and a name equals itself', () => {
  const turned = { equal: 'equal', superset: 'subset', subset: 'superset', disjoint: 'disjoint' } as const;
  fc.assert(
    fc.property(name, name, (a, b) => {
      assert.equal(compareNames(a, a), 'equal');
      const there = compareNames(a, b);
      const back = compareNames(b, a);
      // Of a wild card and what it fits the standard defines one direction alone.
      if (there !== 'undefined' && back !== 'undefined' && !/[?*]./.test(a + b))
        assert.equal(back, turned[there]);
    }),
  );
});

test('any text gets an answer', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      assert.ok([true, false, 'unknown'].includes(matches(`cpe:2.3:${a}`, `cpe:/${b}`)));
    }),
  );
});
