import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { compareVersions } from './cpe.ts';
import { loadLibraries } from './retire-js.ts';

/** A folder of feeds, RetireJS's `repository` files below `retire-js`: they are not part of the product. */
const folder = join(process.env.CYBORUX_FEEDS ?? '', 'retire-js');
const skip = !existsSync(join(folder, 'testcases.json')) && 'CYBORUX_FEEDS has no retire-js/testcases.json';

interface Cases {
  versions: string[];
  subversions?: string[];
  additionalVersions?: string[];
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

test("the feed's own cases: the address of a file tells the library and no other version", { skip }, () => {
  const libraries = loadLibraries(read('jsrepository-v5.json'));
  const cases = read<Record<string, Record<string, Cases>>>('testcases.json');
  const wrong: string[] = [];
  let told = 0;
  for (const [name, urls] of Object.entries(cases)) {
    for (const [template, { versions, additionalVersions = [], subversions = [''] }] of Object.entries(
      urls,
    )) {
      // Of an address without a place for the version, the content alone tells it.
      if (!template.includes('§§version§§')) continue;
      for (const version of [...versions, ...additionalVersions]) {
        const url = template
          .replaceAll('§§version§§', version)
          .replaceAll('§§subversion§§', subversions[0] ?? '');
        const found = libraries.byUrl(url).filter((each) => each.name === name);
        if (found.some((each) => compareVersions(each.version, version) !== 0))
          wrong.push(`${url}: ${found.map((each) => each.version)}`);
        told += found.length;
      }
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(told > 300, `${told}`);
});

test('almost every pattern of the feed is taken, and hostile text costs no time', { skip }, () => {
  const libraries = loadLibraries(read('jsrepository-v5.json'));
  assert.ok(libraries.size > 70);
  assert.ok(libraries.skipped.length <= 12, JSON.stringify(libraries.skipped));
  const { vulnerabilities } = libraries;
  assert.ok(
    vulnerabilities('jquery', '1.8.0')?.some(({ identifiers }) => identifiers.includes('CVE-2012-6708')),
  );
  assert.deepEqual(vulnerabilities('jquery', '3.7.1'), []);
  assert.deepEqual(
    libraries
      .byContent('/*! jQuery v3.4.1 | (c) JS Foundation */')
      .map(({ name, version }) => [name, version]),
    [['jquery', '3.4.1']],
  );
});
