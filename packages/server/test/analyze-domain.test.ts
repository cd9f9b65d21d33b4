import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { makeUser, startServer } from './server.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let key: string;

before(async () => {
  server = await startServer();
  key = (await makeUser(server.db)).key;
});
after(() => server.close());

const analyze = (json: unknown, options: { key?: string; headers?: Record<string, string> } = {}) =>
  server.ask('POST', '/api/analyze-domain', { key, json, ...options });
const send = (body: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
  server.ask('POST', '/api/analyze-domain', { key, body, headers: { 'content-type': type } });

describe('domains that are taken, in the form that they are kept in', () => {
  for (const [domain, kept] of [
    ['acme.test', 'acme.test'],
    ['ACME.Test.', 'acme.test'],
    ['  acme.test  ', 'acme.test'],
    ['https://www.acme.test:8443/path?x=1#y', 'www.acme.test'],
    ['//acme.test/', 'acme.test'],
    ['xn--bcher-kva.example.com', 'xn--bcher-kva.example.com'],
    ['bücher.example.com', 'xn--bcher-kva.example.com'],
    ['аpple.example.com', 'xn--pple-43d.example.com'],
    [`${'a'.repeat(63)}.acme.test`, `${'a'.repeat(63)}.acme.test`],
    ['a.b.co.uk', 'a.b.co.uk'],
  ] as const) {
    test(domain.slice(0, 50), async () => {
      const { status, body, headers } = await analyze({ domain });
      assert.equal(status, 202);
      assert.equal(body.domain, kept);
      assert.equal(body.state, 'queued');
      assert.equal(headers.get('location'), `/api/analyses/${body.id}`);
      const { body: found } = await server.ask('GET', headers.get('location') ?? '', { key });
      assert.deepEqual(found, body);
      assert.equal(
        (await server.ask('GET', `/api/domains/${encodeURIComponent(domain)}`, { key })).status,
        200,
      );
    });
  }
});

describe('domains that are refused, with a sentence that helps', () => {
  const label = 'a'.repeat(63);
  for (const domain of [
    ...[
      '',
      ' ',
      '\t',
      'acme .test',
      'acme.test other.test',
      'user:secret@acme.test',
      'https://user@acme.test/',
      'me@acme.test',
    ],
    ...[
      '192.0.2.1',
      '2130706433',
      '0x7f000001',
      '127.1',
      '0177.0.0.1',
      '192.0.2.1:80',
      'http://192.0.2.1/',
      '１９２.0.2.1',
    ],
    ...['::1', '[::1]', '[2001:db8::1]:443', '::ffff:192.0.2.1', 'fe80::1%eth0'],
    ...['co.uk', 'test', 'com', '.', '..', '.acme.test', 'acme..test', 'github.io'],
    ...[
      `a${label}.test`,
      `${label}.${label}.${label}.${label}.test`,
      `${'a.'.repeat(2000)}test`,
      'x'.repeat(60_000),
    ],
    ...[
      'my_site.test',
      '_dmarc.acme.test',
      '-acme.test',
      'acme-.test',
      '*.acme.test',
      'acme!.test',
      'acme%2etest',
      'xn--.test',
    ],
    ...[
      'localhost',
      'a.localhost',
      'printer.local',
      'abc.onion',
      '1.0.0.127.in-addr.arpa',
      'a.internal',
      'a.invalid',
    ],
    ...[
      'acme.test\0',
      '\0',
      'acme\0.test',
      'ac\u202eme.test\n',
      'acme.test\r\nHost: x',
      '\ud800.test',
      '\u200b',
      'acme.test:99999',
    ],
    ...['javascript:alert(1)', 'file:///etc/passwd', '<script>', "';--", '../../etc/passwd', '\u001b[31m'],
  ]) {
    test(JSON.stringify(domain).slice(0, 60), async () => {
      const { status, body } = await analyze({ domain });
      assert.equal(status, 400, JSON.stringify(body));
      assert.equal(body.code, 'invalid_domain');
      assert.match(body.detail, /^[A-Z":][^\p{Cc}]{10,300}\.$/u);
    });
  }

  for (const domain of [null, 1, 2130706433, true, ['acme.test'], { name: 'acme.test' }, [[[]]]]) {
    test(JSON.stringify(domain), async () => {
      const { status, body } = await analyze({ domain });
      assert.equal(status, 400);
      assert.equal(body.code, 'invalid_body');
      assert.match(body.detail, /^`domain` must be a string/);
    });
  }
});

describe('bodies that are refused', () => {
  const nested = (depth: number) => `{"domain":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  for (const [what, body, detail, type] of [
    ['nothing', '', /^The body must be a JSON object with `domain`, `fresh`\.$/],
    ['no object', '"acme.test"', /^The body must be a JSON object with `domain`, `fresh`\.$/],
    ['no domain', '{}', /^`domain` must be a string/],
    [
      'a field too many',
      '{"domain":"acme.test","deep":true}',
      /^The body has an unknown field "deep"; it takes `domain`, `fresh`\.$/,
    ],
    [
      'a prototype',
      '{"domain":"acme.test","__proto__":{"x":1}}',
      /^The body has an unknown field "__proto__"/,
    ],
    [
      'a field twice',
      '{"domain":"acme.test","domain":"other.test"}',
      /^The body has the field "domain" twice\.$/,
    ],
    ['half a body', '{"domain":"acme.test"', /^The body is not valid JSON\.$/],
    ['two bodies', '{"domain":"acme.test"}{}', /^The body is not valid JSON\.$/],
    ['deeply nested lists', nested(30_000), /^`domain` must be a string/],
    [
      'deeply nested objects',
      `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
      /unknown field "a"|JSON object|`domain` must/,
    ],
    ['invalid UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), /^The body is not valid UTF-8\.$/],
    ['a form', 'domain=acme.test', /`Content-Type: application\/json`/, 'application/x-www-form-urlencoded'],
    ['text', '{"domain":"acme.test"}', /`Content-Type: application\/json`/, 'text/plain'],
    ['XML', '<domain>acme.test</domain>', /`Content-Type: application\/json`/, 'application/xml'],
    ['a type that is none', '{"domain":"acme.test"}', /`Content-Type: application\/json`/, 'json'],
  ] as const) {
    test(`400: ${what}`, async () => {
      const answer = await send(body, type);
      assert.equal(answer.status, 400, answer.text);
      assert.match(answer.body.detail, detail);
    });
  }

  test('413: ten megabytes', async () => {
    const answer = await analyze({ domain: 'a'.repeat(10_000_000) });
    assert.equal(answer.status, 413);
    assert.equal(answer.body.code, 'body_too_large');
  });

  test('JSON with a charset and an odd case of the type is taken', async () => {
    assert.equal((await send('{"domain":"acme.test"}', 'Application/JSON; charset=UTF-8')).status, 202);
  });
});

describe('Idempotency-Key', () => {
  const usage = async (who: string) =>
    (await server.ask('GET', '/api/user/usage', { key: who })).body.analyses;

  test('sent again, the same answer is given and nothing is held twice', async () => {
    const user = await makeUser(server.db, { tier: 'protect' });
    const headers = { 'idempotency-key': 'abc' };
    const first = await analyze({ domain: 'acme.test' }, { key: user.key, headers });
    const again = await analyze({ domain: 'https://ACME.test/' }, { key: user.key, headers });
    assert.deepEqual([first.status, again.status], [202, 202]);
    assert.equal(again.body.id, first.body.id);
    assert.equal(again.headers.get('location'), first.headers.get('location'));
    assert.equal((await usage(user.key)).reserved, 1);
  });

  test('sent many times at once, one analysis is started', async () => {
    const user = await makeUser(server.db, { tier: 'protect' });
    const headers = { 'idempotency-key': 'race' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => analyze({ domain: 'acme.test' }, { key: user.key, headers })),
    );
    assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([202]));
    assert.equal(new Set(answers.map((answer) => answer.body.id)).size, 1);
    assert.equal((await usage(user.key)).reserved, 1);
  });

  test('keys of two users have nothing to do with each other', async () => {
    const [one, two] = [await makeUser(server.db), await makeUser(server.db)];
    const headers = { 'idempotency-key': 'same' };
    const first = await analyze({ domain: 'acme.test' }, { key: one.key, headers });
    const second = await analyze({ domain: 'other.test' }, { key: two.key, headers });
    assert.deepEqual([first.status, second.status], [202, 202]);
    assert.notEqual(first.body.id, second.body.id);
  });

  for (const value of ['x'.repeat(256), '']) {
    test(`refused: ${value.length} characters`, async () => {
      const { status, body } = await analyze(
        { domain: 'acme.test' },
        { headers: { 'idempotency-key': value } },
      );
      assert.equal(status, 400);
      assert.equal(body.detail, '`idempotency-key` must be one line of 1 to 255 characters.');
    });
  }
});

