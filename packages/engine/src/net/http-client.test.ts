import assert from 'node:assert/strict';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import { test } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { FetchOptions, HttpResponse } from '../net.ts';
import type { NetOptions } from './options.ts';
import { makeCa, makeLeaf } from './testing/certificates.ts';
import { reply, soa, zone } from './testing/dns-server.ts';
import { closedPort, listen } from './testing/server.ts';
import { ADDRESS, HOST, startLab } from './testing/session.ts';

const URL = `http://${HOST}/`;

async function fetchFrom(server: Server, request: FetchOptions = {}, options: NetOptions = {}, url = URL) {
  await using web = await listen(server);
  await using lab = await startLab({ 80: web.port, 443: web.port, 8080: web.port }, options);
  return await lab.net.fetch(url, request);
}

async function present(server: Server, request: FetchOptions = {}, url = URL): Promise<HttpResponse> {
  const answer = await fetchFrom(server, request, {}, url);
  assert.ok(answer.state === 'present', JSON.stringify(answer));
  return answer;
}

/** Says so many bytes to whoever has sent a request. */
function raw(say: (socket: Socket) => void): Server {
  return createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => say(socket));
  });
}

function http(listener: RequestListener): Server {
  return createHttp(listener);
}

test('tells status, version, headers as on the wire, and the body', async () => {
  const answer = await present(
    raw((socket) =>
      socket.end(
        'HTTP/1.0 404 Gone\r\nX-B: 2\r\nSet-Cookie: a=1\r\nX-A:  1 \r\nSet-Cookie: b=2\r\n\r\nhello',
      ),
    ),
  );
  assert.deepEqual(
    { ...answer, durationMs: 0 },
    {
      state: 'present',
      url: URL,
      address: ADDRESS,
      port: 80,
      status: 404,
      headers: [
        ['x-b', '2'],
        ['set-cookie', 'a=1'],
        ['x-a', '1'],
        ['set-cookie', 'b=2'],
      ],
      body: 'hello',
      truncated: false,
      httpVersion: '1.0',
      durationMs: 0,
    },
  );
});

test('says who it is, to the host and port of the URL, with the headers that it is given', async () => {
  let seen: string[] = [];
  const server = http((request, response) => {
    seen = [request.method ?? '', request.url ?? '', ...request.rawHeaders];
    response.end();
  });
  const options = { userAgent: 'Surveyor (mail@acme.test)' };
  await fetchFrom(
    server,
    { method: 'HEAD', headers: { Origin: 'null' } },
    options,
    `http://${HOST}:8080/a?b=c#d`,
  );
  const expected = ['HEAD', '/a?b=c', 'Host', `${HOST}:8080`, 'User-Agent', 'Surveyor (mail@acme.test)'];
  assert.deepEqual(seen.slice(0, 6), expected);
  assert.equal(seen[seen.indexOf('Origin') + 1], 'null');
});

test('follows no redirect', async () => {
  const answer = await present(
    http((_, response) => response.writeHead(302, { Location: 'http://127.0.0.1/' }).end()),
  );
  assert.equal(answer.status, 302);
  assert.deepEqual(answer.headers[0], ['location', 'http://127.0.0.1/']);
});

test('control characters in headers do not pass', async () => {
  const answer = await present(
    raw((socket) =>
      socket.end(Buffer.from('HTTP/1.1 200 OK\r\nX-A: a\x1b[31m\x07b\tc\x9bd\xe9\r\n\r\n', 'latin1')),
    ),
  );
  assert.deepEqual(answer.headers, [['x-a', 'a[31mb cdé']]);
});

const CODINGS = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  deflate: deflateSync,
  ' Deflate': deflateRawSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
  identity: (text: string) => Buffer.from(text),
  'gzip, br': (text: string) => brotliCompressSync(gzipSync(text)),
};
for (const [coding, encode] of Object.entries(CODINGS)) {
  test(`decodes ${coding.trim()}`, async () => {
    const server = http((_, response) =>
      response.writeHead(200, { 'Content-Encoding': coding }).end(encode('hello, world')),
    );
    const answer = await present(server);
    assert.equal(answer.body, 'hello, world');
    assert.equal(answer.truncated, false);
  });
}

test('coded nonsense and deep nesting leave a body out, not the answer', async () => {
  for (const coding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip, gzip']) {
    const server = http((_, response) =>
      response.writeHead(200, { 'Content-Encoding': coding }).end('no such thing'),
    );
    const answer = await present(server);
    assert.deepEqual([answer.status, answer.body, answer.truncated], [200, '', true], coding);
  }
});

