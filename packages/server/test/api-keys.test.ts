import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeKey, makeUser, startServer } from './server.ts';

let server: Awaited<ReturnType<typeof startServer>>;
before(async () => {
  server = await startServer();
});
after(() => server.close());

const create = (key: string, json: object) => server.ask('POST', '/api/user/api-keys', { key, json });
const list = async (key: string) => (await server.ask('GET', '/api/user/api-keys', { key })).body;

test('a key is shown once, works at once, and only its hash is kept', async () => {
  const user = await makeUser(server.db);
  const { status, body, headers } = await create(user.key, { name: 'CI', scopes: ['read'] });
  assert.equal(status, 201);
  assert.match(body.key, /^cyb_[0-9A-Za-z]{49}$/);
  assert.equal(body.prefix, body.key.slice(0, 12));
  assert.equal(headers.get('location'), `/api/user/api-keys/${body.id}`);
  const { key, ...told } = body;
  assert.deepEqual((await list(user.key)).items[0], told);
  assert.equal((await server.ask('GET', '/api/user/me', { key })).body.api_key.id, body.id);
  const row = await server.db
    .selectFrom('api_keys')
    .selectAll()
    .where('id', '=', body.id)
    .executeTakeFirstOrThrow();
  assert.ok(!JSON.stringify(row).includes(key) && !row.hash.includes(key));
});

test('a revoked key is refused at once, and gone from the list', async () => {
  const user = await makeUser(server.db);
  const { body } = await create(user.key, { name: 'CI' });
  const revoke = () => server.ask('DELETE', `/api/user/api-keys/${body.id}`, { key: user.key });
  assert.equal((await revoke()).status, 204);
  assert.equal((await revoke()).status, 404);
  assert.equal((await server.ask('GET', '/api/user/me', { key: body.key })).status, 401);
  assert.equal((await list(user.key)).total, 1);
});

test('a key expires', async () => {
  const user = await makeUser(server.db);
  const { secret, apiKey } = await makeKey(server.db, user.id, ['read'], new Date(Date.now() + 3_600_000));
  assert.equal((await server.ask('GET', '/api/user/me', { key: secret })).status, 200);
  await server.db
    .updateTable('api_keys')
    .set({ expires_at: new Date() })
    .where('id', '=', apiKey.id)
    .execute();
  assert.equal((await server.ask('GET', '/api/user/me', { key: secret })).status, 401);
});

test('left out, scopes and expiry are what the key that asks has of the usual ones', async () => {
  const user = await makeUser(server.db);
  const expiry = new Date(Date.now() + 3_600_000);
  const { secret } = await makeKey(server.db, user.id, ['read', 'admin'], expiry);
  const { body } = await create(secret, { name: 'CI' });
  assert.deepEqual([body.scopes, body.expires_at], [['read'], expiry.toISOString()]);
});

test('no key makes a stronger one', async () => {
  const user = await makeUser(server.db);
  const expiry = new Date(Date.now() + 3_600_000);
  const { secret } = await makeKey(server.db, user.id, ['read', 'admin'], expiry);
  const later = new Date(expiry.getTime() + 1).toISOString();
  for (const wish of [
    { scopes: ['analyze'] },
    { scopes: ['read', 'billing'] },
    { expires_at: later },
    { expires_at: null },
    { scopes: ['read'], expires_at: later },
  ]) {
    const { status, body } = await create(secret, { name: 'CI', ...wish });
    assert.deepEqual([status, body.code], [403, 'stronger_api_key'], JSON.stringify(wish));
  }
  assert.equal((await create(secret, { name: 'CI', expires_at: expiry.toISOString() })).status, 201);
  const { secret: reader } = await makeKey(server.db, user.id, ['read', 'analyze', 'billing']);
  assert.equal((await create(reader, { name: 'CI', scopes: ['read'] })).body.code, 'missing_scope');
});

test('what is wrong with a wish is told', async () => {
  const user = await makeUser(server.db);
  for (const [wish, detail] of [
    [{}, '`name` must be one line of 1 to 100 characters.'],
    [{ name: '' }, '`name` must be one line of 1 to 100 characters.'],
    [{ name: 'a\nb' }, '`name` must be one line of 1 to 100 characters.'],
    [{ name: 'x'.repeat(101) }, '`name` must be one line of 1 to 100 characters.'],
    [{ name: 1 }, '`name` must be one line of 1 to 100 characters.'],
    [{ name: 'CI', scopes: [] }, '`scopes` must name at least one scope.'],
    [{ name: 'CI', scopes: 'read' }, '`scopes` must be a list of `read`, `analyze`, `billing`, `admin`.'],
    [{ name: 'CI', scopes: ['root'] }, '`scopes` must be a list of `read`, `analyze`, `billing`, `admin`.'],
    [
      { name: 'CI', expires_at: 'tomorrow' },
      '`expires_at` must be a time in ISO 8601, like `2027-01-31T00:00:00Z`.',
    ],
    [{ name: 'CI', expires_at: '2020-01-01T00:00:00Z' }, '`expires_at` must be a time to come.'],
    [
      { name: 'CI', expires_at: '+275760-09-13T00:00:00Z' },
      '`expires_at` must be a time in ISO 8601, like `2027-01-31T00:00:00Z`.',
    ],
  ] as const) {
    const { status, body } = await create(user.key, wish);
    assert.deepEqual([status, body.detail], [400, detail], JSON.stringify(wish));
  }
});

test('a user has at most 50 keys, also when many are wished for at once', async () => {
  const user = await makeUser(server.db);
  const answers = await Promise.all(Array.from({ length: 60 }, () => create(user.key, { name: 'CI' })));
  assert.equal(answers.filter(({ status }) => status === 201).length, 49);
  const refused = answers.find(({ status }) => status !== 201);
  assert.deepEqual([refused?.status, refused?.body.code], [403, 'too_many_api_keys']);
  const { items, total } = await list(user.key);
  assert.deepEqual([items.length, total], [50, 50]);
  await server.ask('DELETE', `/api/user/api-keys/${items[0].id}`, { key: user.key });
  assert.equal((await create(user.key, { name: 'CI' })).status, 201);
});

test('the last use is recorded, once a minute, with the address', async () => {
  const user = await makeUser(server.db);
  const lastUse = () =>
    server.db
      .selectFrom('api_keys')
      .select(['last_used_at', 'last_used_address'])
      .where('id', '=', user.keyId)
      .executeTakeFirstOrThrow();
  const used = async () => {
    for (;;) {
      const row = await lastUse();
      if (row.last_used_at) return row;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  await server.ask('GET', '/api/user/me', { key: user.key });
  const first = await used();
  assert.equal(first.last_used_address, '127.0.0.1');
  await Promise.all(Array.from({ length: 10 }, () => server.ask('GET', '/api/user/me', { key: user.key })));
  assert.deepEqual(await lastUse(), first);
  const earlier = new Date(Date.now() - 61_000);
  await server.db
    .updateTable('api_keys')
    .set({ last_used_at: earlier })
    .where('id', '=', user.keyId)
    .execute();
  await server.ask('GET', '/api/user/me', { key: user.key });
  for (;;) if (((await lastUse()).last_used_at?.getTime() ?? 0) > earlier.getTime()) break;
});
