import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { QuotaLine } from '@cyborux/contract';
import { settle } from '../src/store/quota.ts';
import { makeUser, startServer } from './server.ts';

let server: Awaited<ReturnType<typeof startServer>>;
before(async () => {
  server = await startServer();
});
after(() => server.close());

const analyze = (key: string, domain: string) =>
  server.ask('POST', '/api/analyze-domain', { key, json: { domain } });
const usage = (key: string, query = '') => server.ask('GET', `/api/user/usage${query}`, { key });
const charge = (id: string) =>
  server.db.transaction().execute((trx) => settle(trx, id, 'charge', new Date()));

describe('GET /api/user/usage', () => {
  test('tells the period, what is used, held and left, and the lines that it is the sum of', async () => {
    const { key } = await makeUser(server.db, { tier: 'protect' });
    const { body: first } = await analyze(key, 'a.test');
    await analyze(key, 'b.test');
    await charge(first.id);
    const { status, body } = await usage(key);
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body), ['tier', 'period', 'analyses', 'reports', 'deep_scans', 'ledger']);
    assert.equal(body.tier, 'protect');
    assert.ok(Date.parse(body.period.start) <= Date.now() && Date.now() < Date.parse(body.period.end));
    assert.deepEqual(body.analyses, { allowance: 5, used: 1, reserved: 1, remaining: 3, credits: 0 });
    assert.deepEqual(body.deep_scans, { allowance: 15, used: 0, reserved: 0, remaining: 15, credits: 0 });
    const { items, ...envelope } = body.ledger;
    assert.deepEqual(envelope, { total: 3, page: 1, per_page: 50, total_pages: 1 });
    assert.deepEqual(
      items.map(({ entry, cause }: QuotaLine) => [entry, cause === first.id]),
      [
        ['charge', true],
        ['reservation', false],
        ['reservation', true],
      ],
    );
    const { id, created_at, ...line } = items[0];
    assert.ok(Number.isInteger(id) && Date.parse(created_at) <= Date.now());
    assert.deepEqual(line, {
      ...{ feature: 'analyses', pool: 'allowance', entry: 'charge', reserved: -1, used: 1, granted: 0 },
      ...{ period_start: body.period.start, cause: first.id },
    });
    const sum = (of: 'used' | 'reserved') =>
      items.reduce((total: number, each: QuotaLine) => total + each[of], 0);
    assert.deepEqual([sum('used'), sum('reserved')], [body.analyses.used, body.analyses.reserved]);
  });

  test('the ledger comes page by page, in both orders', async () => {
    const { key } = await makeUser(server.db, { tier: 'protect' });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await analyze(key, `${name}.test`);
    const ids = async (query: string) =>
      (await usage(key, query)).body.ledger.items.map((line: QuotaLine) => line.id);
    const all = await ids('');
    assert.deepEqual(
      all,
      [...all].sort((a, b) => b - a),
    );
    const paged = [1, 2, 3, 4].map((page) => ids(`?page=${page}&per_page=2`));
    assert.deepEqual(await Promise.all(paged), [all.slice(0, 2), all.slice(2, 4), all.slice(4), []]);
    assert.deepEqual(await ids('?sort_by=created_at&order=asc'), [...all].reverse());
    const { ledger } = (await usage(key, '?page=9&per_page=2')).body;
    assert.deepEqual([ledger.total, ledger.total_pages], [5, 3]);
  });

  test('an unknown sort field names the allowed one', async () => {
    const { key } = await makeUser(server.db);
    const { status, body } = await usage(key, '?sort_by=risk_level');
    assert.deepEqual([status, body.detail], [400, '`sort_by` must be one of `created_at`.']);
  });

  test('nobody sees the lines of someone else', async () => {
    const [one, two] = [await makeUser(server.db), await makeUser(server.db)];
    await analyze(one.key, 'a.test');
    assert.equal((await usage(two.key)).body.ledger.total, 0);
  });
});