describe('quota', () => {
  test('403: a tier without analyses', async () => {
    const { key: basic } = await makeUser(server.db, { tier: 'basic' });
    const { status, body } = await analyze({ domain: 'acme.test' }, { key: basic });
    assert.equal(status, 403);
    assert.equal(body.code, 'not_in_tier');
    assert.equal((await server.ask('GET', '/api/domains/acme.test', { key: basic })).status, 403);
  });

  test('429: the allowance is used up, with the day on which it renews', async () => {
    const { key: protect } = await makeUser(server.db, { tier: 'protect' });
    const answers = [];
    for (let i = 0; i < 6; i += 1) answers.push(await analyze({ domain: `a${i}.test` }, { key: protect }));
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [202, 202, 202, 202, 202, 429],
    );
    const refused = answers[5];
    assert.match(refused?.body.detail, /\d{4}-\d\d-\d\d\.$/);
    assert.match(refused?.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    const { body } = await server.ask('GET', '/api/user/usage', { key: protect });
    assert.deepEqual(body.analyses, { allowance: 5, used: 0, reserved: 5, remaining: 0, credits: 0 });
  });
});

describe('following up', () => {
  test('access, the list of analyses and the list of domains come with the analysis', async () => {
    const { key: mine } = await makeUser(server.db);
    for (const domain of ['b.test', 'a.test'])
      assert.equal((await analyze({ domain }, { key: mine })).status, 202);
    const { body: domains } = await server.ask('GET', '/api/user/domains', { key: mine });
    assert.deepEqual(
      domains.items.map((item: { domain: string }) => item.domain),
      ['a.test', 'b.test'],
    );
    const { body: analyses } = await server.ask('GET', '/api/analyses', { key: mine });
    assert.deepEqual(
      analyses.items.map((item: { domain: string }) => item.domain),
      ['a.test', 'b.test'],
    );
    const { body: filtered } = await server.ask('GET', '/api/analyses?domain=b.test&state=queued,running', {
      key: mine,
    });
    assert.equal(filtered.total, 1);
    const { body: summary } = await server.ask('GET', '/api/domains/A.test', { key: mine });
    assert.deepEqual(
      [summary.domain, summary.score, summary.last_analysis.state],
      ['a.test', null, 'queued'],
    );
  });

  test('what waits is canceled at once, again and again, and its quota given back', async () => {
    const { key: mine } = await makeUser(server.db, { tier: 'protect' });
    const { body: started } = await analyze({ domain: 'acme.test' }, { key: mine });
    for (let i = 0; i < 2; i += 1) {
      const { status, body } = await server.ask('POST', `/api/analyses/${started.id}/cancel`, { key: mine });
      assert.deepEqual([status, body.state], [202, 'canceled']);
    }
    const { body } = await server.ask('GET', '/api/user/usage', { key: mine });
    assert.deepEqual([body.analyses.used, body.analyses.reserved], [0, 0]);
  });

  test('cancel takes an empty body, whatever its type', async () => {
    const { body: started } = await analyze({ domain: 'acme.test' });
    const { status } = await server.ask('POST', `/api/analyses/${started.id}/cancel`, {
      key,
      body: '',
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(status, 202);
  });
});
