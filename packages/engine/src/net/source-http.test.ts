import assert from 'node:assert/strict';
import type { RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { SourceError, type SourceRequest } from '../source.ts';
import type { NetOptions } from './options.ts';
import { makeCa, makeLeaf } from './testing/certificates.ts';
import { zone } from './testing/dns-server.ts';
import { listen } from './testing/server.ts';
import { ADDRESS, HOST, startLab } from './testing/session.ts';

const root = await makeCa('Lab Root');
const leaf = await makeLeaf([HOST, 'other.test'], { issuer: root });
const schema = z.object({ names: z.array(z.string()) });
const URL = `https://${HOST}/api?key=secret`;
const GOOD = JSON.stringify({ names: ['a.test'], more: 1 });

interface Ask {
  options?: NetOptions;
  signal?: AbortSignal;
  url?: string;
  request?: SourceRequest;
  certificate?: { cert: string; key: string };
}

/** Asks a third party whose every answer the listener gives; tells how often it was asked. */
async function ask(listener: RequestListener, more: Ask = {}) {
  let count = 0;
  const server = createServer(more.certificate ?? leaf, (request, response) => {
    count += 1;
    listener(request, response);
  });
  await using web = await listen(server);
  const say = zone({ [HOST]: [ADDRESS], 'other.test': [ADDRESS], 'rebind.test': ['127.0.0.1'] });
  const timeouts = { source: 600, backoff: 1, ...more.options?.timeouts };
  await using lab = await startLab({ 443: web.port }, { roots: [root.pem], say, ...more.options, timeouts });
  const signal = more.signal ?? new AbortController().signal;
  const http = lab.session.sourceHttp({ requestsPerMinute: 1_000, signal });
  const outcome = await http.json(more.url ?? URL, schema, more.request).then(
    (value) => ({ value, error: null }),
    (error: unknown) => ({ value: undefined, error }),
  );
  return { ...outcome, count };
}

/** One answer after the other, the last again and again. */
function inTurn(...answers: ((response: ServerResponse) => void)[]): RequestListener {
  let at = 0;
  return (_, response) => answers[Math.min(at++, answers.length - 1)]?.(response);
}

function status(code: number, headers: Record<string, string> = {}, body = '') {
  return (response: ServerResponse) => void response.writeHead(code, headers).end(body);
}

const good = status(200, { 'Content-Type': 'application/json' }, GOOD);

test('reads JSON by the schema, decoded, and says who asks', async () => {
  let agent = '';
  const { value } = await ask(
    (request, response) => {
      agent = `${request.headers['user-agent']} ${request.headers['x-key']}`;
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(GOOD));
    },
    { request: { headers: { 'X-Key': 'secret' } }, options: { userAgent: 'Surveyor' } },
  );
  assert.deepEqual(value, { names: ['a.test'] });
  assert.equal(agent, 'Surveyor secret');
});

test('404 is null', async () => {
  assert.equal((await ask(inTurn(status(404)))).value, null);
});

for (const [what, first] of [
  ['429', status(429)],
  ['503 with Retry-After', status(503, { 'Retry-After': '0' })],
  ['503 with a date', status(503, { 'Retry-After': new Date(0).toUTCString() })],
  ['502', status(502)],
  ['a reset', (response: ServerResponse) => void response.socket?.destroy()],
  [
    'a cut answer',
    (response: ServerResponse) => {
      response.writeHead(200, { 'Content-Length': 1_000 });
      response.write(GOOD.slice(0, 5), () => response.socket?.destroy());
    },
  ],
] as const) {
  test(`tries again after ${what}`, async () => {
    const { value, count } = await ask(inTurn(first, good));
    assert.deepEqual([value, count], [{ names: ['a.test'] }, 2]);
  });
}

const FAILURES: [string, RequestListener, SourceError['outcome'], number, RegExp][] = [
  ['too many requests', inTurn(status(429)), 'limited', 3, /limits how often/],
  [
    'a pause longer than we wait',
    inTurn(status(429, { 'Retry-After': '86400' })),
    'limited',
    1,
    /limits how often/,
  ],
  ['a broken server', inTurn(status(500)), 'failed', 3, /status 500/],
  ['a missing key', inTurn(status(401)), 'failed', 1, /key is missing/],
  ['a refused key', inTurn(status(403)), 'failed', 1, /key is missing/],
  ['a wrong request', inTurn(status(400)), 'failed', 1, /status 400/],
  ['a web page', inTurn(status(200, { 'Content-Type': 'text/html' }, '<html>')), 'failed', 1, /web page/],
  ['cut JSON', inTurn(status(200, {}, GOOD.slice(0, 9))), 'failed', 1, /not JSON/],
  [
    'another shape',
    inTurn(status(200, {}, '{"names":[1]}')),
    'failed',
    1,
    /unexpected shape \(at names\.0\)/,
  ],
  ['silence', () => {}, 'timeout', 3, /in time/],
  ['redirects without end', inTurn(status(302, { Location: '/again' })), 'failed', 12, /redirects too often/],
  ['a redirect to http', inTurn(status(302, { Location: `http://${HOST}/` })), 'failed', 1, /https alone/],
  [
    'a redirect to a private address',
    inTurn(status(302, { Location: 'https://10.0.0.1/' })),
    'failed',
    1,
    /private address/,
  ],
  [
    'a redirect to a name at loopback',
    inTurn(status(302, { Location: 'https://rebind.test/' })),
    'failed',
    1,
    /loopback/,
  ],
  ['a redirect to nowhere', inTurn(status(302, { Location: 'https://' })), 'failed', 1, /https alone/],
];
for (const [what, listener, outcome, count, sentence] of FAILURES) {
  test(`${what} is an error: ${outcome}`, async () => {
    const asked = await ask(listener, { options: { timeouts: { source: 200 } } });
    assert.ok(asked.error instanceof SourceError, JSON.stringify(asked));
    assert.equal(asked.error.outcome, outcome, asked.error.message);
    assert.match(asked.error.message, sentence);
    assert.match(asked.error.message, /https:\/\/www\.acme\.test/);
    assert.doesNotMatch(asked.error.message, /secret|key=/);
    assert.equal(asked.count, count);
  });
}

