import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { after, test } from 'node:test';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { groupName } from '../../protocols/tls-group.ts';
import { signatureName } from '../../protocols/tls-signature.ts';
import { tlsSurveySchema } from '../../protocols/tls-survey.ts';
import { suiteNames } from '../../protocols/tls-weaknesses.ts';
import { closedPort, listen } from '../testing/server.ts';
import { makeKeys, startOpenssl } from './testing/openssl-server.ts';
import { SURVEYED, surveyed, surveyPort } from './testing/survey-port.ts';

const keys = makeKeys();
after(() => keys[Symbol.dispose]());

const pair = (files: { key: string; cert: string }) => ({
  key: readFileSync(files.key),
  cert: readFileSync(files.cert),
});

async function nodeServer(options: TlsOptions) {
  const server = createTlsServer({ ...pair(keys.rsa), ...options }, (socket) => socket.end());
  server.on('tlsClientError', () => {});
  return await listen(server);
}

test('a modern server: two versions, its own order, nothing weak', async () => {
  await using server = await startOpenssl(keys.ec, [
    ...[
      '-serverpref',
      '-cipher',
      'ECDHE+CHACHA20:ECDHE+AESGCM',
      '-min_protocol',
      'TLSv1.2',
      '-groups',
      'P-384:X25519',
    ],
    ...['-ciphersuites', 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256', '-alpn', 'http/1.1,h2'],
  ]);
  const survey = await surveyed(server.port, { servername: 'www.acme.test' });
  assert.deepEqual(tlsSurveySchema.parse(survey), survey);
  assert.deepEqual(
    Object.entries(survey.protocols).map(([name, { state }]) => `${name} ${state}`),
    [
      'SSLv2 refused',
      'SSLv3 refused',
      'TLSv1 refused',
      'TLSv1.1 refused',
      'TLSv1.2 accepted',
      'TLSv1.3 accepted',
    ],
  );
  assert.equal(survey.suites['TLSv1.2']?.order, 'server');
  assert.deepEqual(suiteNames(survey, 'TLSv1.2'), [
    'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  ]);
  assert.deepEqual(suiteNames(survey, 'TLSv1.3'), ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256']);
  assert.deepEqual(survey.groups.tls13?.values.map(groupName), ['secp384r1', 'x25519']);
  assert.deepEqual(survey.signatures.tls13?.values.map(signatureName), ['ecdsa_secp256r1_sha256']);
  assert.partialDeepStrictEqual(survey.features, {
    alpn: { values: ['http/1.1', 'h2'] },
    fallbackScsv: 'present',
    secureRenegotiation: 'present',
    extendedMasterSecret: 'present',
    encryptThenMac: 'notApplicable',
    compression: 'absent',
    clientCertificate: 'absent',
  });
  assert.deepEqual(survey.behaviours, {
    heartbleed: 'notApplicable',
    ccsInjection: 'absent',
    robot: 'notApplicable',
  });
  assert.equal(survey.address, SURVEYED);
});

test('an old server: all versions that OpenSSL still has, RSA and ECDSA side by side', async () => {
  await using server = await startOpenssl(keys.rsa, [
    ...['-dcert', keys.ec.cert, '-dkey', keys.ec.key],
    ...['-cipher', 'ECDHE-ECDSA-AES128-SHA:DHE-RSA-AES128-SHA:AES128-SHA:ADH-AES128-SHA:@SECLEVEL=0'],
    ...['-min_protocol', 'TLSv1', '-max_protocol', 'TLSv1.2'],
  ]);
  const survey = await surveyed(server.port);
  for (const protocol of ['TLSv1', 'TLSv1.1', 'TLSv1.2'] as const) {
    assert.deepEqual(suiteNames(survey, protocol).toSorted(), [
      'TLS_DHE_RSA_WITH_AES_128_CBC_SHA',
      'TLS_DH_anon_WITH_AES_128_CBC_SHA',
      'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
      'TLS_RSA_WITH_AES_128_CBC_SHA',
    ]);
  }
  assert.equal(survey.protocols['TLSv1.3'].state, 'refused');
  assert.equal(survey.suites['TLSv1.2']?.order, 'client');
  assert.deepEqual(survey.certificates.length, 2);
  assert.ok(survey.certificates.every(({ withName, withoutName }) => !withName && withoutName));
  assert.deepEqual(
    survey.dh.map(({ known, isAnonymous }) => [known, isAnonymous]),
    [
      ['RFC 3526 group 14', false],
      ['RFC 2409 group 2', true],
    ],
  );
  assert.equal(survey.features.encryptThenMac, 'present');
  assert.equal(survey.behaviours.robot, 'absent');
  assert.equal(survey.servername, null);
});

test('hybrid groups: offered and computed in', async () => {
  await using server = await nodeServer({
    minVersion: 'TLSv1.3',
    ecdhCurve: 'X25519MLKEM768:SecP256r1MLKEM768',
  });
  const survey = await surveyed(server.port);
  assert.deepEqual(survey.groups.tls13?.values.map(groupName), ['X25519MLKEM768', 'SecP256r1MLKEM768']);
  assert.equal(survey.certificates.length, 1);
  assert.equal(survey.features.sessionTickets, 'absent');
  assert.equal(survey.features.alpn.values.length, 0);
});

test('a server that asks for a certificate of the client, and shows another one by name', async () => {
  await using server = await nodeServer({
    requestCert: true,
    rejectUnauthorized: false,
    SNICallback: (_, done) => done(null, undefined),
  });
  const survey = await surveyed(server.port, { servername: 'www.acme.test' });
  assert.equal(survey.features.clientCertificate, 'present');
  assert.ok(survey.certificates.every(({ withName, withoutName }) => withName && withoutName));
});

test('early data is told from the tickets of TLS 1.3', async () => {
  await using server = await startOpenssl(keys.rsa, ['-early_data', '-max_early_data', '4096']);
  const survey = await surveyed(server.port);
  assert.equal(survey.features.earlyData, 'present');
});

test('what is no TLS, what is silent and what is not there are three different things', async () => {
  const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const silent = createServer(() => {});
  const shutting = createServer((socket) => socket.end());
  await using speaking = await listen(web);
  await using quiet = await listen(silent);
  await using closing = await listen(shutting);
  const [other, timeout, closed, nobody] = await Promise.all([
    surveyPort(speaking.port),
    surveyPort(quiet.port, {}, { totalMs: 100, perHost: 6 }),
    surveyPort(closing.port),
    surveyPort(await closedPort(createServer())),
  ]);
  assert.partialDeepStrictEqual(other, { state: 'rejected', reason: 'not-tls' });
  assert.partialDeepStrictEqual(timeout, { state: 'unknown', reason: 'timeout' });
  assert.partialDeepStrictEqual(closed, { state: 'rejected', reason: 'closed' });
  assert.deepEqual(nobody, { state: 'absent', reason: 'connection-refused' });
});

test('what the egress policy forbids is not dialled', async () => {
  const { surveyTls } = await import('./survey.ts');
  const { createGate } = await import('../pace.ts');
  const { createDestinations } = await import('../routes.ts');
  const { createSockets } = await import('../sockets.ts');
  const options = {
    destinations: createDestinations(),
    sockets: createSockets(),
    connectMs: 100,
    totalMs: 100,
    gate: createGate({ perHost: 4, total: 4 }),
  };
  const target = { host: '127.0.0.1', port: 443 };
  const answer = await surveyTls(target, (() => {}) as never, options, new AbortController().signal);
  assert.partialDeepStrictEqual(answer, { state: 'unknown', reason: 'blocked' });
});

test('a server that has enough of us leaves its list in doubt', async () => {
  let left = 12;
  const inner = await nodeServer({ maxVersion: 'TLSv1.2', ciphers: 'DEFAULT:@SECLEVEL=0' });
  await using _ = inner;
  const front = createServer((socket) => {
    left -= 1;
    if (left < 0) return socket.destroy();
    const back = connect(inner.port, '127.0.0.1');
    for (const each of [socket, back]) each.on('error', () => {});
    socket.pipe(back).pipe(socket);
    return undefined;
  });
  await using limited = await listen(front);
  const survey = await surveyed(limited.port, {}, { perHost: 1 });
  assert.equal(survey.suites['TLSv1.2']?.doubt?.state, 'unknown');
});

test('STARTTLS leads to the same survey', async () => {
  await using inner = await nodeServer({ minVersion: 'TLSv1.3' });
  const front = createServer((socket) => {
    socket.write('220 mail.acme.test ESMTP\r\n');
    let isOpen = false;
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      if (isOpen) return;
      if (chunk.toString().startsWith('EHLO')) socket.write('250-mail\r\n250 STARTTLS\r\n');
      if (!chunk.toString().startsWith('STARTTLS')) return;
      isOpen = true;
      socket.write('220 go\r\n');
      const back = connect(inner.port, '127.0.0.1');
      back.on('error', () => {});
      socket.pipe(back).pipe(socket);
    });
  });
  await using mail = await listen(front);
  const survey = await surveyed(mail.port, { starttls: 'smtp' });
  assert.equal(survey.starttls, 'smtp');
  assert.equal(survey.protocols['TLSv1.3'].state, 'accepted');
});

test('a server that will not go over to TLS has none', async () => {
  const refusing = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => socket.write('N'));
  });
  await using server = await listen(refusing);
  assert.deepEqual(await surveyPort(server.port, { starttls: 'postgresql' }), {
    state: 'rejected',
    reason: 'no-starttls',
    detail: 'refused',
  });
});

test('when the time for a server is up, what is left is unknown for want of it', async () => {
  await using quiet = await listen(createServer(() => {}));
  assert.partialDeepStrictEqual(await surveyPort(quiet.port, {}, { surveyMs: 30 }), {
    state: 'unknown',
    reason: 'budget',
  });
});
