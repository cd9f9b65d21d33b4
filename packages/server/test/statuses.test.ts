import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { createSession, defineSource } from '@cyborux/engine';
import { startStripe } from '@cyborux/lab';
import { pino } from 'pino';
import Stripe from 'stripe';
import { formatApiKey } from '../src/api-key.ts';
import { createApp } from '../src/app.ts';
import { connect } from '../src/db/connect.ts';
import { openKeyBox } from '../src/sealed-keys.ts';
import { revokeApiKey } from '../src/store/api-keys.ts';
import { updateUserState } from '../src/store/users.ts';
import { billingOf, WEBHOOK_SECRET } from './billing.ts';
import { openBrowser, totp } from './browser.ts';
import { insertAnalysis, insertDomain, insertFindings, insertMailPolicies } from './fixtures.ts';
import { type Answer, makeKey, makeUser, startServer } from './server.ts';

/*
 * Every route of the OpenAPI document against everyone who may ask. At the end, each status that the document tells
 * has been answered, and none that it does not tell.
 */

interface Route {
  name: string;
  method: string;
  path: string;
  statuses: string[];
  isPublic: boolean;
  takesBody: boolean;
  takesQuery: boolean;
}

/** By the end of the path; lists take no page 0. */
const WRONG_QUERIES = [
  ['events', 'after=x'],
  ['audit-log/export', 'act='],
  ['/key', 'for=x'],
  ['/graph', 'depth=0'],
] as const;

/** Takes every key, and asks nobody. */
const keyed = defineSource({
  id: 'keyed',
  title: 'Keyed',
  homepage: 'https://keyed.example/',
  credential: { optional: false, howToGet: 'Ask for it.' },
  requestsPerMinute: 60,
  yields: ['FQDN'],
  async *query({ name }) {
    yield { kind: 'FQDN', name, attributes: {} };
  },
});

const stripe = await startStripe();
const server = await startServer({
  billing: billingOf(stripe, {}, 500),
  sourceDesk: {
    sources: [keyed],
    configured: {},
    keyBox: openKeyBox(['secrets of the tests, long enough']),
    openNetwork: createSession,
  },
  now: stripe.now,
  accounts: {
    mailer: { send() {} },
    secrets: ['a secret of the tests, long enough'],
    signUp: 'open',
  },
});
const { db } = server;
const owner = await makeUser(db);
const stranger = await makeUser(db);
const operator = await makeUser(db);
await db.updateTable('users').set({ is_operator: true }).where('id', '=', operator.id).execute();
const people = await signedIn();
const keys = {
  malformed: 'hunter2',
  mistyped: owner.key.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')),
  unknown: formatApiKey(randomBytes(32)),
  revoked: await revokedKey(),
  expired: (await makeKey(db, owner.id, ['read', 'analyze', 'admin'], new Date(Date.now() - 1000))).secret,
  scopeless: (await makeKey(db, owner.id, [])).secret,
  suspended: await suspendedKey(),
};
const domainId = await insertDomain(db, owner.id, 'acme.test');
const [findingId = ''] = await insertFindings(db, domainId, [
  { code: 'a/b', entity: 'FQDN:acme.test', severity: 1 },
]);

await insertMailPolicies(db, { userId: owner.id, domainId }, 'acme.test');
await insertDomain(db, owner.id, 'unseen.test');

const { body: document } = await server.ask('GET', '/api/openapi.json');
const routes = routesOf(document);
const seen = new Map(routes.map((route) => [route.name, new Set<string>()]));

after(async () => {
  await server.close();
  await stripe.close();
});

async function revokedKey(): Promise<string> {
  const { secret, apiKey } = await makeKey(db, owner.id, ['read', 'analyze', 'admin']);
  await revokeApiKey(db, owner.id, apiKey.id, new Date());
  return secret;
}

async function suspendedKey(): Promise<string> {
  const user = await makeUser(db);
  await updateUserState(db, user.id, { suspendedAt: new Date() });
  return user.key;
}

/** Browsers of people: one that is signed in, one whose session is over, one that owes its second factor. */
async function signedIn() {
  const account = { name: 'Ann', email: 'ann@people.example', password: 'mauve otter lantern' };
  await openBrowser(server.baseUrl).ask('POST', '/api/auth/sign-up/email', account);
  await db.updateTable('users').set({ email_verified: true }).where('email', '=', account.email).execute();
  const enter = async () => {
    const browser = openBrowser(server.baseUrl);
    const { status } = await browser.ask('POST', '/api/auth/sign-in/email', account);
    assert.equal(status, 200);
    return browser;
  };
  const expired = await enter();
  await db
    .updateTable('sessions')
    .set({ expires_at: new Date(Date.now() - 1000) })
    .execute();
  const member = await enter();
  const { body } = await member.ask('POST', '/api/auth/two-factor/enable', { password: account.password });
  await member.ask('POST', '/api/auth/two-factor/verify-totp', { code: totp(body.totpURI) });
  return { member, expired, half: await enter() };
}