test('decodes by charset; nonsense, unknown charsets and NUL do no harm', async () => {
  const cases: [string, Buffer, string][] = [
    ['text/html; charset=ISO-8859-1', Buffer.from([0xe9]), 'é'],
    ['text/html; charset="UTF-16LE"', Buffer.from('é', 'utf16le'), 'é'],
    ['text/html', Buffer.from('é'), 'é'],
    ['text/html; charset=nonsense', Buffer.from('é'), 'é'],
    ['text/html', Buffer.from([0x61, 0xff, 0x62]), 'a\ufffdb'],
    ['text/html', Buffer.from('a\0b'), 'a\ufffdb'],
    [
      'text/html',
      Buffer.concat([Buffer.from('<meta charset=koi8-r>'), Buffer.from([0xc1])]),
      '<meta charset=koi8-r>а',
    ],
    ['text/html; charset=koi8-r', Buffer.from('\ufeffé', 'utf16le'), 'é'],
  ];
  for (const [type, bytes, expected] of cases) {
    const answer = await present(
      http((_, response) => response.writeHead(200, { 'Content-Type': type }).end(bytes)),
    );
    assert.equal(answer.body, expected, type);
  }
});

test('keeps a prefix, cut between characters, and reads no further', async () => {
  let written = 0;
  const server = http((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write('é'.repeat(5_000))) written += 10_000;
    };
    response.on('drain', more);
    more();
  });
  const answer = await present(server, { maxBytes: 1_001 });
  assert.equal(answer.body, 'é'.repeat(500));
  assert.equal(answer.truncated, true);
  assert.ok(written < 20_000_000);
});

test('a body of just the size that is kept is whole', async () => {
  const answer = await present(
    http((_, response) => response.end('12345')),
    { maxBytes: 5 },
  );
  assert.deepEqual([answer.body, answer.truncated], ['12345', false]);
});

test('a gzip bomb costs no more than the prefix', async () => {
  const bomb = gzipSync(Buffer.alloc(100_000_000));
  const before = process.memoryUsage().rss;
  const answer = await present(
    http((_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb)),
  );
  assert.equal(answer.body.length, 65_536);
  assert.equal(answer.truncated, true);
  assert.ok(process.memoryUsage().rss - before < 60_000_000);
});

test('a body that drips past the deadline is kept as far as it came', async () => {
  const server = http((_, response) => {
    const timer = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(timer));
  });
  const answer = await present(server);
  assert.match(answer.body, /^\.+$/);
  assert.equal(answer.truncated, true);
});

test('a body that is cut off is kept as far as it came', async () => {
  const answer = await present(
    raw((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it')),
  );
  assert.deepEqual([answer.body, answer.truncated], ['half of it', true]);
});

const NO_ANSWERS: [string, (socket: Socket) => void, string][] = [
  ['nonsense', (socket) => socket.end('\x00\x01 what?\r\n\r\n'), 'malformed'],
  ['another protocol', (socket) => socket.end('220 mail.acme.test ESMTP\r\n'), 'malformed'],
  ['an endless header', (socket) => flood(socket, 'HTTP/1.1 200 OK\r\nX-A: '), 'malformed'],
  [
    '100 KB of headers',
    (socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`),
    'malformed',
  ],
  [
    'an unasked switch of protocols',
    (socket) => socket.write('HTTP/1.1 101 Hi\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    'malformed',
  ],
  ['hanging up', (socket) => socket.end(), 'failed'],
  ['a reset', (socket) => socket.resetAndDestroy(), 'failed'],
  ['silence', () => {}, 'timeout'],
  ['a slow drip', (socket) => drip(socket), 'timeout'],
];
for (const [what, say, reason] of NO_ANSWERS) {
  test(`${what} is unknown: ${reason}`, async () => {
    const answer = await fetchFrom(raw(say));
    assert.equal(answer.state === 'unknown' && answer.reason, reason, JSON.stringify(answer));
  });
}

function flood(socket: Socket, start: string): void {
  socket.write(start);
  const more = () => {
    while (!socket.destroyed && socket.write('a'.repeat(10_000)));
  };
  socket.on('drain', more);
  more();
}

function drip(socket: Socket): void {
  const bytes = `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(1_000)}`[Symbol.iterator]();
  const timer = setInterval(() => socket.write(bytes.next().value ?? 'a'), 20);
  socket.on('close', () => clearInterval(timer));
}

test('a closed port and a name that does not exist are absent', async () => {
  const port = await closedPort(createServer());
  await using lab = await startLab({ 80: port });
  assert.deepEqual(await lab.net.fetch(URL), { state: 'absent', reason: 'connection-refused' });
  assert.deepEqual(await lab.net.fetch(`http://${HOST}:81/`), {
    state: 'absent',
    reason: 'connection-refused',
  });
  assert.deepEqual(await lab.net.fetch('http://gone.acme.test/'), { state: 'absent', reason: 'nxdomain' });
});

test('a name without addresses is absent, one whose addresses cannot be had is unknown', async () => {
  await using empty = await startLab({}, { say: (q) => reply(q, [], { authorities: [soa('test')] }) });
  assert.deepEqual(await empty.net.fetch(URL), { state: 'absent', reason: 'nodata' });
  await using broken = await startLab({}, { say: (q) => reply(q, [], { rcode: 2 }) });
  const answer = await broken.net.fetch(URL);
  assert.equal(answer.state === 'unknown' && answer.reason, 'servfail');
});

