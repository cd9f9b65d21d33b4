import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadConfig } from './config.ts';
import { createLog } from './log.ts';
import { type RunningServer, startServer } from './server.ts';
import { StartError } from './start-error.ts';

const home = mkdtempSync(join(tmpdir(), 'cyborux-server-'));
after(() => rmSync(home, { recursive: true, force: true }));

const start = (settings: Record<string, string> = {}): Promise<RunningServer> =>
  startServer(loadConfig({ CYBORUX_HOME: home, CYBORUX_PORT: '0', ...settings }), {
    log: createLog({ level: 'silent' }),
    version: '0.0.0',
  });

const me = (server: RunningServer, key: string) =>
  fetch(`${server.url}/api/user/me`, { headers: { authorization: `Bearer ${key}` } });

test('the first start makes an operator, whose key is told once and works from then on', async () => {
  const first = await start();
  const key = first.operatorKey ?? '';
  const answer = (await (await me(first, key)).json()) as { is_operator: boolean };
  assert.equal(answer.is_operator, true);
  await first.stop();

  const second = await start();
  assert.equal(second.operatorKey, null);
  assert.equal((await me(second, key)).status, 200);
  await second.stop();
  assert.equal(existsSync(join(home, 'postgres', 'data', 'postmaster.pid')), false);
});

test('a worker answers no API, and shares the database of the API beside it', async () => {
  const [api, worker] = await Promise.all([
    start({ CYBORUX_ROLE: 'api' }),
    start({ CYBORUX_ROLE: 'worker' }),
  ]);
  assert.equal(worker.url, null);
  assert.equal((await fetch(`${api.url}/api/health/ready`)).status, 200);
  await worker.stop();
  assert.equal((await fetch(`${api.url}/api/health/ready`)).status, 200);
  await api.stop();
});

test('a port that is taken stops the start with a sentence, and leaves nothing running', async () => {
  const first = await start();
  const port = new URL(first.url ?? '').port;
  await assert.rejects(
    start({ CYBORUX_PORT: port }),
    (error) => error instanceof StartError && error.message.includes(port),
  );
  await first.stop();
  assert.equal(existsSync(join(home, 'postgres', 'data', 'postmaster.pid')), false);
});

test('a database that does not answer stops the start with a sentence that keeps the password', async () => {
  const url = 'postgresql://ann:hush@127.0.0.1:1/cyborux';
  await assert.rejects(
    start({ DATABASE_URL: url, CYBORUX_SIGN_UP: 'closed' }),
    (error) =>
      error instanceof StartError && /DATABASE_URL/.test(error.message) && !error.message.includes('hush'),
  );
});

test('a database of its own needs a secret that is told, before anything is started', async () => {
  await assert.rejects(
    start({ DATABASE_URL: 'postgresql://ann@127.0.0.1:1/cyborux' }),
    (error) => error instanceof StartError && /CYBORUX_SECRET must be set/.test(error.message),
  );
});

test('people sign up at a server as it is started first, and find the link in its log', async () => {
  const lines: string[] = [];
  const log = createLog({ level: 'warn', to: { write: (line) => void lines.push(line) } });
  const server = await startServer(loadConfig({ CYBORUX_HOME: home, CYBORUX_PORT: '0' }), {
    log,
    version: '0',
  });
  const origin = server.url ?? '';
  const answer = await fetch(`${origin}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ name: 'Ann', email: 'ann@people.example', password: 'mauve otter lantern' }),
  });
  assert.equal(answer.status, 200);
  const { link } = lines.map((line) => JSON.parse(line)).find(({ to }) => to === 'ann@people.example');
  const { status } = await fetch(link, { redirect: 'manual' });
  assert.equal(status, 302);
  await server.stop();
});
