import assert from 'node:assert/strict';
import { test } from 'node:test';
import { siteOf } from '../../../../test/technology-sample.ts';
import { parseCpe } from '../../cpe.ts';
import { indexMarks } from '../mark-index.ts';
import { recognise } from '../recognise.ts';
import { CATEGORIES, type Marks, type Signature } from '../signature.ts';
import { SIGNATURES } from './index.ts';

const byName = new Map(SIGNATURES.map((signature) => [signature.name, signature]));

function withImplied(names: readonly string[]): Set<string> {
  const all = new Set(names);
  // What is added to a set is met by the loop that goes through it.
  for (const name of all) for (const implied of byName.get(name)?.implies ?? []) all.add(implied);
  return all;
}

function tellsVersion({ sample, name }: Signature): boolean {
  const found = recognise(siteOf(sample)).find(({ product }) => product === name);
  return found?.version !== null;
}

for (const signature of SIGNATURES) {
  const { name, sample, alongside = [] } = signature;
  test(`${name} is recognised by its sample, and nothing that is not there`, () => {
    const found = recognise(siteOf(sample));
    const sure = found.filter(({ certainty }) => certainty !== 'guess').map(({ product }) => product);
    assert.equal(found.find(({ product }) => product === name)?.certainty, 'certain');
    assert.deepEqual(new Set(sure), withImplied([name, ...alongside]));
    for (const { evidence, cpe } of found) {
      assert.ok(evidence.length > 0 && evidence.length <= 160, evidence);
      assert.ok(cpe === null || parseCpe(cpe) !== null, cpe ?? '');
    }
  });
}

test('there are enough of them, each name stands for one, and every category has some', () => {
  assert.ok(SIGNATURES.length >= 250, `${SIGNATURES.length}`);
  assert.equal(byName.size, SIGNATURES.length);
  assert.equal(new Set(SIGNATURES.map(({ name }) => name.toLowerCase())).size, SIGNATURES.length);
  assert.deepEqual(new Set(SIGNATURES.map(({ category }) => category)), new Set(CATEGORIES));
});

test('what is implied or stands alongside is known', () => {
  const named = SIGNATURES.flatMap(({ implies = [], alongside = [] }) => [...implies, ...alongside]);
  assert.deepEqual(
    named.filter((name) => !byName.has(name)),
    [],
  );
});

test('no two have the same CPE name', () => {
  const names = SIGNATURES.flatMap(({ cpe }) => cpe ?? []);
  assert.deepEqual(
    names.filter((name, at) => names.indexOf(name) !== at),
    [],
  );
});

test('a sample that has a version tells it', () => {
  const telling = SIGNATURES.filter(({ sample }) => /\d+\.\d+\.\d+/.test(sample));
  const versioned = new Set(telling.filter(tellsVersion).map(({ name }) => name));
  assert.ok(versioned.size > 150, `${versioned.size}`);
});

test('a mark is looked for in lower case, and is no single word that any page could have', () => {
  const short: string[] = [];
  const { texts } = indexMarks(SIGNATURES);
  for (const place of ['scripts', 'urls', 'html'] as const) {
    for (const { signature, pattern } of texts[place]) {
      if (pattern.needle.length < 4) short.push(`${signature.name}: ${pattern.source}`);
      assert.ok(
        !/^[a-z]+$/.test(pattern.needle) || pattern.needle.length >= 8,
        `${signature.name}: ${pattern.source}`,
      );
    }
  }
  assert.deepEqual(short, []);
  const keys = SIGNATURES.flatMap(({ hints = {}, ...marks }) => [marks as Marks, hints]).flatMap((marks) => [
    ...Object.keys(marks.headers ?? {}),
    ...Object.keys(marks.meta ?? {}),
    ...(marks.cookies ?? []),
    ...(marks.aliases ?? []),
  ]);
  assert.deepEqual(
    keys.filter((key) => key !== key.toLowerCase()),
    [],
  );
});
