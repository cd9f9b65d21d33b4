import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { before, describe, test } from 'node:test';
import { connect, createServer } from 'node:tls';
import { embeddedTimestamps, mustStaple } from '@cyborux/engine/protocols/certificate-extension.ts';
import { type Authority, createAuthority, type IssuedCertificate } from './certificates.ts';
import { openListener } from './listener.ts';
import { secureContextOptions } from './secure-context.ts';
import type { CertificateSpec } from './spec.ts';

const day = 86_400_000;

describe('certificates', () => {
  let authority: Authority;
  before(async () => {
    authority = await createAuthority();
  });

  const verdicts: [fault: CertificateSpec['fault'], error: string | null, chainLength: number][] = [
    [undefined, null, 2],
    ['expired', 'CERT_HAS_EXPIRED', 2],
    ['not-yet-valid', 'CERT_NOT_YET_VALID', 2],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT', 1],
    ['unknown-ca', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 2],
    ['incomplete-chain', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 1],
  ];
  for (const [fault, error, chainLength] of verdicts) {
    test(`OpenSSL says ${error ?? 'nothing against'} a certificate that is ${fault ?? 'good'}`, async () => {
      const issued = await authority.issue({ names: ['www.acme.test'], ...(fault && { fault }) });
      assert.deepEqual(await verdictOn(issued, authority.rootPem), error);
      assert.equal(issued.cert.match(/BEGIN CERTIFICATE/g)?.length, chainLength);
      assert.ok(!issued.cert.includes(authority.rootPem.trim()));
    });
  }

  test('a weak key is RSA with 1024 bits and otherwise good', async () => {
    const issued = await authority.issue({ names: ['weak.acme.test'], fault: 'weak-key' });
    const leaf = new X509Certificate(issued.cert);
    assert.equal(leaf.publicKey.asymmetricKeyType, 'rsa');
    assert.equal(leaf.publicKey.asymmetricKeyDetails?.modulusLength, 1024);
    assert.equal(await verdictOn(issued, authority.rootPem, 'DEFAULT@SECLEVEL=0'), null);
  });

  test('a leaf may have an RSA key', async () => {
    const issued = await authority.issue({ names: ['rsa.acme.test'], key: 'rsa' });
    assert.equal(new X509Certificate(issued.cert).publicKey.asymmetricKeyDetails?.modulusLength, 2048);
    assert.equal(await verdictOn(issued, authority.rootPem), null);
  });

  test('the names are in the subject and its alternatives', async () => {
    const { cert } = await authority.issue({ names: ['acme.test', '*.acme.test'] });
    const leaf = new X509Certificate(cert);
    assert.equal(leaf.subject, 'CN=acme.test');
    assert.equal(leaf.subjectAltName, 'DNS:acme.test, DNS:*.acme.test');
    assert.deepEqual(leaf.keyUsage, ['1.3.6.1.5.5.7.3.1']);
    assert.equal(leaf.ca, false);
    assert.ok(leaf.checkHost('anything.acme.test'));
  });

  const chains: [CertificateSpec['chain'], string[]][] = [
    [undefined, ['Issuing']],
    ['long', ['Regional', 'Policy']],
    ['wrong-order', ['Policy', 'Regional']],
    ['with-root', ['Issuing', 'Root']],
    ['with-stranger', ['Issuing', 'Unknown Issuing']],
  ];
  for (const [chain, issuers] of chains) {
    test(`the chain ${chain ?? 'as usual'}: leaf, then ${issuers.join(', ')}`, async () => {
      const { cert } = await authority.issue({ names: ['acme.test'], ...(chain && { chain }) });
      const subjects = cert.split(/(?=-----BEGIN)/).map((pem) => new X509Certificate(pem).subject);
      assert.deepEqual(
        subjects.slice(1).map((subject) => subject.replace(/^CN=Cyborux (?:Lab )?/, '')),
        issuers,
      );
    });
  }

  test('a leaf has timestamps, and may lack them, demand a staple, be for clients, be signed with SHA-1', async () => {
    const leafOf = async (wish: Partial<CertificateSpec>) => {
      const { cert } = await authority.issue({ names: ['acme.test'], ...wish });
      const leaf = new X509Certificate(cert);
      return { leaf, der: leaf.raw.toString('base64') };
    };
    const [usual, odd] = [
      await leafOf({}),
      await leafOf({
        timestamps: 'none',
        mustStaple: 'stapled',
        purpose: 'client',
        signedWith: 'sha1',
      }),
    ];
    assert.deepEqual([embeddedTimestamps(usual.der), embeddedTimestamps(odd.der)], [2, 0]);
    assert.deepEqual([mustStaple(usual.der), mustStaple(odd.der)], [false, true]);
    assert.deepEqual(
      [usual.leaf.keyUsage, odd.leaf.keyUsage],
      [['1.3.6.1.5.5.7.3.1'], ['1.3.6.1.5.5.7.3.2']],
    );
    assert.equal(odd.leaf.signatureAlgorithm, 'ecdsa-with-SHA1');
  });

  const lifetimes: [spec: Omit<CertificateSpec, 'names'>, notBefore: number, notAfter: number][] = [
    [{}, -30, 60],
    [{ validDays: 5 }, -85, 5],
    [{ validDays: 300 }, -1, 300],
    [{ fault: 'expired' }, -100, -10],
    [{ fault: 'expired', validDays: -400 }, -490, -400],
    [{ fault: 'not-yet-valid' }, 30, 60],
  ];
  for (const [spec, notBefore, notAfter] of lifetimes) {
    test(`${JSON.stringify(spec)} is valid from day ${notBefore} to day ${notAfter}`, async () => {
      const { cert } = await authority.issue({ names: ['acme.test'], ...spec });
      const leaf = new X509Certificate(cert);
      const days = [leaf.validFromDate, leaf.validToDate].map((date) =>
        Math.round((date.getTime() - Date.now()) / day),
      );
      assert.deepEqual(days, [notBefore, notAfter]);
    });
  }

  test('every key is its own', async () => {
    const first = await authority.issue({ names: ['acme.test'] });
    const second = await authority.issue({ names: ['acme.test'] });
    assert.notEqual(first.key, second.key);
    assert.notEqual(
      new X509Certificate(first.cert).serialNumber,
      new X509Certificate(second.cert).serialNumber,
    );
  });
});

async function verdictOn(issued: IssuedCertificate, root: string, ciphers?: string): Promise<string | null> {
  const listener = await openListener(createServer(secureContextOptions(issued), (socket) => socket.end()));
  const name = new X509Certificate(issued.cert).subject.slice(3);
  const socket = connect({
    port: listener.port,
    host: '127.0.0.1',
    servername: name,
    ca: root,
    rejectUnauthorized: false,
    ...(ciphers && { ciphers }),
  });
  await once(socket, 'secureConnect');
  const error = socket.authorizationError;
  await listener.close();
  return error === undefined || error === null ? null : String(error);
}
