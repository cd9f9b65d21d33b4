import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { testDatabase } from '../packages/server/src/db/test-database.ts';
import { makeUser } from '../packages/server/test/server.ts';

const MAIN = join(import.meta.dirname, '../packages/cli/src/main.ts');
const folder = await mkdtemp(join(tmpdir(), 'cyborux-admin-'));
const database = await testDatabase();
after(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

function admin(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { PATH: process.env.PATH, DATABASE_URL: database.url };
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'admin', ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

test('the operator looks after a user from the command line, up to the last trace', async () => {
  const { id } = await makeUser(database.db, { tier: 'basic' });
  const email = `${id}@example.com`;
  const steps: [args: string[], told: RegExp][] = [
    [['users', id.slice(0, 8)], new RegExp(`^${id}  basic .*${email}  Tester\nin all: 1; page 1 of 1\n$`)],
    [['set-tier', email, 'enterprise'], /enterprise/],
    [['set-quota', id, '5', 'unlimited', '0'], /enterprise/],
    [['grant', email, 'reports', '4', '--reason', 'sorry'], /^$/],
    [['grant', email, 'reports', '-1'], /^$/],
    [['suspend', id], /suspended/],
    [['unsuspend', id], /Tester\n$/],
    [['export', id, '--to', join(folder, 'user.json')], /^$/],
    [['delete', id, '--yes'], /^$/],
  ];
  for (const [args, told] of steps) {
    const { code, stdout, stderr } = await admin(...args);
    assert.deepEqual([code, stderr], [0, ''], args.join(' '));
    assert.match(stdout, told, args.join(' '));
  }
  const exported = JSON.parse(await readFile(join(folder, 'user.json'), 'utf8'));
  assert.equal(exported.user.email, email);
  assert.equal(exported.quota_ledger.length, 2);
  const { stdout } = await admin('audit', '--subject', id, '--actor', 'command-line');
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ act }) => act),
    [
      ...['user.set_tier', 'user.set_quota', 'credits.grant', 'credits.grant', 'user.suspend'],
      ...['user.unsuspend', 'user.export', 'user.delete'],
    ],
  );
  assert.ok(!stdout.includes(email));
});

test('what cannot be is one sentence and exit code 2', async () => {
  const { id } = await makeUser(database.db);
  for (const [args, told] of [
    [['set-tier', 'nobody@example.com', 'basic'], /^There is no user nobody@example\.com\.\n$/],
    [['grant', id, 'reports', '-5'], /^There are 0 credits to take from\.\n$/],
  ] as const) {
    const { code, stderr } = await admin(...args);
    assert.equal(code, 2);
    assert.match(stderr, told);
  }
  for (const args of [
    ['set-tier', id, 'gold'],
    ['delete', id],
    ['grant', id, 'reports', '0'],
  ]) {
    assert.notEqual((await admin(...args)).code, 0, args.join(' '));
  }
});

test('a lost operator key is replaced, also on a database that no server has seen', async () => {
  const { code, stdout } = await admin('operator-key');
  assert.equal(code, 0);
  assert.match(stdout, /^cyb_[0-9A-Za-z]{49}\n$/);
  const again = await admin('operator-key');
  assert.notEqual(again.stdout, stdout);
});
