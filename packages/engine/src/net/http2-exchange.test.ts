import assert from 'node:assert/strict';
import { constants, createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from 'node:http2';
import { createServer as createHttps } from 'node:https';
import type { Server } from 'node:net';
import { test } from 'node:test';
import { createServer as createTls } from 'node:tls';
import { gzipSync } from 'node:zlib';
import type { HttpResponse } from '../net.ts';
import { makeCa, makeLeaf } from './testing/certificates.ts';
import { listen } from './testing/server.ts';
import { ADDRESS, HOST, startLab } from './testing/session.ts';

const URL = `https://${HOST}/a?b=c`;
const ca = await makeCa('Lab Root');
const leaf = await makeLeaf([HOST], { issuer: ca });

async function fetchFrom(server: Server, maxBytes?: number) {
  await using web = await listen(server);
  await using lab = await startLab({ 443: web.port }, { roots: [ca.pem] });
  return await lab.net.fetch(URL, maxBytes === undefined ? {} : { maxBytes });
}

async function present(server: Server, maxBytes?: number): Promise<HttpResponse> {
  const answer = await fetchFrom(server, maxBytes);
  assert.ok(answer.state === 'present', JSON.stringify(answer));
  return answer;
}

function http2(say: (stream: ServerHttp2Stream, fields: Record<string, unknown>) => void): Http2SecureServer {
  const server = createSecureServer({ ...leaf, allowHTTP1: true }, (request, response) => {
    if (request.httpVersion === '1.1') response.end('over HTTP/1.1');
  });
  server.on('sessionError', () => {});
  server.on('stream', (stream, fields) => {
    stream.on('error', () => {});
    say(stream, fields);
  });
  return server;
}

test('a server that chooses HTTP/2 is read over it: status, fields in order, the decoded body', async () => {
  let seen: Record<string, unknown> = {};
  const server = http2((stream, fields) => {
    seen = { ...fields };
    const answer = { 'x-b': '2', 'set-cookie': ['a=1', 'b=2'], 'content-encoding': 'gzip', 'x-a': 'ä' };
    stream.respond({ ':status': 404, ...answer, 'content-type': 'text/html' });
    stream.end(gzipSync('hello'));
  });
  const { durationMs, headers, ...rest } = await present(server);
  assert.deepEqual(rest, {
    state: 'present',
    url: URL,
    address: ADDRESS,
    port: 443,
    status: 404,
    body: 'hello',
    truncated: false,
    httpVersion: '2.0',
    certificateError: null,
  });
  const told = headers.filter(([name]) => name !== 'date').map((field) => field.join(': '));
  assert.deepEqual(told.toSorted(), [
    'content-encoding: gzip',
    'content-type: text/html',
    'set-cookie: a=1',
    'set-cookie: b=2',
    'x-a: ä',
    'x-b: 2',
  ]);
  assert.deepEqual(
    [seen[':method'], seen[':authority'], seen[':path'], seen[':scheme']],
    ['GET', HOST, '/a?b=c', 'https'],
  );
  assert.match(String(seen['user-agent']), /^Cyborux\/\S+ \(.*\+https:/);
  assert.ok(durationMs >= 0);
});

test('a server that knows HTTP/1.1 alone is read over it', async () => {
  const answer = await present(createHttps(leaf, (_, response) => response.end('one')));
  assert.deepEqual([answer.httpVersion, answer.body], ['1.1', 'one']);
});

test('of an endless body the prefix is kept', async () => {
  let written = 0;
  const server = http2((stream) => {
    stream.respond({ ':status': 200 });
    const more = () => {
      while (!stream.destroyed && stream.write('é'.repeat(5_000))) written += 10_000;
    };
    stream.on('drain', more);
    more();
  });
  const answer = await present(server, 1_001);
  assert.deepEqual([answer.body, answer.truncated], ['é'.repeat(500), true]);
  assert.ok(written < 20_000_000);
});

test('a body that is cut off is kept as far as it came', async () => {
  const server = http2((stream) => {
    stream.respond({ ':status': 200 });
    stream.write('half of it', () => stream.session?.destroy());
  });
  const answer = await present(server);
  assert.deepEqual([answer.status, answer.body, answer.truncated], [200, 'half of it', true]);
});

test('1,000 cookies come as they are', async () => {
  const cookies = Array.from({ length: 1_000 }, (_, index) => `c${index}=1`);
  const server = http2((stream) => {
    stream.respond({ ':status': 200, 'set-cookie': cookies });
    stream.end();
  });
  const answer = await present(server);
  assert.deepEqual(
    answer.headers.filter(([name]) => name === 'set-cookie').map(([, value]) => value),
    cookies,
  );
});

test('a server that asks for HTTP/1.1 is asked over it', async () => {
  const server = http2((stream) => stream.close(constants.NGHTTP2_HTTP_1_1_REQUIRED));
  const answer = await present(server);
  assert.deepEqual([answer.httpVersion, answer.body], ['1.1', 'over HTTP/1.1']);
});

test('a server that chooses HTTP/2 and cannot speak it is read over HTTP/1.1', async () => {
  const server = createTls({ ...leaf, ALPNProtocols: ['h2', 'http/1.1'] }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold'));
  });
  const answer = await present(server);
  assert.deepEqual([answer.httpVersion, answer.body], ['1.1', 'old']);
});

test('one that speaks HTTP/2 even when it is not offered, badly, is malformed', async () => {
  const server = createTls({ ...leaf, ALPNProtocols: ['h2', 'http/1.1'] }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end('nonsense, over either'));
  });
  const answer = await fetchFrom(server);
  assert.equal(answer.state === 'unknown' && answer.reason, 'malformed', JSON.stringify(answer));
});

test('silence over HTTP/2 is a time-out', async () => {
  const answer = await fetchFrom(http2(() => {}));
  assert.equal(answer.state === 'unknown' && answer.reason, 'timeout', JSON.stringify(answer));
});

test('a server that lets in clients with a certificate alone says so', async () => {
  const server = createHttps(
    { ...leaf, requestCert: true, rejectUnauthorized: true, ca: ca.pem },
    (_, response) => response.end('secret'),
  );
  const answer = await fetchFrom(server);
  assert.equal(answer.state, 'unknown', JSON.stringify(answer));
});
