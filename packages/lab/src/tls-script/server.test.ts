import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { surveyed } from '@cyborux/engine/net/tls/testing/survey-port.ts';
import { suiteNames, type WeaknessName, weaknessesOf } from '@cyborux/engine/protocols/tls-weaknesses.ts';
import type { TlsScript } from './flight.ts';
import { startScriptedTls } from './server.ts';

const folder = mkdtempSync(join(tmpdir(), 'cyborux-script-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const [keyFile, certFile] = [join(folder, 'key'), join(folder, 'cert')];
const subject = ['-subj', '/CN=old.acme.test', '-days', '2'];
execFileSync(
  'openssl',
  ['req', '-x509', '-nodes', '-newkey', 'rsa:1024', '-keyout', keyFile, '-out', certFile, ...subject],
  { stdio: 'ignore' },
);
const key = readFileSync(keyFile, 'utf8');
const certificate = new X509Certificate(readFileSync(certFile)).raw;

const sound: TlsScript = { certificate, key, versions: [0x0303], suites: [0x009c] };

async function survey(script: Partial<TlsScript>) {
  const server = await startScriptedTls({ ...sound, ...script });
  try {
    return await surveyed(server.port, { servername: 'old.acme.test' });
  } finally {
    await server.close();
  }
}

async function weaknesses(script: Partial<TlsScript>): Promise<WeaknessName[]> {
  return weaknessesOf(await survey(script)).flatMap(({ name, state }) => (state === 'present' ? [name] : []));
}

test('a sound script: RSA key exchange and nothing worse', async () => {
  assert.deepEqual(await weaknesses({ heartbeat: 'sound' }), ['no-forward-secrecy']);
});

const cases: readonly [string, Partial<TlsScript>, readonly WeaknessName[]][] = [
  ['a heart that bleeds', { heartbeat: 'bleeds' }, ['heartbleed', 'no-forward-secrecy']],
  ['an early ChangeCipherSpec', { earlyCcs: true }, ['ccs-injection', 'no-forward-secrecy']],
  ['an oracle', { oracle: true }, ['robot', 'no-forward-secrecy']],
  ['compression', { deflate: true }, ['crime', 'no-forward-secrecy']],
  ['renegotiation of old', { oldRenegotiation: true }, ['insecure-renegotiation', 'no-forward-secrecy']],
  [
    'export suites',
    { suites: [0x0003, 0x0014], prime: Buffer.alloc(64, 0xab) },
    ['sweet32', 'freak', 'logjam', 'rc4', 'lucky13', 'no-forward-secrecy'],
  ],
];
for (const [what, script, names] of cases) {
  test(`${what}: ${names.join(', ')}`, async () => {
    assert.deepEqual((await weaknesses(script)).toSorted(), names.toSorted());
  });
}

test('SSLv2 and SSLv3, which no distribution speaks any more', async () => {
  const found = await survey({ versions: [0x0300], suites: [0x0005, 0x000a], ssl2: [0x010080, 0x020080] });
  assert.deepEqual(suiteNames(found, 'SSLv2'), [
    'SSL_CK_RC4_128_WITH_MD5',
    'SSL_CK_RC4_128_EXPORT40_WITH_MD5',
  ]);
  assert.deepEqual(suiteNames(found, 'SSLv3'), ['TLS_RSA_WITH_RC4_128_SHA', 'TLS_RSA_WITH_3DES_EDE_CBC_SHA']);
  assert.equal(found.suites.SSLv3?.order, 'server');
  assert.equal(found.protocols.TLSv1.state, 'refused');
  const states = Object.fromEntries(weaknessesOf(found).map(({ name, state }) => [name, state]));
  assert.deepEqual([states.drown, states.poodle, states.beast, states.sweet32], Array(4).fill('present'));
});

test('messages cut into records of three octets are the same messages', async () => {
  const [whole, cut] = await Promise.all([survey({}), survey({ fragment: 3 })]);
  assert.deepEqual(cut.suites, whole.suites);
  assert.deepEqual(cut.certificates, whole.certificates);
});

test('TLS 1.3: a flight that can be read, a request for a share, and tickets', async () => {
  const modern = { versions: [0x0304], suites: [0x1301] };
  const [plain, eager] = [await survey(modern), await survey({ ...modern, maxEarlyData: 1_024 })];
  assert.equal(plain.protocols['TLSv1.3'].state, 'accepted');
  assert.equal(plain.protocols['TLSv1.2'].state, 'refused');
  assert.deepEqual(plain.groups.tls13?.values, [29]);
  assert.deepEqual(suiteNames(plain, 'TLSv1.3'), ['TLS_AES_128_GCM_SHA256']);
  assert.equal(plain.certificates[0]?.chain[0], certificate.toString('base64'));
  assert.deepEqual([plain.features.earlyData, eager.features.earlyData], ['absent', 'present']);
  assert.equal(plain.features.sessionTickets, 'present');
});

test('a suite is only agreed on in the versions that have it', async () => {
  const both = await survey({ versions: [0x0303, 0x0304], suites: [0x1301, 0xc02f] });
  assert.deepEqual(suiteNames(both, 'TLSv1.2'), ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256']);
  assert.deepEqual(suiteNames(both, 'TLSv1.3'), ['TLS_AES_128_GCM_SHA256']);
  assert.deepEqual(both.groups.tls12?.values, [23]);
});