interface Operation {
  responses: Record<string, unknown>;
  security?: unknown[];
  requestBody?: unknown;
  parameters?: { in: string }[];
}

function routesOf({ paths }: { paths: Record<string, Record<string, Operation>> }): Route[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      statuses: Object.keys(operation.responses),
      isPublic: operation.security?.length === 0,
      takesBody: operation.requestBody !== undefined,
      takesQuery: operation.parameters?.some((parameter) => parameter.in === 'query') ?? false,
    })),
  );
}

const isForOperators = ({ path }: Route) => path.startsWith('/api/admin/');

/** The key of someone who may. */
const keyOf = (route: Route) => (isForOperators(route) ? operator.key : owner.key);

/** What stands for `{id}` when the owner asks: something that is there. */
async function ownId(path: string): Promise<string> {
  if (path.includes('/admin/users')) return (await makeUser(db)).id;
  if (path.includes('findings')) return findingId;
  if (path.includes('/sources/')) {
    const answer = await server.ask('PUT', '/api/sources/keyed/key', { key: owner.key, json: { key: 'k' } });
    assert.equal(answer.status, 200, answer.text);
    return 'keyed';
  }
  if (path.includes('api-keys')) return (await makeKey(db, owner.id, ['read'])).apiKey.id;
  const state = path.includes('events') ? 'completed' : 'queued';
  return insertAnalysis(db, { userId: owner.id, domainId, state });
}

const fill = (path: string, id: string = randomUUID()) =>
  path.replace('{domain}', 'acme.test').replace('{id}', id);

async function ask(route: Route, path: string, request: Parameters<typeof server.ask>[2]): Promise<Answer> {
  const answer = await server.ask(route.method, path, request);
  seen.get(route.name)?.add(String(answer.status));
  return answer;
}

function assertProblem(answer: Answer, status: number, code: string): void {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.body.code, code);
  assert.deepEqual(Object.keys(answer.body), ['detail', 'code', 'request_id']);
  assert.match(answer.body.detail, /^\P{Cc}+\.$/u);
  assert.equal(answer.body.request_id, answer.headers.get('x-request-id'));
  assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
  assert.equal(answer.headers.get('cache-control'), 'no-store');
}

const WEBHOOK = 'POST /api/stripe/webhook';

const BODIES: Record<string, unknown> = {
  'POST /api/analyze-domain': { domain: 'acme.test' },
  'POST /api/user/api-keys': { name: 'mine' },
  'PUT /api/sources/{id}/key': { key: 'k' },
  'POST /api/stripe/create-checkout-session': { pack: 'reports', quantity: 1 },
  'PATCH /api/admin/users/{id}': { tier: 'vigilant' },
  'POST /api/admin/users/{id}/credits': { feature: 'reports', amount: 3 },
};

test('the document tells of every route that was asked for', () => {
  const names = routes.map((route) => route.name);
  for (const path of [
    'subdomains',
    'ip-addresses',
    'services',
    'dns-records',
    'certificates',
    'technologies',
    'contacts',
    'findings',
    'findings/{id}',
  ]) {
    assert.ok(names.includes(`GET /api/domains/{domain}/${path}`), path);
  }
  for (const name of [
    'POST /api/analyze-domain',
    'GET /api/analyses',
    'GET /api/analyses/{id}',
    'GET /api/analyses/{id}/events',
    'POST /api/analyses/{id}/cancel',
    'GET /api/user/domains',
    'GET /api/user/me',
    'GET /api/user/usage',
    'GET /api/user/api-keys',
    'POST /api/user/api-keys',
    'DELETE /api/user/api-keys/{id}',
    'GET /api/sources',
    'PUT /api/sources/{id}/key',
    'DELETE /api/sources/{id}/key',
    'GET /api/domains/{domain}',
    'GET /api/plans',
    'GET /api/stripe/subscription-status',
    'POST /api/stripe/create-checkout-session',
    'POST /api/stripe/create-portal-session',
    'POST /api/stripe/webhook',
    'GET /api/health/live',
    'GET /api/health/ready',
    'GET /api/openapi.json',
    'GET /api/admin/users',
    'GET /api/admin/users/{id}',
    'PATCH /api/admin/users/{id}',
    'DELETE /api/admin/users/{id}',
    'POST /api/admin/users/{id}/credits',
    'GET /api/admin/users/{id}/export',
    'GET /api/admin/audit-log',
    'GET /api/admin/audit-log/export',
  ]) {
    assert.ok(names.includes(name), name);
  }
});

