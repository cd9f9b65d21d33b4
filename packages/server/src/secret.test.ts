import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { accountSecret, keySecrets } from './secret.ts';
import { StartError } from './start-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'cyborux-secret-'));
after(() => rmSync(folder, { recursive: true }));
const embedded = (home: string) => ({
  home,
  databaseUrl: undefined,
  secret: undefined,
  signUp: 'open' as const,
});

test('with the embedded database one secret is made and kept, also by many who start at once', async () => {
  const home = join(folder, 'new');
  const secrets = await Promise.all(Array.from({ length: 8 }, () => accountSecret(embedded(home))));
  assert.equal(new Set(secrets).size, 1);
  assert.equal(secrets[0]?.length, 43);
  assert.equal(await accountSecret(embedded(home)), secrets[0]);
  assert.deepEqual(readdirSync(home), ['secret']);
  assert.equal(statSync(join(home, 'secret')).mode & 0o777, 0o600);
  assert.notEqual(await accountSecret(embedded(join(folder, 'other'))), secrets[0]);
});

test('a damaged secret stops the start', async () => {
  writeFileSync(join(folder, 'secret'), 'x');
  await assert.rejects(accountSecret(embedded(folder)), StartError);
});

test('with a database of its own the secret is asked for, unless nobody signs up', async () => {
  const shared = { ...embedded(folder), databaseUrl: 'postgresql://db.example/x' };
  await assert.rejects(
    accountSecret(shared),
    (error) => error instanceof StartError && /CYBORUX_SECRET must be set/.test(error.message),
  );
  assert.equal(await accountSecret({ ...shared, signUp: 'closed' }), null);
  assert.equal(await accountSecret({ ...shared, secret: 's'.repeat(32) }), 's'.repeat(32));
});

test('secrets of keys: those of the settings, else one that is kept beside the embedded database, else none', async () => {
  const home = join(folder, 'keys');
  const config = { home, databaseUrl: undefined, secretKeys: undefined };
  const made = await keySecrets(config);
  assert.deepEqual(await keySecrets(config), made);
  assert.equal(statSync(join(home, 'secret-keys')).mode & 0o777, 0o600);
  assert.deepEqual(await keySecrets({ ...config, secretKeys: ['new', 'old'] }), ['new', 'old']);
  assert.equal(await keySecrets({ ...config, databaseUrl: 'postgresql://db.example/x' }), null);
});
