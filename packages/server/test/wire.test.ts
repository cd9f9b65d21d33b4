import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { makeUser, startServer } from './server.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let key: string;

before(async () => {
  server = await startServer();
  key = (await makeUser(server.db)).key;
});
after(() => server.close());

/** Sends bytes as they are and reads the first answer. */
async function send(bytes: string | Buffer) {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => undefined);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.write(bytes);
  await once(socket, 'close');
  const [head = '', body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
  return {
    head,
    status: Number(head.split(' ')[1]),
    problem: body.startsWith('{') ? JSON.parse(body) : undefined,
  };
}

const request = (line: string, ...headers: string[]) =>
  `${[line, 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`;

describe('what is hardly HTTP is answered in the same form', () => {
  for (const [what, bytes, code] of [
    ['no HTTP at all', 'hello\r\n\r\n', 'malformed_request'],
    ['a TLS greeting', Buffer.from('16030100a501000098', 'hex'), 'malformed_request'],
    ['an unknown method', request('FOO / HTTP/1.1', 'Host: x'), 'malformed_request'],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`,
      'headers_too_large',
    ],
    [
      'an address without end',
      `GET /${'y'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      'headers_too_large',
    ],
    ['a line break within a header', request('GET / HTTP/1.1', 'Host: x', 'X: a\nb c'), 'malformed_request'],
    [
      'two lengths',
      request('POST /api/analyze-domain HTTP/1.1', 'Host: x', 'Content-Length: 1', 'Content-Length: 2'),
      'malformed_request',
    ],
    [
      'a length and chunks',
      request(
        'POST /api/analyze-domain HTTP/1.1',
        'Host: x',
        'Content-Length: 4',
        'Transfer-Encoding: chunked',
      ),
      'malformed_request',
    ],
    ['a malformed percent-encoding', request('GET /api/%zz HTTP/1.1', 'Host: x'), 'malformed_path'],
    [
      'a percent-encoding that is no UTF-8',
      request('GET /api/domains/%ff/findings HTTP/1.1', 'Host: x'),
      'malformed_path',
    ],
    ['a truncated percent-encoding', request('GET /api/domains/a% HTTP/1.1', 'Host: x'), 'malformed_path'],
  ] as const) {
    test(what, async () => {
      const { status, head, problem } = await send(bytes);
      assert.equal(status, 400);
      assert.match(head, /x-content-type-options: nosniff/i);
      assert.match(head, /content-type: application\/json; charset=utf-8/i);
      assert.equal(problem.code, code);
      assert.match(problem.detail, /\.$/);
      assert.ok(head.includes(problem.request_id));
    });
  }

  test('a request without Host is served', async () => {
    assert.equal((await send(request('GET /api/health/live HTTP/1.1'))).status, 200);
    assert.equal((await send('GET /api/health/live HTTP/1.0\r\n\r\n')).status, 200);
  });

  test('an expectation that is none is passed over', async () => {
    assert.equal(
      (await send(request('GET /api/health/live HTTP/1.1', 'Host: x', 'Expect: miracles'))).status,
      200,
    );
  });
});