for (const route of routes.filter(({ isPublic }) => !isPublic)) {
  describe(route.name, () => {
    for (const who of ['nobody', 'malformed', 'mistyped', 'unknown', 'revoked', 'expired'] as const) {
      test(`401: ${who === 'nobody' ? 'no key' : `${who} key`}`, async () => {
        const key = who === 'nobody' ? undefined : keys[who];
        const answer = await ask(route, fill(route.path), { key, json: route.takesBody ? {} : undefined });
        assertProblem(answer, 401, 'not_authenticated');
        assert.equal(answer.body.detail, 'Not authenticated.');
        assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
      });
    }

    for (const who of ['expired', 'half'] as const) {
      test(`401: ${who === 'half' ? 'a session that owes its second factor' : 'an expired session'}`, async () => {
        const cookie = people[who].cookie();
        assert.match(cookie, who === 'half' ? /two_factor=/ : /session_token=/);
        const headers = { cookie, origin: server.baseUrl };
        assertProblem(await ask(route, fill(route.path), { headers }), 401, 'not_authenticated');
      });
    }

    test('401: a key that is none, whatever cookies come along', async () => {
      const headers = { cookie: people.member.cookie(), origin: server.baseUrl };
      const answer = await ask(route, fill(route.path), { key: keys.unknown, headers });
      assertProblem(answer, 401, 'not_authenticated');
    });

    if (route.method !== 'GET') {
      test('403: a session from a page of someone else', async () => {
        for (const origin of ['https://evil.example', 'null', `${server.baseUrl}.evil.example`, undefined]) {
          const headers = { cookie: people.member.cookie(), ...(origin === undefined ? {} : { origin }) };
          assertProblem(await ask(route, fill(route.path), { headers }), 403, 'wrong_origin');
        }
      });
    }

    if (isForOperators(route)) {
      test('403: a key or a session of someone who is no operator', async () => {
        const headers = { cookie: people.member.cookie(), origin: server.baseUrl };
        for (const request of [{ key: owner.key }, { headers }]) {
          assertProblem(await ask(route, fill(route.path, owner.id), request), 403, 'not_operator');
        }
      });
    }

    test('403: suspended user', async () => {
      assertProblem(await ask(route, fill(route.path), { key: keys.suspended }), 403, 'suspended');
    });

    test('403: a key without the scope, before anything else is looked at', async () => {
      assertProblem(await ask(route, fill(route.path), { key: keys.scopeless }), 403, 'missing_scope');
      const body = route.method === 'GET' ? undefined : 'x'.repeat(100_000);
      assertProblem(await ask(route, fill(route.path), { key: keys.scopeless, body }), 403, 'missing_scope');
    });

    if (route.path.includes('{domain}')) {
      test('403: no access to the domain, analysed by someone or by nobody', async () => {
        const known = await ask(route, fill(route.path, findingId), { key: stranger.key });
        assertProblem(known, 403, 'no_domain_access');
        const path = route.path.replace('{domain}', 'nobody-knows-it.test').replace('{id}', randomUUID());
        const unknown = await ask(route, path, { key: stranger.key });
        assertProblem(unknown, 403, 'no_domain_access');
        assert.equal(known.body.detail, unknown.body.detail);
      });

      test('400: no domain', async () => {
        assertProblem(
          await ask(route, route.path.replace('{domain}', '192.0.2.1').replace('{id}', randomUUID()), {
            key: owner.key,
          }),
          400,
          'invalid_domain',
        );
      });
    }

    if (route.path.includes('{id}')) {
      test('404: someone else’s, unknown, and no id at all', async () => {
        const isPut = route.name === 'PUT /api/sources/{id}/key';
        const shared = route.path.includes('{domain}') || isForOperators(route) || isPut;
        const key = shared ? keyOf(route) : stranger.key;
        const json = BODIES[route.name];
        if (!shared)
          assertProblem(
            await ask(route, fill(route.path, await ownId(route.path)), { key, json }),
            404,
            'not_found',
          );
        for (const id of [randomUUID(), 'x', '1', "'", '%00', '..%2f', 'x'.repeat(1000)]) {
          assertProblem(await ask(route, fill(route.path, id), { key, json }), 404, 'not_found');
        }
      });
    }

    if (route.takesQuery) {
      test('400: a parameter that is none', async () => {
        const query = WRONG_QUERIES.find(([end]) => route.path.endsWith(end))?.[1] ?? 'page=0';
        assertProblem(
          await ask(route, `${fill(route.path, await ownId(route.path))}?${query}`, { key: keyOf(route) }),
          400,
          'invalid_parameters',
        );
      });
    }

    if (route.method !== 'GET') {
      for (const [what, code, request] of [
        ['malformed JSON', 'malformed_body', { body: '{', headers: { 'content-type': 'application/json' } }],
        [
          'another content type',
          'wrong_content_type',
          { body: 'domain=acme.test', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
        ],
        ['plain text', 'wrong_content_type', { body: '{}' }],
      ] as const) {
        test(`400: ${what}`, async () => {
          assertProblem(await ask(route, fill(route.path), { key: keyOf(route), ...request }), 400, code);
        });
      }

      test('413: a body that is too large', async () => {
        const json = { domain: 'x'.repeat(65_536) };
        assertProblem(await ask(route, fill(route.path), { key: keyOf(route), json }), 413, 'body_too_large');
        const huge = { domain: 'x'.repeat(10_000_000) };
        assertProblem(
          await ask(route, fill(route.path), { key: keyOf(route), json: huge }),
          413,
          'body_too_large',
        );
      });
    }

    if (route.takesBody) {
      for (const json of [null, [], 'acme.test', 1, true]) {
        test(`400: a body that is no object: ${JSON.stringify(json)}`, async () => {
          assertProblem(await ask(route, fill(route.path), { key: keyOf(route), json }), 400, 'invalid_body');
        });
      }

      test('400: an unknown field, by name, with those that there are', async () => {
        const json = { ...Object(BODIES[route.name]), surprise: 1 };
        const answer = await ask(route, fill(route.path), { key: keyOf(route), json });
        assertProblem(answer, 400, 'invalid_body');
        assert.match(answer.body.detail, /"surprise"; it takes `\w+`/);
      });
    }

    test('success', async () => {
      const answer = await ask(route, fill(route.path, await ownId(route.path)), {
        key: keyOf(route),
        json: BODIES[route.name],
      });
      assert.equal(
        String(answer.status),
        route.statuses.find((status) => status.startsWith('2')),
        answer.text,
      );
      if (route.path.endsWith('/events') || route.path.endsWith('audit-log/export')) return;
      assert.equal(
        answer.headers.get('content-type'),
        answer.status === 204 ? null : 'application/json; charset=utf-8',
      );
    });
  });
}

describe('public routes', () => {
  for (const route of routes.filter(({ isPublic, name }) => isPublic && name !== WEBHOOK)) {
    test(`${route.name} needs no key, and minds none`, async () => {
      assert.equal((await ask(route, route.path, {})).status, 200);
      assert.equal((await ask(route, route.path, { key: keys.unknown })).status, 200);
    });
  }
});

/** Someone whom Stripe knows. */
async function customerId(): Promise<string> {
  const { id } = await makeUser(db);
  const stripe_customer_id = `cus_${id}`;
  await db.updateTable('users').set({ stripe_customer_id }).where('id', '=', id).execute();
  return id;
}

/** An event as Stripe signs it. */
function signed(type: string) {
  const object = { id: 'sub_unknown', object: 'subscription' };
  const payload = JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type,
    created: 1,
    data: { object },
  });
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET });
  return { payload, headers: { 'content-type': 'application/json', 'stripe-signature': signature } };
}

