import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureDebianPrograms } from './debian-programs.ts';

/**
 * All tests: `npm test`, or some: `npm test -- packages/engine/src/risk.test.ts`. They draw the same examples each time;
 * `node --test <file>` draws new ones.
 */
const root = join(import.meta.dirname, '..');
const EVERYTHING = ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'test/**/*.test.ts'];

try {
  ensureDebianPrograms();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
const chosen = process.argv.slice(2);
const { status } = spawnSync(
  process.execPath,
  [
    '--import',
    join(root, 'test/seed.ts'),
    '--test',
    '--test-concurrency=2',
    ...(chosen.length > 0 ? chosen : EVERYTHING),
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
