import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { notifyAnalysis } from '../store/analyses.ts';
import { listen, type Notifications } from './notifications.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

let database: TestDatabase;
let notifications: Notifications;
before(async () => {
  database = await testDatabase();
  notifications = await listen(database.url);
});
after(async () => {
  await notifications.close();
  await database.close();
});

test('a subscriber is told of its own analysis alone, until it ends the subscription', async () => {
  const told: string[] = [];
  const other = new EventTarget();
  const endA = notifications.subscribe('a', () => told.push('a'));
  notifications.subscribe('b', () => other.dispatchEvent(new Event('told')));
  const notify = async (id: string) => {
    await notifyAnalysis(database.db, id);
    const b = once(other, 'told');
    await notifyAnalysis(database.db, 'b');
    await b;
  };
  await notify('a');
  assert.deepEqual(told, ['a']);
  endA();
  await notify('a');
  assert.deepEqual(told, ['a']);
});

test('when the connection breaks it is opened again, and subscribers are told that they may have missed something', async () => {
  const target = new EventTarget();
  notifications.subscribe('c', () => target.dispatchEvent(new Event('told')));
  const missed = once(target, 'told');
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'cyborux listener'`.execute(database.db);
  await missed;
  const told = once(target, 'told');
  await notifyAnalysis(database.db, 'c');
  await told;
});
