import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import type { TlsPeer } from '../net.ts';
import { derOf, makeCa, makeLeaf } from './testing/certificates.ts';
import { closedPort, listen } from './testing/server.ts';
import { ADDRESS, HOST, startLab } from './testing/session.ts';
import { until } from './testing/until.ts';

const root = await makeCa('Lab Root');
const intermediate = await makeCa('Lab Intermediate', root);
const leaf = await makeLeaf([HOST], { issuer: intermediate });
const whole = { ...leaf, cert: leaf.cert + intermediate.pem };

async function handshake(server: ReturnType<typeof createServer>, peer: Partial<TlsPeer> = {}) {
  server.on('tlsClientError', () => {});
  await using listening = await listen(server);
  await using lab = await startLab({ 443: listening.port }, { roots: [root.pem] });
  return await lab.net.handshake({ host: HOST, port: 443, servername: HOST, ...peer });
}

async function facts(options: TlsOptions, peer: Partial<TlsPeer> = {}) {
  const answer = await handshake(createTls(options), peer);
  assert.ok(answer.state === 'present', JSON.stringify(answer));
  return answer;
}

test('tells version, suite, chain and path', async () => {
  const answer = await facts({ ...whole, ALPNProtocols: ['h2'], minVersion: 'TLSv1.3' });
  assert.deepEqual(
    { ...answer, durationMs: 0, cipher: '' },
    {
      state: 'present',
      address: ADDRESS,
      port: 443,
      protocol: 'TLSv1.3',
      cipher: '',
      chain: derOf(leaf.cert, intermediate.pem),
      pathError: null,
      alpn: 'h2',
      durationMs: 0,
    },
  );
  assert.match(answer.cipher, /^TLS_(AES|CHACHA20)/);
});

test('a root that is sent too is left out of the chain', async () => {
  const answer = await facts({ ...leaf, cert: leaf.cert + intermediate.pem + root.pem });
  assert.deepEqual(answer.chain, derOf(leaf.cert, intermediate.pem));
});

test('an incomplete chain is what was sent, and its path does not hold', async () => {
  const answer = await facts(leaf);
  assert.deepEqual(answer.chain, derOf(leaf.cert));
  assert.equal(answer.pathError, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
});

test('a self-signed certificate ends its chain itself', async () => {
  const selfSigned = await makeLeaf([HOST]);
  const answer = await facts(selfSigned);
  assert.deepEqual(answer.chain, derOf(selfSigned.cert));
  assert.equal(answer.pathError, 'DEPTH_ZERO_SELF_SIGNED_CERT');
});

test('the path holds or not whatever the host is called', async () => {
  const other = await makeLeaf(['other.test'], { issuer: root });
  assert.equal((await facts(other)).pathError, null);
  const expired = await makeLeaf([HOST], { issuer: root, days: -1 });
  assert.equal((await facts(expired)).pathError, 'CERT_HAS_EXPIRED');
});

test('sends the server name that it is given, or none', async () => {
  const names: (string | false | null | undefined)[] = [];
  for (const peer of [{}, { servername: 'other.test' }, { servername: undefined }]) {
    const server = createTls(whole, (socket) => names.push(socket.servername));
    await using listening = await listen(server);
    await using lab = await startLab({ 443: listening.port });
    const { servername, ...rest } = { host: HOST, port: 443, servername: HOST, ...peer };
    await lab.net.handshake(servername === undefined ? rest : { ...rest, servername });
    // The server reads the client's end a moment later.
    await until(() => names.length > 0);
    assert.equal(names.pop() || undefined, servername);
  }
});

for (const version of ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const) {
  const only = { ...whole, minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' };
  test(`${version} alone is offered, and told when it is spoken`, async () => {
    assert.equal((await facts(only, { version })).protocol, version);
  });
  test(`a server that has only ${version} rejects an offer of another`, async () => {
    const other = version === 'TLSv1.2' ? 'TLSv1.1' : 'TLSv1.2';
    const answer = await handshake(createTls(only), { version: other });
    assert.equal(answer.state === 'rejected' && answer.reason, 'alert', JSON.stringify(answer));
  });
}

test('old versions are not offered unasked', async () => {
  const answer = await handshake(
    createTls({ ...whole, maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' }),
  );
  assert.equal(answer.state === 'rejected' && answer.reason, 'alert', JSON.stringify(answer));
});

test('an alert carries its name', async () => {
  const alert = Buffer.from('15030300020270', 'hex');
  const answer = await handshake(createServer((socket) => socket.once('data', () => socket.end(alert))));
  assert.ok(answer.state === 'rejected' && answer.reason === 'alert', JSON.stringify(answer));
  assert.match(answer.detail, /unrecognized name \(alert 112\)/);
});

test('what is no TLS is rejected as such', async () => {
  for (const text of [
    'HTTP/1.1 400 Bad Request\r\n\r\n',
    '220 mail.acme.test ESMTP\r\n',
    'SSH-2.0-OpenSSH_9.9\r\n',
  ]) {
    const answer = await handshake(createServer((socket) => socket.end(text)));
    assert.equal(
      answer.state === 'rejected' && answer.reason,
      'not-tls',
      `${text} ${JSON.stringify(answer)}`,
    );
  }
});

test('hanging up is unknown, and so is silence', async () => {
  const hungUp = await handshake(createServer((socket) => socket.once('data', () => socket.destroy())));
  assert.equal(hungUp.state === 'unknown' && hungUp.reason, 'failed');
  const silent = await handshake(createServer());
  assert.equal(silent.state === 'unknown' && silent.reason, 'timeout');
});

test('a closed port is absent, loopback blocked', async () => {
  const port = await closedPort(createServer());
  await using lab = await startLab({ 443: port });
  assert.deepEqual(await lab.net.handshake({ host: HOST, port: 443 }), {
    state: 'absent',
    reason: 'connection-refused',
  });
  const blocked = await lab.net.handshake({ host: '127.0.0.1', port });
  assert.equal(blocked.state === 'unknown' && blocked.reason, 'blocked');
});