test('private addresses are blocked, however they are spelt or resolved, and never dialled', async () => {
  await using web = await listen(createHttp((_, response) => response.end('secret')));
  const say = zone({ 'rebind.test': ['127.0.0.1'], 'metadata.test': ['169.254.169.254'] });
  await using lab = await startLab({}, { say });
  const { port } = web;
  const urls = [
    `http://127.0.0.1:${port}/`,
    `http://2130706433:${port}/`,
    `http://0x7f.1:${port}/`,
    `http://0177.0.0.1:${port}/`,
    `http://[::1]:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://[64:ff9b::7f00:1]:${port}/`,
    `http://rebind.test:${port}/`,
    `http://metadata.test/latest/meta-data/`,
    `http://0.0.0.0:${port}/`,
  ];
  for (const url of urls) {
    const answer = await lab.net.fetch(url);
    assert.equal(answer.state === 'unknown' && answer.reason, 'blocked', `${url} ${JSON.stringify(answer)}`);
  }
  const given = await lab.net.fetch(`http://${HOST}:${port}/`, { address: '127.0.0.1' });
  assert.equal(given.state === 'unknown' && given.reason, 'blocked');
  assert.equal(web.accepted(), 0);
});

test('a name that turns to loopback between two requests is blocked at the second', async () => {
  await using web = await listen(createHttp((_, response) => response.end('public')));
  let asked = 0;
  const say = (q: Parameters<typeof reply>[0]) =>
    q.type === 'A'
      ? reply(q, [{ type: 'A', name: q.key, ttl: 0, data: asked++ === 0 ? ADDRESS : '127.0.0.1' }])
      : reply(q);
  await using lab = await startLab({ 80: web.port }, { say });
  assert.equal((await lab.net.fetch(URL)).state, 'present');
  const second = await lab.net.fetch(URL);
  assert.equal(second.state === 'unknown' && second.reason, 'blocked');
});

test('only http and https are spoken', async () => {
  await using lab = await startLab({});
  for (const url of [
    'ftp://www.acme.test/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'nonsense',
    '//a',
    'http://',
  ]) {
    const answer = await lab.net.fetch(url);
    assert.equal(answer.state === 'unknown' && answer.reason, 'malformed', url);
  }
});

test('an address as host, or given beside the URL, is dialled without asking the DNS', async () => {
  const echo = createHttp((request, response) => response.end(request.headers.host));
  await using web = await listen(echo);
  await using lab = await startLab({ 80: web.port });
  const literal = await lab.net.fetch(`http://${ADDRESS}/`);
  assert.equal(literal.state === 'present' && literal.body, ADDRESS);
  const given = await lab.net.fetch('http://unknown.acme.test/', { address: ADDRESS });
  assert.equal(given.state === 'present' && given.body, 'unknown.acme.test');
});

const ca = await makeCa('Lab Root');
const CERTIFICATES: [string, Awaited<ReturnType<typeof makeLeaf>>, string | null][] = [
  ['a good one', await makeLeaf([HOST], { issuer: ca }), null],
  ['one for another name', await makeLeaf(['other.test'], { issuer: ca }), 'HOSTNAME_MISMATCH'],
  ['an expired one', await makeLeaf([HOST], { issuer: ca, days: -1 }), 'CERT_HAS_EXPIRED'],
  ['a self-signed one', await makeLeaf([HOST]), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [
    'one of an unknown issuer',
    await makeLeaf([HOST], { issuer: await makeCa('Nobody') }),
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
];
for (const [what, leaf, error] of CERTIFICATES) {
  test(`reads a page behind ${what} and tells what is wrong: ${error}`, async () => {
    const server = createHttps(leaf, (_, response) => response.end('page'));
    const answer = await fetchFrom(server, {}, { roots: [ca.pem] }, `https://${HOST}/`);
    assert.ok(answer.state === 'present', JSON.stringify(answer));
    assert.deepEqual([answer.body, answer.certificateError, answer.port], ['page', error, 443]);
  });
}

test('a server of TLS 1.0 is read too', async () => {
  const leaf = await makeLeaf([HOST], { issuer: ca });
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } as const;
  const server = createHttps({ ...leaf, ...old }, (_, response) => response.end('old'));
  const answer = await fetchFrom(server, {}, { roots: [ca.pem] }, `https://${HOST}/`);
  assert.equal(answer.state === 'present' && answer.body, 'old', JSON.stringify(answer));
});

test('https at a port that does not speak it is unknown', async () => {
  const answer = await fetchFrom(
    createHttp((_, response) => response.end()),
    {},
    {},
    `https://${HOST}/`,
  );
  assert.equal(answer.state === 'unknown' && answer.reason, 'failed');
});
