import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checksPage } from './docs/checks-page.ts';
import { configurationPage } from './docs/configuration-page.ts';
import { openapiDocument } from './docs/openapi-document.ts';
import { sourcesPage } from './docs/sources-page.ts';

/** Writes the documents that are made from the code; with `--check` it says which are out of date instead. */
const root = join(import.meta.dirname, '..');
const documents: Record<string, string> = {
  'docs/checks.md': checksPage(),
  'docs/sources.md': sourcesPage(),
  'docs/configuration.md': configurationPage(),
  'docs/openapi.json': await openapiDocument(),
};

const stale: string[] = [];
for (const [path, text] of Object.entries(documents)) {
  const file = join(root, path);
  if (current(file) === text) continue;
  stale.push(path);
  if (process.argv.includes('--check')) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
const checking = process.argv.includes('--check');
for (const path of stale) process.stderr.write(`${checking ? 'out of date' : 'written'}: ${path}\n`);
if (checking && stale.length > 0) {
  process.stderr.write('run: npm run docs\n');
  process.exitCode = 1;
}

function current(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
