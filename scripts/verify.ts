import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What can be known in seconds and without a database: format, lint, types, boundaries, generated docs up to date. */
const root = join(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);
const steps: readonly (readonly [string, string, string[]])[] = [
  ['format and lint', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['types', bin('tsc'), ['-p', '.']],
  [
    'boundaries and modules',
    process.execPath,
    ['--test', '--test-reporter=dot', 'test/boundaries.test.ts', 'packages/engine/src/modules.test.ts'],
  ],
  ['generated docs', process.execPath, ['scripts/docs.ts', '--check']],
];

let failed = false;
for (const [name, command, args] of steps) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  process.stderr.write(`${status === 0 ? 'ok  ' : 'FAIL'} ${name}\n`);
  if (status === 0) continue;
  failed = true;
  process.stderr.write(`${stdout}${stderr}\n`);
}
process.exitCode = failed ? 1 : 0;
