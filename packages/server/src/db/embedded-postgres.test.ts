import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { StartError } from '../start-error.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

/** As mkdtemp makes it: nobody but us may enter. Every test leaves it with its server stopped. */
const home = mkdtempSync(join(tmpdir(), 'cyborux-pg-'));
after(() => rmSync(home, { recursive: true, force: true }));

const open = (folder = home) => startEmbeddedPostgres({ home: folder, database: 'cyborux', durable: false });

async function ask(url: string, query: string): Promise<unknown> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query({ text: query, rowMode: 'array' }).finally(() => client.end());
  return rows[0]?.[0];
}

const pidFile = join(home, 'postgres', 'data', 'postmaster.pid');
const serverPid = () => Number.parseInt(readFileSync(pidFile, 'utf8'), 10);

test('it starts, keeps what is stored, stops and starts again', async () => {
  const first = await open();
  await ask(first.url, 'create table kept as select 42 as value');
  await first.stop();
  assert.equal(existsSync(pidFile), false);
  const second = await open();
  assert.equal(await ask(second.url, 'select value from kept'), 42);
  await second.stop();
});

test('it listens on a socket that others cannot reach, with a password, and on no port', async () => {
  const server = await open();
  assert.equal(await ask(server.url, 'show listen_addresses'), '');
  assert.equal(statSync(join(home, 'postgres', 'data')).mode & 0o777, 0o700);
  assert.equal(statSync(join(home, 'postgres', 'password')).mode & 0o777, 0o600);
  const wrong = new URL(server.url);
  wrong.password = 'guess';
  await assert.rejects(ask(wrong.href, 'select 1'), /password authentication failed/);
  await server.stop();
});

test('the next process adopts the server of one that was killed', async () => {
  const module = JSON.stringify(new URL('./embedded-postgres.ts', import.meta.url).href);
  const script = `
    const { startEmbeddedPostgres } = await import(${module});
    await startEmbeddedPostgres({ home: ${JSON.stringify(home)}, database: 'cyborux', durable: false });
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const pid = serverPid();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const server = await open();
  assert.equal(serverPid(), pid);
  assert.equal(await ask(server.url, 'select 1'), 1);
  await server.stop();
  assert.equal(existsSync(pidFile), false);
});

test('processes that start at once share one server, and the last one stops it', async () => {
  const users = await Promise.all([open(), open(), open()]);
  const pids = new Set(
    await Promise.all(users.map(({ url }) => ask(url, `select pg_read_file('postmaster.pid')`))),
  );
  assert.equal(pids.size, 1);
  const [first, second, last] = users;
  await first?.stop();
  await second?.stop();
  assert.equal(await ask(last?.url ?? '', 'select 1'), 1);
  await last?.stop();
  assert.equal(existsSync(pidFile), false);
});

test('users that stop at once leave no server behind', async () => {
  const users = await Promise.all([open(), open()]);
  await Promise.all(users.map((user) => user.stop()));
  assert.equal(existsSync(pidFile), false);
});

test('a server that dies under us is started again', async () => {
  const server = await open();
  const pid = serverPid();
  process.kill(pid, 'SIGKILL');
  let answer: unknown;
  while (answer !== 1) answer = await ask(server.url, 'select 1').catch(() => null);
  assert.notEqual(serverPid(), pid);
  await server.stop();
});

test('a process id that was left over and is now that of another program does no harm', async () => {
  await (await open()).stop();
  writeFileSync(pidFile, `${process.pid}\n/elsewhere\n1\n5432\n.\n\n0 0\nready\n`);
  const server = await open();
  assert.equal(await ask(server.url, 'select 1'), 1);
  await server.stop();
});

test('a home whose path is too long for a socket works', async () => {
  const folder = join(home, 'a-rather-long-name-'.repeat(6), 'another-one');
  mkdirSync(folder, { recursive: true });
  const server = await open(folder);
  assert.equal(await ask(server.url, 'select 1'), 1);
  await server.stop();
});

test('a home that cannot be written to stops the start with a sentence', async () => {
  const folder = join(home, 'file');
  writeFileSync(folder, '');
  await assert.rejects(
    open(folder),
    (error) => error instanceof StartError && error.message.includes(folder),
  );
});

test('a data directory of another PostgreSQL stops the start with a sentence', async () => {
  await (await open()).stop();
  writeFileSync(join(home, 'postgres', 'data', 'PG_VERSION'), '17\n');
  await assert.rejects(
    open(),
    (error) => error instanceof StartError && /made by PostgreSQL 17/.test(error.message),
  );
});
