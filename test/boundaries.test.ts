import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const files = globSync('packages/*/src/**/*.ts', { cwd: root });
const modules = files.filter((file) => !file.endsWith('.test.ts'));

interface Import {
  from: string;
  /** A path in the repository, a package, or `node:...`. */
  to: string;
  typeOnly: boolean;
}

/** Comments and strings of code are left in: no source file quotes an import. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(
    /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...found].map(([, type, specifier, dynamic]) => ({
    from: file,
    to: resolve(file, specifier ?? dynamic ?? ''),
    typeOnly: type !== undefined,
  }));
}

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return relative(root, join(root, dirname(file), specifier));
  const [, name, path] = /^@cyborux\/([a-z]+)(?:\/(.+))?$/.exec(specifier) ?? [];
  if (name === undefined) return specifier;
  return path === undefined
    ? `packages/${name}/src/index.ts`
    : `packages/${name}/src/${path.replace(/(\.ts)?$/, '.ts')}`;
}

const imports = modules.flatMap(importsOf);

/** Every import from a file that matches `from` must satisfy `allowed`. */
function rule(name: string, from: RegExp, allowed: (to: string, each: Import) => boolean): void {
  test(name, () => {
    const broken = imports.filter((each) => from.test(each.from) && !allowed(each.to, each));
    assert.deepEqual(
      broken.map((each) => `${each.from} imports ${each.to}`),
      [],
    );
  });
}

const sockets = /^(?:node:(?:net|tls|dns|dgram|http|https|http2)(?:\/.*)?|undici)$/;
const inPackage = (name: string) => (to: string) => to.startsWith(`packages/${name}/`);

rule(
  'contract runs in browsers: zod and itself alone',
  /^packages\/contract\//,
  (to) => to === 'zod' || inPackage('contract')(to),
);
rule(
  'engine knows no server, no command line and no lab',
  /^packages\/engine\//,
  (to) => !/^packages\/(?:server|cli|lab|web|report)\//.test(to),
);
rule(
  'the lab knows the contract and the engine alone',
  /^packages\/lab\//,
  (to) => !/^packages\/(?:server|cli|web|report)\//.test(to),
);
rule(
  'the server does not know the lab or the command line: it is the same product with or without them',
  /^packages\/server\//,
  (to) => !/^packages\/(?:cli|lab|web)\//.test(to),
);
rule(
  'only net/ opens sockets, so that every dial passes the egress policy',
  /^packages\/engine\/src\/(?!net\/)/,
  (to) => !sockets.test(to),
);
rule(
  'checks are pure: needs, protocols and the contract, nothing of node',
  /^packages\/engine\/src\/checks\/(?!index\.ts)/,
  (to) =>
    /^packages\/(?:contract\/|engine\/src\/(?:check|scope)\.ts|engine\/src\/(?:probes|sources|protocols|checks)\/)/.test(
      to,
    ),
);
rule(
  'probes and sources see the network through its interface',
  /^packages\/engine\/src\/(?:probes|sources)\/(?!index\.ts)/,
  (to) =>
    to === 'zod' ||
    /^packages\/(?:contract\/|engine\/src\/(?:probe|source|rdap-query|net|scope)\.ts|engine\/src\/(?:protocols|probes|sources)\/)/.test(
      to,
    ),
);
rule(
  'protocols are pure: no files, no processes, no clock modules, nothing of the engine but its types',
  /^packages\/engine\/src\/protocols\//,
  (to, each) =>
    !to.startsWith('node:') || ['node:crypto', 'node:url', 'node:buffer', 'node:zlib'].includes(to)
      ? !/^packages\/engine\/src\/(?!protocols\/)/.test(to) || each.typeOnly
      : false,
);
rule(
  'SQL only in store/ and where the database itself is made',
  /^packages\/server\/src\/(?!store\/|db\/|migrations\/)/,
  (to, each) => to !== 'kysely' || each.typeOnly,
);
rule(
  'stores know no routes, jobs or actions',
  /^packages\/server\/src\/store\//,
  (to) => !/^packages\/server\/src\/(?:routes|jobs|actions)\//.test(to),
);
rule(
  'actions know no routes and no jobs',
  /^packages\/server\/src\/actions\//,
  (to) => !/^packages\/server\/src\/(?:routes|jobs)\//.test(to),
);
rule(
  'routes and jobs do not know each other',
  /^packages\/server\/src\/routes\//,
  (to) => !/^packages\/server\/src\/jobs\//.test(to),
);

test('config.ts alone reads the environment', () => {
  const readers = modules.filter(
    (file) =>
      /^packages\/(?:contract|engine|server)\//.test(file) &&
      /\bprocess\.env\b/.test(readFileSync(join(root, file), 'utf8')),
  );
  assert.deepEqual(
    readers.filter((file) => file !== 'packages/server/src/config.ts'),
    [],
  );
});

test('nothing imports in a circle', () => {
  const graph = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports) {
    if (!typeOnly && to.startsWith('packages/')) graph.set(from, [...(graph.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (file: string): void => {
    const start = path.indexOf(file);
    assert.equal(start, -1, `circle: ${[...path.slice(start), file].join(' -> ')}`);
    if (done.has(file)) return;
    path.push(file);
    for (const next of graph.get(file) ?? []) walk(next);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) walk(file);
});

test('no catch-all folders or files', () => {
  assert.deepEqual(
    files.filter((file) => /(?:^|\/)(?:utils?|helpers?|common|misc|manager)(?:\/|\.ts$)/.test(file)),
    [],
  );
});

test('no file is two files', () => {
  const long = modules.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 400);
  assert.deepEqual(long, []);
});