describe('addresses and methods', () => {
  for (const path of [
    '/',
    '/api',
    '/api/',
    '/api/nothing',
    '/API/user/me',
    '/api/user/me/',
    '/api//user/me',
    '/api/domains/acme.test/nothing',
    '/api/domains',
    '/docs/../etc/passwd',
    '/.env',
  ]) {
    test(`404: ${path}`, async () => {
      const { status, problem } = await send(request(`GET ${path} HTTP/1.1`, 'Host: x'));
      assert.equal(status, 404);
      assert.equal(problem.code, 'not_found');
    });
  }

  for (const [method, path, allow] of [
    ['GET', '/api/analyze-domain', 'OPTIONS, POST'],
    ['HEAD', '/api/analyze-domain', 'OPTIONS, POST'],
    ['PUT', '/api/user/me', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/api/domains/acme.test', 'GET, HEAD, OPTIONS'],
    ['PATCH', '/api/user/api-keys/1', 'DELETE, OPTIONS'],
    ['POST', '/api/domains/acme.test/findings/1', 'GET, HEAD, OPTIONS'],
    ['POST', '/api/openapi.json', 'GET, HEAD, OPTIONS'],
    ['HEAD', '/api/analyses/1/events', 'GET, OPTIONS'],
    ['PROPFIND', '/api/user/me', 'GET, HEAD, OPTIONS'],
  ] as const) {
    test(`405: ${method} ${path}`, async () => {
      const answer = await server.ask(method, path, { key });
      assert.equal(answer.status, 405);
      assert.equal(answer.headers.get('allow'), allow);
      if (method !== 'HEAD') assert.equal(answer.body.code, 'wrong_method');
    });
  }

  test('a wrong method is told before the body is looked at', async () => {
    const { status } = await server.ask('PUT', '/api/user/me', { body: 'x'.repeat(100_000) });
    assert.equal(status, 405);
  });

  test('OPTIONS tells the methods, without a key', async () => {
    const { status, headers } = await server.ask('OPTIONS', '/api/user/api-keys');
    assert.deepEqual([status, headers.get('allow')], [204, 'GET, HEAD, OPTIONS, POST']);
    assert.equal((await server.ask('OPTIONS', '/api/nothing')).status, 404);
  });

  test('HEAD is GET without its body, and asks for a key as well', async () => {
    const get = await server.ask('GET', '/api/user/usage', { key });
    const head = await server.ask('HEAD', '/api/user/usage', { key });
    assert.deepEqual([head.status, head.text], [200, '']);
    assert.equal(head.headers.get('content-length'), String(get.text.length));
    assert.equal((await server.ask('HEAD', '/api/user/usage')).status, 401);
  });
});

describe('credentials', () => {
  for (const [what, header, status] of [
    ['Bearer', (k: string) => `Bearer ${k}`, 200],
    ['the scheme in any case', (k: string) => `bEARER ${k}`, 200],
    ['two spaces', (k: string) => `Bearer  ${k}`, 200],
    ['no scheme', (k: string) => k, 401],
    ['another scheme', (k: string) => `Basic ${Buffer.from(`x:${k}`).toString('base64')}`, 401],
    ['two keys', (k: string) => `Bearer ${k} ${k}`, 401],
    ['the scheme alone', () => 'Bearer', 401],
    ['nothing', () => '', 401],
    ['an endless key', () => `Bearer ${'x'.repeat(10_000)}`, 401],
  ] as const) {
    test(`${status}: ${what}`, async () => {
      const answer = await server.ask('GET', '/api/user/me', { headers: { authorization: header(key) } });
      assert.equal(answer.status, status);
    });
  }

  test('a key in the address is none', async () => {
    assert.equal((await server.ask('GET', `/api/user/me?api_key=${key}&access_token=${key}`)).status, 401);
  });
});

describe('headers of every answer', () => {
  for (const path of ['/api/health/live', '/api/user/me', '/api/nothing', '/api/openapi.json']) {
    test(path, async () => {
      const { headers } = await server.ask('GET', path);
      assert.match(headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(headers.get('content-type'), 'application/json; charset=utf-8');
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
      assert.equal(headers.get('x-powered-by'), null);
    });
  }

  test('a request id of the client is kept when it is harmless, and only then', async () => {
    const ask = (id: string) => server.ask('GET', '/api/health/live', { headers: { 'x-request-id': id } });
    assert.equal((await ask('trace-1')).headers.get('x-request-id'), 'trace-1');
    for (const id of ['x'.repeat(65), 'a b', '<script>', 'ä']) {
      assert.match((await ask(id)).headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
    }
  });

  test('details are in one visible line, whatever was sent', async () => {
    const json = { domain: 'acme.test', 'a\u001b[31m\u202e\n\u0000b': 1 };
    const { status, body } = await server.ask('POST', '/api/analyze-domain', { key, json });
    assert.equal(status, 400);
    assert.doesNotMatch(body.detail, /[\p{Cc}\u202e]/u);
  });
});

describe('the document and its page', () => {
  test('OpenAPI 3.1, every operation named, described and answered', async () => {
    const { body } = await server.ask('GET', '/api/openapi.json');
    assert.equal(body.openapi, '3.1.0');
    const operations = Object.values(
      body.paths as Record<string, Record<string, Record<string, string>>>,
    ).flatMap((path) => Object.values(path));
    const ids = operations.map((operation) => operation.operationId);
    assert.equal(new Set(ids).size, ids.length);
    for (const operation of operations) assert.ok(operation.summary && operation.tags && operation.responses);
    assert.doesNotMatch(JSON.stringify(body), /Default Response/);
    for (const reference of JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
      assert.ok(body.components.schemas[reference[1] ?? ''], reference[0]);
    }
  });

  test('the page needs nothing from elsewhere: its scripts are here, and allowed', async () => {
    const page = await server.ask('GET', '/docs/');
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.text, /https?:\/\//);
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.match(policy, /script-src 'self' 'sha256-[A-Za-z0-9+/=]{44}'/);
    assert.doesNotMatch(policy, /https?:|unsafe-eval|script-src[^;]*unsafe-inline/);
    const [, source] = /<script src="([^"]+)"/.exec(page.text) ?? [];
    const script = await server.ask('GET', `/docs/${source}`);
    assert.equal(script.status, 200);
    assert.match(script.headers.get('content-type') ?? '', /javascript/);
    assert.ok(script.text.length > 1_000_000);
  });

  test('/docs leads to the page', async () => {
    const { status, headers } = await server.ask('GET', '/docs');
    assert.equal(status, 301);
    assert.match(headers.get('location') ?? '', /\/docs\/$/);
  });
});