for (const [what, listener, outcome] of [
  ['402', inTurn(status(402)), 'limited'],
  ['509', inTurn(status(509)), 'limited'],
  ['403 with nothing left', inTurn(status(403, { 'X-RateLimit-Remaining': '0' })), 'limited'],
  [
    '401 that speaks of credits',
    inTurn(status(401, {}, '{"error":"Insufficient query credits"}')),
    'limited',
  ],
  ['404 with a web page', inTurn(status(404, { 'Content-Type': 'text/html' }, '<html>')), 'failed'],
  ['no content', inTurn(status(204)), 'failed'],
] as const) {
  test(`${what} is an error: ${outcome}`, async () => {
    const { error } = await ask(listener);
    assert.ok(error instanceof SourceError && error.outcome === outcome, String(error));
  });
}

test('sends JSON, a form, and credentials, and no body to where it is redirected', async () => {
  const seen: string[] = [];
  const echo: RequestListener = (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { 'content-type': type, authorization } = request.headers;
      seen.push([request.method, type, authorization, body].join(' '));
      if (request.url === '/moved') return status(307, { Location: 'https://other.test/' })(response);
      good(response);
    });
  };
  await ask(echo, { request: { body: { json: { domain: 'a.test' } } } });
  await ask(echo, { request: { body: { form: { host: 'a b' } }, basic: { user: 'u', password: 'p' } } });
  assert.deepEqual(seen.splice(0), [
    'POST application/json  {"domain":"a.test"}',
    `POST application/x-www-form-urlencoded Basic ${btoa('u:p')} host=a+b`,
  ]);
  const moved = await ask(echo, { url: `https://${HOST}/moved`, request: { body: { json: {} } } });
  assert.ok(moved.error instanceof SourceError && /redirects a request/.test(moved.error.message));
});

test('more bytes than may be read are an error, tried once', async () => {
  const { error, count } = await ask(inTurn(good), { request: { maxBytes: 10 } });
  assert.ok(error instanceof SourceError && /more than may be read/.test(error.message));
  assert.equal(count, 1);
});

test('follows redirects on https, and takes the key to no other party', async () => {
  const keys: unknown[] = [];
  const { value } = await ask(
    (request, response) => {
      keys.push(request.headers.authorization);
      if (request.url === '/moved') return good(response);
      const to = request.url === '/here' ? 'https://other.test/moved' : '/here';
      response.writeHead(301, { Location: to }).end();
    },
    { request: { headers: { Authorization: 'Bearer secret' } } },
  );
  assert.deepEqual(value, { names: ['a.test'] });
  assert.deepEqual(keys, ['Bearer secret', 'Bearer secret', undefined]);
});

test('a certificate that is not right is an error: third parties must be who they say', async () => {
  const expired = await makeLeaf([HOST], { issuer: root, days: -1 });
  const misnamed = await makeLeaf(['evil.test'], { issuer: root });
  for (const certificate of [await makeLeaf([HOST]), expired, misnamed]) {
    const { error, count } = await ask(inTurn(good), { certificate });
    assert.ok(error instanceof SourceError && error.outcome === 'failed', String(error));
    assert.equal(count, 0);
  }
});

test('a name that does not exist and a scheme that is not https are errors', async () => {
  const gone = await ask(inTurn(good), { url: 'https://gone.test/' });
  assert.ok(gone.error instanceof SourceError && /nxdomain/.test(gone.error.message));
  const plain = await ask(inTurn(good), { url: `http://${HOST}/` });
  assert.ok(plain.error instanceof SourceError && plain.error.outcome === 'failed');
});

test('a raised signal ends a request, a pause, and a wait for the pace', async () => {
  const during = new AbortController();
  const request = await ask(() => during.abort(), { signal: during.signal });
  assert.ok(request.error instanceof SourceError && request.error.outcome === 'timeout');
  const pausing = new AbortController();
  const pause = await ask(
    inTurn((response) => {
      status(429, { 'Retry-After': '30' })(response);
      setTimeout(() => pausing.abort(), 50);
    }),
    { signal: pausing.signal },
  );
  assert.ok(pause.error instanceof SourceError && pause.error.outcome === 'limited');
});