describe(WEBHOOK, () => {
  const send = async (body: string, headers: Record<string, string>) => {
    const answer = await server.ask('POST', '/api/stripe/webhook', { body, headers });
    seen.get(WEBHOOK)?.add(String(answer.status));
    return answer;
  };

  test('success, by the signature alone', async () => {
    const { payload, headers } = signed('new.thing');
    assert.deepEqual((await send(payload, headers)).body, { received: true });
  });

  test('400: no signature, a key or none', async () => {
    for (const headers of [{}, { authorization: `Bearer ${owner.key}` }]) {
      assertProblem(await send('{}', headers), 400, 'invalid_signature');
    }
  });

  test('413: a body that is too large', async () => {
    const { headers } = signed('new.thing');
    assertProblem(await send('x'.repeat(10_000_000), headers), 413, 'body_too_large');
  });
});

describe('Stripe does not answer', () => {
  before(async () => {
    await stripe.advance(new Date(stripe.now().getTime() + 600_000));
    await stripe.fail({ kind: 'error', status: 500 });
  });
  after(() => stripe.fail({ kind: 'none' }));

  for (const route of routes.filter(({ statuses }) => statuses.includes('502'))) {
    test(`502: ${route.name}`, async () => {
      const { payload, headers } = signed('customer.subscription.updated');
      const request =
        route.name === WEBHOOK ? { body: payload, headers } : { key: keyOf(route), json: BODIES[route.name] };
      const path = fill(route.path, await customerId());
      assertProblem(await ask(route, path, request), 502, 'stripe_unavailable');
    });
  }
});

