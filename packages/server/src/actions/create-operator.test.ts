import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashApiKey, isWellFormedApiKey } from '../api-key.ts';
import { testDatabase } from '../db/test-database.ts';
import { findIdentity } from '../store/api-keys.ts';
import { createOperator } from './create-operator.ts';

test('of processes that start at once one makes the operator and learns the key', async () => {
  const { db, close } = await testDatabase();
  try {
    const keys = await Promise.all(Array.from({ length: 5 }, () => createOperator({ db })));
    const [key, ...others] = keys.filter((each) => each !== null);
    assert.deepEqual(others, []);
    assert.ok(key && isWellFormedApiKey(key));
    const identity = await findIdentity(db, hashApiKey(key), new Date());
    assert.deepEqual([identity?.user.tier, identity?.user.isOperator], ['enterprise', true]);
    assert.equal(await createOperator({ db }), null);
  } finally {
    await close();
  }
});
