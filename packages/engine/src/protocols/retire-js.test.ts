import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadLibraries } from './retire-js.ts';

const FEED = {
  'retire-example': { vulnerabilities: [], extractors: { uri: ['/(§§version§§)/anvil'] } },
  anvil: {
    npmname: 'anvil',
    vulnerabilities: [
      {
        below: '1.9.0',
        severity: 'medium',
        cwe: ['CWE-79'],
        identifiers: { summary: 'Falls', CVE: ['CVE-2020-0001'], githubID: 'GHSA-1' },
        info: ['https://acme.test/1'],
      },
      {
        atOrAbove: '2.0.0-beta',
        below: '2.1.0',
        excludes: ['2.0.1-acme'],
        severity: 'high',
        identifiers: {},
      },
    ],
    extractors: {
      uri: ['/(§§version§§)/anvil(\\.min)?\\.js'],
      filename: ['anvil-(§§version§§)(\\.min)?\\.js'],
      filecontent: ['/\\*! Anvil v(§§version§§)', 'anvil="(§§version§§)".{0,40}drop', '(a)\\1'],
      hashes: { a1: '1.0' },
    },
  },
};
const libraries = loadLibraries(FEED);
const severities = (found: readonly { vulnerabilities: readonly { severity: string }[] }[]) =>
  found.map(({ vulnerabilities }) => vulnerabilities.map(({ severity }) => severity));

test('a version that nothing is known against is told without an alarm', () => {
  assert.deepEqual(libraries.byUrl('https://acme.test/js/anvil-2.1.0.min.js'), [
    { name: 'anvil', version: '2.1.0', by: 'url', vulnerabilities: [] },
  ]);
});

test('a vulnerable version is told with what is known against it', () => {
  assert.deepEqual(libraries.byUrl('https://acme.test/lib/1.8.3/anvil.min.js?v=3#x'), [
    {
      name: 'anvil',
      version: '1.8.3',
      by: 'url',
      vulnerabilities: [
        {
          severity: 'medium',
          summary: 'Falls',
          identifiers: ['CVE-2020-0001', 'GHSA-1'],
          cwe: ['CWE-79'],
          references: ['https://acme.test/1'],
          fixedIn: '1.9.0',
        },
      ],
    },
  ]);
});

const urls: [url: string, version: string | null][] = [
  ['/anvil-1.2.3.js', '1.2.3'],
  ['/anvil-1.2.3.min.js', '1.2.3'],
  ['/anvil-1.2.3.slim.min.js', '1.2.3'],
  ['/1.2.3/anvil.js', '1.2.3'],
  ['/my-anvil-1.2.3.js', null],
  ['/anvil-1.2.3.js.map', null],
  ['/anvil.js', null],
  ['', null],
];
for (const [url, version] of urls) {
  test(`${url || 'no URL'}: ${version ?? 'no library'}`, () => {
    assert.equal(libraries.byUrl(url)[0]?.version ?? null, version);
  });
}

const ranges: [version: string, severities: string[] | null][] = [
  ['1.0', ['medium']],
  ['1.9.0-rc1', ['medium']],
  ['1.9.0', []],
  ['2.0.0-alpha', []],
  ['2.0.0-beta', ['high']],
  ['2.0.1', ['high']],
  ['2.0.1-acme', []],
  ['2.1.0', []],
];
for (const [version, expected] of ranges) {
  test(`version ${version} has ${expected?.length ?? 0} known`, () => {
    assert.deepEqual(
      libraries.vulnerabilities('anvil', version)?.map(({ severity }) => severity),
      expected,
    );
  });
}

test('of a library that is not known nothing is known', () => {
  assert.equal(libraries.vulnerabilities('hammer', '1.0'), null);
});

test('a library is found in the text of a script, wherever it is in it', () => {
  const filler = 'x=1;\n'.repeat(5_000);
  const script = `${filler}/*! Anvil v1.2.0 */${filler}var anvil="2.0.5",a=drop();`;
  const found = libraries.byContent(script);
  assert.deepEqual(
    found.map(({ version, by }) => [version, by]),
    [
      ['1.2.0', 'content'],
      ['2.0.5', 'content'],
    ],
  );
  assert.deepEqual(severities(found), [['medium'], ['high']]);
  assert.deepEqual(libraries.byContent(filler), []);
});

test('a version at the edge of a window is not cut', () => {
  for (let length = 2_540; length < 2_580; length += 1) {
    const script = `anvil="x";${' '.repeat(length)}/*! Anvil v1.23.456 */${' '.repeat(5_000)}`;
    for (const { version } of libraries.byContent(script)) assert.equal(version, '1.23.456');
  }
});

test('a pattern that our matcher does not know is left out, and told', () => {
  assert.deepEqual(libraries.skipped, [{ library: 'anvil', pattern: '(a)\\1', reason: 'the escape "\\1"' }]);
});

test('what is no feed is refused', () => {
  assert.throws(() => loadLibraries([]));
  assert.throws(() => loadLibraries({ anvil: { vulnerabilities: [{ severity: 3 }] } }));
});

test('any text is looked at without a throw', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      libraries.byUrl(`https://acme.test/${text}/anvil.js`);
      libraries.byContent(`/*! Anvil v${text}`);
    }),
  );
});
