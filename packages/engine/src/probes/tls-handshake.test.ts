import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Entity, type EntityOf, isUnknown, unknown } from '@cyborux/contract';
import { ecKey, makeCertificate } from '../../test/make-certificate.ts';
import { netThat } from '../../test/refusing-net.ts';
import type { TlsAnswer, TlsPeer } from '../net.ts';
import { parseCertificate } from '../protocols/certificate.ts';
import type { TlsObservation } from '../protocols/tls-session.ts';
import { tlsHandshake } from './tls-handshake.ts';

const entity: EntityOf<'FQDN'> = { kind: 'FQDN', name: 'www.acme.test', attributes: {} };
const target = { name: 'acme.test', registrable: 'acme.test' };
const place = { address: '192.0.2.1', port: 443 };
const leaf = makeCertificate({
  names: ['www.acme.test', '*.shop.acme.test', '*.acme.test', 'bad name', 'other.test'],
  issuer: { commonName: 'CA', key: ecKey() },
});
const issuer = makeCertificate({ commonName: 'CA', ca: true });

function session(protocol: string, chain = [leaf, issuer]): TlsAnswer {
  const cipher = 'TLS_AES_128_GCM_SHA256';
  return { state: 'present', ...place, protocol, cipher, chain, pathError: null, alpn: 'h2', durationMs: 5 };
}
const alert: TlsAnswer = { state: 'rejected', ...place, reason: 'alert', detail: 'protocol_version' };
const timeout = unknown('timeout');

/** A network that knows these handshakes and nothing else; `default` is the one that offers no version of its own. */
function netOf(answers: Partial<Record<NonNullable<TlsPeer['version']> | 'default', TlsAnswer>>) {
  const asked: TlsPeer[] = [];
  const net = netThat({
    handshake: async (peer) => {
      asked.push(peer);
      return answers[peer.version ?? 'default'] ?? assert.fail('not written down');
    },
  });
  return { net, asked };
}

async function observe(answers: Parameters<typeof netOf>[0]): Promise<TlsObservation> {
  const observation = await tlsHandshake.observe(entity, netOf(answers).net, target);
  assert.deepEqual(tlsHandshake.observation.parse(observation), observation);
  return observation;
}

function revealed(observation: TlsObservation): Entity[] {
  assert.ok(!isUnknown(observation) && tlsHandshake.reveals);
  return [...tlsHandshake.reveals(observation, entity, target)];
}

test('a server of today: the session is told, in one handshake', async () => {
  const observation = await observe({ default: session('TLSv1.3') });
  assert.deepEqual(observation, {
    state: 'present',
    ...place,
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_128_GCM_SHA256',
    alpn: 'h2',
    pathError: null,
    leaf: parseCertificate(leaf),
    issuers: [parseCertificate(issuer)],
  });
});

test('the name is sent as SNI, and the old versions are tried at the address of the first handshake', async () => {
  const { net, asked } = netOf({ default: alert, 'TLSv1.1': alert, TLSv1: alert });
  await tlsHandshake.observe(entity, net, target);
  const peer = { host: 'www.acme.test', port: 443, servername: 'www.acme.test' };
  assert.deepEqual(asked, [
    peer,
    { ...peer, address: '192.0.2.1', version: 'TLSv1.1' },
    { ...peer, address: '192.0.2.1', version: 'TLSv1' },
  ]);
});

test('a server that speaks nothing newer than TLS 1.0 still shows its certificate', async () => {
  const observation = await observe({ default: alert, 'TLSv1.1': alert, TLSv1: session('TLSv1') });
  assert.partialDeepStrictEqual(observation, {
    state: 'present',
    protocol: 'TLSv1',
    leaf: parseCertificate(leaf),
  });
});

for (const answer of [
  { state: 'absent', reason: 'nxdomain' },
  { state: 'absent', reason: 'connection-refused' },
  timeout,
] as const) {
  test(`${answer.state} (${answer.reason}) is told as it is, and no more handshakes are made`, async () => {
    assert.deepEqual(await observe({ default: answer }), answer);
  });
}

test('what rejects every version is rejected; with one of them unanswered it is unknown', async () => {
  const rejected = { ...alert };
  assert.deepEqual(await observe({ default: alert, 'TLSv1.1': alert, TLSv1: alert }), rejected);
  assert.deepEqual(await observe({ default: alert, 'TLSv1.1': alert, TLSv1: timeout }), timeout);
});

test('a certificate that cannot be read is unknown, the session is there all the same', async () => {
  const garbage = session('TLSv1.3', ['AAAA']);
  assert.partialDeepStrictEqual(await observe({ default: garbage }), {
    state: 'present',
    leaf: { state: 'unknown', reason: 'malformed' },
  });
});

test('it reveals the service, the certificate and the names in it, wildcards without their star', async () => {
  const observation = await observe({ default: session('TLSv1.3') });
  const entities = revealed(observation);
  assert.deepEqual(
    entities.map(({ kind, name }) => (kind === 'TLSCertificate' ? kind : `${kind}:${name}`)),
    [
      'Service:192.0.2.1:443/tcp',
      'TLSCertificate',
      'FQDN:www.acme.test',
      'FQDN:shop.acme.test',
      'FQDN:acme.test',
      'FQDN:other.test',
    ],
  );
  assert.partialDeepStrictEqual(entities[1], {
    attributes: { issuer: 'CN=CA', key_algorithm: 'EC', key_bits: 256, self_signed: false, in_use: true },
  });
});

test('a port that does not speak TLS is a service without it, a refused one is none', () => {
  const notTls = revealed({ state: 'rejected', ...place, reason: 'not-tls', detail: 'HTTP/1.1 400' });
  assert.partialDeepStrictEqual(notTls, [{ kind: 'Service', attributes: { tls: false } }]);
  assert.deepEqual(revealed({ state: 'absent', reason: 'connection-refused' }), []);
});
