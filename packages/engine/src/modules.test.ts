import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { riskRank } from '@cyborux/contract';
import { allChecks } from './checks/index.ts';
import { allProbes } from './probes/index.ts';
import { allSources } from './sources/index.ts';

const folders = { sources: allSources, probes: allProbes, checks: allChecks };

function filesOf(folder: string): string[] {
  return readdirSync(new URL(`./${folder}/`, import.meta.url)).filter((file) => file !== 'index.ts');
}

function camelCase(id: string): string {
  return id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

for (const [folder, registry] of Object.entries(folders)) {
  const files = filesOf(folder);
  const modules = files.filter((file) => !file.endsWith('.test.ts')).map((file) => file.replace(/\.ts$/, ''));

  test(`every file in ${folder}/ is registered, and every registered module has its file`, () => {
    assert.deepEqual(registry.map(({ id }) => id).sort(), modules.sort());
  });

  test(`every file in ${folder}/ has a test beside it`, () => {
    assert.deepEqual(
      modules.filter((id) => !files.includes(`${id}.test.ts`)),
      [],
    );
  });

  for (const id of modules) {
    test(`${folder}/${id}.ts exports ${camelCase(id)} with that id`, async () => {
      const exported = await import(`./${folder}/${id}.ts`);
      assert.equal(exported[camelCase(id)]?.id, id);
    });
  }
}

test('no check raises an alarm on a guess, and every finding says what to do', () => {
  for (const check of allChecks) {
    for (const [key, text] of Object.entries(check.findings)) {
      const code = `${check.id}/${key}`;
      assert.ok(text.confidence !== 'potential' || riskRank(text.severity) >= riskRank('medium'), code);
      assert.ok(text.title.length > 0 && text.remediation.length > 0, code);
    }
    assert.ok(check.references.length > 0, `${check.id} names no reference`);
  }
});

test('what a check needs is a module of the registry', () => {
  const known = new Set<string>([...allSources, ...allProbes].map(({ id }) => id));
  for (const check of allChecks) {
    for (const need of Object.values(check.needs)) {
      const { id } = 'pick' in need ? need.of : need;
      assert.ok(known.has(id), `${check.id} needs ${id}`);
    }
  }
});
