import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { checkoutLimit } from '../src/actions/billing/start-checkout.ts';
import { insertCheckout } from '../src/store/checkouts.ts';
import { addCredits } from '../src/store/quota.ts';
import { type Answer, makeUser, startServer } from './server.ts';

let server: Awaited<ReturnType<typeof startServer>>;
before(async () => {
  server = await startServer({ rateLimit: { max: 8, windowMs: 60_000 } });
});
after(() => server.close());

const analyze = (key: string, json: unknown) => server.ask('POST', '/api/analyze-domain', { key, json });

/** The members of the two fields by the name of the policy: RFC 9651 lists of strings with integer parameters. */
function limitsOf({ headers }: Answer): Record<string, Record<string, number>> {
  const limits: Record<string, Record<string, number>> = {};
  for (const field of ['ratelimit-policy', 'ratelimit']) {
    for (const item of headers.get(field)?.split(', ') ?? []) {
      assert.match(item, /^"[a-z-]+"(;[qwrt]=\d+){2}$/);
      const [name = '', ...parameters] = item.split(';');
      const values = parameters.map((each) => each.split('=')).map(([key, value]) => [key, Number(value)]);
      limits[name] = { ...limits[name], ...Object.fromEntries(values) };
    }
  }
  return limits;
}

describe('requests', () => {
  test('every answer tells the limit and what is left of it, and nothing in other words', async () => {
    const { key } = await makeUser(server.db);
    for (const [path, left] of [
      ['/api/user/me', 7],
      ['/api/analyses/x', 6],
    ] as const) {
      const answer = await server.ask('GET', path, { key });
      const { t, ...limit } = limitsOf(answer)['"requests"'] ?? {};
      assert.deepEqual(limit, { q: 8, w: 60, r: left });
      assert.ok(t !== undefined && t > 0 && t <= 60);
      assert.deepEqual(
        [...answer.headers.keys()].filter((name) => name.startsWith('x-ratelimit')),
        [],
      );
    }
  });

  test('429: when it is used up, until the window is over', async () => {
    const { key } = await makeUser(server.db);
    const answers = [];
    for (let i = 0; i < 9; i += 1) answers.push(await server.ask('GET', '/api/user/me', { key }));
    assert.deepEqual(new Set(answers.slice(0, 8).map(({ status }) => status)), new Set([200]));
    const refused = answers[8];
    assert.ok(refused);
    assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited']);
    const { r, t } = limitsOf(refused)['"requests"'] ?? {};
    assert.deepEqual([r, String(t)], [0, refused.headers.get('retry-after')]);
  });

  test('where there is nothing it counts too; health is never limited', async () => {
    const missing = await server.ask('GET', '/api/nothing');
    assert.equal(missing.status, 404);
    assert.equal(limitsOf(missing)['"requests"']?.q, 8);
    const health = await server.ask('GET', '/api/health/live');
    assert.deepEqual(limitsOf(health), {});
  });
});

describe('quota', () => {
  test('a start tells the allowance of the period and what is left after it, beside the requests', async () => {
    const { key } = await makeUser(server.db, { tier: 'protect' });
    const answer = await analyze(key, { domain: 'acme.test' });
    assert.equal(answer.status, 202);
    const { requests, analyses } = named(limitsOf(answer));
    assert.equal(requests?.r, 7);
    assert.deepEqual([analyses?.q, analyses?.r], [5, 4]);
    const { period } = (await server.ask('GET', '/api/user/usage', { key })).body;
    assert.equal(analyses?.w, (Date.parse(period.end) - Date.parse(period.start)) / 1000);
    const left = (Date.parse(period.end) - Date.now()) / 1000;
    assert.ok(Math.abs((analyses?.t ?? 0) - left) < 60);
  });

  test('429: used up, with the seconds of Retry-After', async () => {
    const { key } = await makeUser(server.db, { tier: 'protect' });
    for (let i = 0; i < 5; i += 1) await analyze(key, { domain: `a${i}.test` });
    const refused = await analyze(key, { domain: 'b.test' });
    assert.deepEqual([refused.status, refused.body.code], [429, 'quota_exceeded']);
    const { analyses } = named(limitsOf(refused));
    assert.equal(analyses?.r, 0);
    assert.ok(Math.abs((analyses?.t ?? 0) - Number(refused.headers.get('retry-after'))) <= 1);
  });

  test('credits count among what is left', async () => {
    const { id, key } = await makeUser(server.db, { tier: 'basic' });
    await server.db.transaction().execute((trx) =>
      addCredits(trx, {
        ...{ userId: id, feature: 'analyses', amount: 3, entry: 'grant', cause: 'grant:1' },
        now: new Date(),
      }),
    );
    const { analyses } = named(limitsOf(await analyze(key, { domain: 'acme.test' })));
    assert.deepEqual([analyses?.q, analyses?.r], [0, 2]);
  });

  for (const [what, tier] of [
    ['a tier without it', 'basic'],
    ['a tier without a limit', 'enterprise'],
  ] as const) {
    test(`${what} has no quota to tell`, async () => {
      const { key } = await makeUser(server.db, { tier });
      const { requests, analyses } = named(limitsOf(await analyze(key, { domain: 'acme.test' })));
      assert.deepEqual([requests?.q, analyses], [8, undefined]);
    });
  }
});

test('checkouts: each counts for a minute', async () => {
  const { id: userId } = await makeUser(server.db);
  const at = (seconds: number) => new Date(Date.UTC(2026, 2, 10, 12, 0, seconds));
  const stand = async (seconds: number) => {
    const { name, ...limit } = await checkoutLimit(server.db, userId, at(seconds));
    assert.equal(name, 'checkouts');
    return limit;
  };
  assert.deepEqual(await stand(0), { quota: 5, window: 60, remaining: 5, reset: 60 });
  for (const seconds of [0, 10, 20, 20, 20]) {
    const checkout = { requestId: randomUUID(), userId, now: at(seconds) };
    await server.db.transaction().execute((trx) => insertCheckout(trx, checkout));
  }
  assert.deepEqual(await stand(25), { quota: 5, window: 60, remaining: 0, reset: 35 });
  assert.deepEqual(await stand(60), { quota: 5, window: 60, remaining: 1, reset: 10 });
});

const named = (limits: ReturnType<typeof limitsOf>) => ({
  requests: limits['"requests"'],
  analyses: limits['"analyses"'],
});
