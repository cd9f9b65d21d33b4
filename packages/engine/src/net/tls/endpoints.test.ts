import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { createSecureContext, createServer, type SecureContextOptions, type TlsOptions } from 'node:tls';
import { derOf, makeCa, makeLeaf } from '../testing/certificates.ts';
import { zone } from '../testing/dns-server.ts';
import { closedPort, listen } from '../testing/server.ts';
import { ADDRESS, HOST, startLab } from '../testing/session.ts';
import { makeKeys } from './testing/openssl-server.ts';

const SHOP = 'shop.acme.test';
const say = zone({ [HOST]: [ADDRESS], [SHOP]: [ADDRESS] });
const patient = { timeouts: { connect: 5_000, total: 5_000 } };

const root = await makeCa('Lab Root');
const intermediate = await makeCa('Lab Intermediate', root);
const pairOf = async (name: string) => {
  const { key, cert } = await makeLeaf([name], { issuer: intermediate });
  return { key, cert: cert + intermediate.pem };
};
const [www, shop] = [await pairOf(HOST), await pairOf(SHOP)];
const keys = makeKeys();
after(() => keys[Symbol.dispose]());
const rsa = { key: readFileSync(keys.rsa.key), cert: readFileSync(keys.rsa.cert) };

async function serve(options: TlsOptions, ofShop: SecureContextOptions) {
  const server = createServer(
    {
      ...options,
      SNICallback: (name, done) => done(null, name === SHOP ? createSecureContext(ofShop) : undefined),
    },
    (socket) => socket.end(),
  );
  server.on('tlsClientError', () => {});
  return await listen(server);
}

async function surveyBoth(options: TlsOptions, ofShop: SecureContextOptions) {
  await using server = await serve(options, ofShop);
  await using lab = await startLab({ 443: server.port }, { say, ...patient, roots: [root.pem] });
  const first = await lab.net.survey({ host: HOST, port: 443, servername: HOST });
  const before = server.accepted();
  const second = await lab.net.survey({ host: SHOP, port: 443, servername: SHOP });
  assert.ok(first.state === 'present' && second.state === 'present');
  return { first, second, more: server.accepted() - before };
}

test('a second name of the same server costs two connections, and has its own certificate', async () => {
  const { first, second, more } = await surveyBoth(www, shop);
  assert.equal(more, 2);
  assert.deepEqual([second.surveyedAs, second.servername, second.connections], [HOST, SHOP, 2]);
  assert.deepEqual(second.suites, first.suites);
  assert.equal(second.certificates[0]?.chain[0], derOf(shop.cert)[0]);
  assert.equal(first.certificates[0]?.chain[0], derOf(www.cert)[0]);
  assert.equal(second.certificates[0]?.path?.ok, true);
});

test('a name whose server answers otherwise is surveyed itself', async () => {
  const { second, more } = await surveyBoth(www, rsa);
  assert.ok(more > 10);
  assert.equal(second.surveyedAs, null);
  assert.deepEqual(second.certificates[0]?.path?.reasons, [{ reason: 'self-signed', index: 0 }]);
});

test('who asks for all is not given the light survey of another', async () => {
  await using server = await serve(www, shop);
  await using lab = await startLab({ 443: server.port }, { say, ...patient, roots: [root.pem] });
  await lab.net.survey({ host: HOST, port: 443, servername: HOST });
  const full = await lab.net.survey({ host: SHOP, port: 443, servername: SHOP, depth: 'full' });
  const light = await lab.net.survey({ host: HOST, port: 443, servername: HOST });
  assert.partialDeepStrictEqual([full, light], [{ depth: 'full' }, { depth: 'full', surveyedAs: SHOP }]);
});

test('where nobody listens, and without TLS, there is nothing to share', async () => {
  await using lab = await startLab({ 443: await closedPort(createServer()) }, { say });
  assert.deepEqual(await lab.net.survey({ host: HOST, port: 443 }), {
    state: 'absent',
    reason: 'connection-refused',
  });
  assert.partialDeepStrictEqual(await lab.net.survey({ host: 'none.acme.test', port: 443 }), {
    state: 'absent',
  });
});