describe('Stripe does not take the key', () => {
  let locked: Awaited<ReturnType<typeof createApp>>;
  before(async () => {
    locked = await createApp({
      db,
      log: pino({ level: 'silent' }),
      version: '0',
      queue: { send: assert.fail },
      notifications: { subscribe: assert.fail },
      billing: billingOf({ ...stripe, secretKey: 'sk_test_of_nobody' }),
    });
  });
  after(() => locked.close());

  test('503: DELETE /api/admin/users/{id}', async () => {
    const id = await customerId();
    const response = await locked.inject({
      method: 'DELETE',
      url: `/api/admin/users/${id}`,
      headers: { authorization: `Bearer ${operator.key}` },
    });
    seen.get('DELETE /api/admin/users/{id}')?.add(String(response.statusCode));
    assert.deepEqual([response.statusCode, response.json().code], [503, 'stripe_not_configured']);
    assert.equal((await db.selectFrom('users').select('id').where('id', '=', id).execute()).length, 1);
  });
});

describe('a server that sells nothing', () => {
  let free: Awaited<ReturnType<typeof createApp>>;
  before(async () => {
    free = await createApp({
      db,
      log: pino({ level: 'silent' }),
      version: '0',
      queue: { send: assert.fail },
      notifications: { subscribe: assert.fail },
    });
  });
  after(() => free.close());

  for (const route of routes.filter(({ path }) => /^\/api\/(?:stripe\/|plans$)/.test(path))) {
    test(`503: ${route.name}`, async () => {
      const body = BODIES[route.name];
      const response = await free.inject({
        method: route.method as 'GET',
        url: route.path,
        headers: { authorization: `Bearer ${owner.key}` },
        ...(body ? { payload: body } : {}),
      });
      seen.get(route.name)?.add(String(response.statusCode));
      assert.equal(response.statusCode, 503);
      assert.equal(response.json().code, 'stripe_not_configured');
    });
  }
});

test('503: a key of a source where none can be kept', async () => {
  const app = await createApp({
    db,
    log: pino({ level: 'silent' }),
    version: '0',
    queue: { send: assert.fail },
    notifications: { subscribe: assert.fail },
  });
  const response = await app.inject({
    method: 'PUT',
    url: '/api/sources/certspotter/key',
    headers: { authorization: `Bearer ${owner.key}` },
    payload: { key: 'k' },
  });
  seen.get('PUT /api/sources/{id}/key')?.add(String(response.statusCode));
  assert.deepEqual([response.statusCode, response.json().code], [503, 'no_secret_keys']);
  await app.close();
});

describe('a conflict', () => {
  for (const [name, code, key, json] of [
    ['create-checkout-session', 'enterprise_tier', owner.key, { plan: 'protect' }],
    ['create-portal-session', 'no_customer', stranger.key, undefined],
  ] as const) {
    test(`409: POST /api/stripe/${name} ${code}`, async () => {
      const answer = await server.ask('POST', `/api/stripe/${name}`, { key, json });
      seen.get(`POST /api/stripe/${name}`)?.add(String(answer.status));
      assertProblem(answer, 409, code);
    });
  }

  test('409: an analysis that is over is not canceled', async () => {
    for (const state of ['completed', 'partial', 'failed'] as const) {
      const id = await insertAnalysis(db, { userId: owner.id, domainId, state });
      const answer = await server.ask('POST', `/api/analyses/${id}/cancel`, { key: owner.key });
      seen.get('POST /api/analyses/{id}/cancel')?.add(String(answer.status));
      assertProblem(answer, 409, 'analysis_over');
    }
  });

  test('409: an idempotency key with another body', async () => {
    const headers = { 'idempotency-key': 'once' };
    await server.ask('POST', '/api/analyze-domain', { key: owner.key, headers, json: { domain: 'a.test' } });
    const answer = await server.ask('POST', '/api/analyze-domain', {
      key: owner.key,
      headers,
      json: { domain: 'b.test' },
    });
    seen.get('POST /api/analyze-domain')?.add(String(answer.status));
    assertProblem(answer, 409, 'idempotency_conflict');
  });
});

describe('what an operator cannot do', () => {
  for (const [name, path, json, code] of [
    ['PATCH /api/admin/users/{id}', operator.id, { suspended: true }, 'operator_account'],
    ['DELETE /api/admin/users/{id}', operator.id, undefined, 'operator_account'],
    ['POST /api/admin/users/{id}/credits', owner.id, { feature: 'reports', amount: -9 }, 'too_few_credits'],
  ] as const) {
    test(`409: ${name} ${code}`, async () => {
      const [method = '', pattern = ''] = name.split(' ');
      const answer = await server.ask(method, pattern.replace('{id}', path), { key: operator.key, json });
      seen.get(name)?.add(String(answer.status));
      assertProblem(answer, 409, code);
    });
  }
});

describe('a server in trouble', () => {
  const gone = connect('postgresql://nobody@127.0.0.1:1/nothing');
  const broken = createApp({
    db: gone,
    log: pino({ level: 'silent' }),
    version: '0',
    queue: { send: assert.fail },
    notifications: { subscribe: assert.fail },
    billing: billingOf(stripe),
  });
  after(async () => {
    await (await broken).close();
    await gone.destroy();
  });

  for (const route of routes) {
    test(`${route.name} tells nothing of what broke`, async () => {
      const response = await (await broken).inject({
        method: route.method as 'GET',
        url: fill(route.path),
        headers: { authorization: `Bearer ${keyOf(route)}` },
        ...(route.name === WEBHOOK ? signed('new.thing') : {}),
      });
      seen.get(route.name)?.add(String(response.statusCode));
      if (route.isPublic && route.name !== WEBHOOK && !route.path.endsWith('ready'))
        return assert.equal(response.statusCode, 200);
      const status = route.path.endsWith('ready') ? 503 : 500;
      assert.equal(response.statusCode, status);
      const { detail } = response.json();
      assert.equal(detail, status === 500 ? 'Internal error.' : 'The database does not answer.');
    });
  }
});

describe('a client in a hurry', () => {
  let limited: Awaited<ReturnType<typeof createApp>>;
  before(async () => {
    limited = await createApp({
      db,
      log: pino({ level: 'silent' }),
      version: '0',
      queue: { send: assert.fail },
      notifications: { subscribe: assert.fail },
      rateLimit: { max: 0, windowMs: 60_000 },
    });
  });
  after(() => limited.close());

  for (const route of routes.filter(({ path }) => !path.includes('health'))) {
    test(`429: ${route.name}`, async () => {
      const response = await limited.inject({
        method: route.method as 'GET',
        url: fill(route.path),
        headers: { authorization: `Bearer ${keyOf(route)}` },
      });
      seen.get(route.name)?.add(String(response.statusCode));
      assert.equal(response.statusCode, 429);
      assert.equal(response.json().code, 'rate_limited');
      assert.match(String(response.headers['retry-after']), /^[1-9]\d*$/);
    });
  }

  test('health is never limited', async () => {
    assert.equal((await limited.inject('/api/health/live')).statusCode, 200);
  });
});

test('404: a plan for mail that nobody has seen, an entity that nobody has found', async () => {
  const route = routes.find(({ name }) => name === 'GET /api/domains/{domain}/mail-plan');
  assert.ok(route);
  assertProblem(await ask(route, '/api/domains/unseen.test/mail-plan', { key: owner.key }), 404, 'not_found');
  const graph = routes.find(({ name }) => name === 'GET /api/domains/{domain}/graph');
  assert.ok(graph);
  const nobody = `/api/domains/unseen.test/graph?node=${randomUUID()}`;
  assertProblem(await ask(graph, nobody, { key: owner.key }), 404, 'not_found');
});

test('each status of the document has been seen, and no other', () => {
  const unforced = new Map([['GET /api/openapi.json', ['500']]]);
  for (const route of routes) {
    const statuses = new Set([...(seen.get(route.name) ?? []), ...(unforced.get(route.name) ?? [])]);
    assert.deepEqual([...statuses].sort(), [...route.statuses].sort(), route.name);
  }
});
