import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { readOcspResponse } from './ocsp-response.ts';
import { derOf } from './x509-certificate.ts';

/** An authority of OpenSSL with three leaves: a good one, a revoked one, and one that its responder does not know. */
const folder = mkdtempSync(join(tmpdir(), 'cyborux-revocation-'));
after(() => rmSync(folder, { recursive: true }));

const file = (name: string) => join(folder, name);
const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });

makeCa('ca', 'Acme CA');
makeCa('other', 'Acme CA');
makeLeaf('good', '0x1001');
makeLeaf('revoked', '0x1002');
makeLeaf('stranger', '0x1003');
makeLeaf('responder', '0x1004', 'extendedKeyUsage=OCSPSigning');
writeFileSync(
  file('index.txt'),
  [
    'V\t360101000000Z\t\t1001\tunknown\t/CN=good',
    'R\t360101000000Z\t260102030405Z,keyCompromise\t1002\tunknown\t/CN=revoked',
    '',
  ].join('\n'),
);

function makeCa(name: string, commonName: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`];
  openssl('req', '-x509', ...key, '-out', `${name}.crt`, '-subj', `/CN=${commonName}`, '-days', '30');
}

function makeLeaf(name: string, serial: string, extension = 'basicConstraints=CA:FALSE'): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`];
  openssl('req', ...key, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
  writeFileSync(file(`${name}.ext`), `${extension}\n`);
  const by = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-set_serial', serial, '-extfile', `${name}.ext`];
  openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.crt`, '-days', '20', ...by);
}

function der(name: string): Uint8Array {
  return derOf(readFileSync(file(`${name}.crt`), 'utf8'))[0] ?? new Uint8Array();
}

const chainOf = (leaf: string, issuer = 'ca') => [der(leaf), der(issuer)];

function answerAbout(leaf: string, signer = 'ca', digest = '-sha1'): Buffer {
  openssl('ocsp', digest, '-issuer', 'ca.crt', '-cert', `${leaf}.crt`, '-no_nonce', '-reqout', 'request.der');
  const signing = ['-rsigner', `${signer}.crt`, '-rkey', `${signer}.key`, '-CA', 'ca.crt'];
  const files = ['-reqin', 'request.der', '-respout', 'answer.der', '-ndays', '3'];
  openssl('ocsp', '-index', 'index.txt', ...signing, ...files);
  return readFileSync(file('answer.der'));
}

const now = new Date();
const later = new Date(now.getTime() + 5 * 86_400_000);
const before = new Date(now.getTime() - 86_400_000);
const good = answerAbout('good');

test('OCSP: good, by either hash, from the issuer and from whom it appointed', () => {
  assert.equal(readOcspResponse(good, chainOf('good'), now).state, 'good');
  assert.equal(readOcspResponse(answerAbout('good', 'ca', '-sha256'), chainOf('good'), now).state, 'good');
  assert.equal(readOcspResponse(answerAbout('good', 'responder'), chainOf('good'), now).state, 'good');
});

test('OCSP: revoked, with date and reason', () => {
  assert.partialDeepStrictEqual(readOcspResponse(answerAbout('revoked'), chainOf('revoked'), now), {
    state: 'revoked',
    revokedAt: '2026-01-02T03:04:05.000Z',
    reason: 'keyCompromise',
  });
  assert.deepEqual(readOcspResponse(answerAbout('stranger'), chainOf('stranger'), now), {
    state: 'stranger',
  });
});

for (const [what, response, chain, at, fault] of [
  ['an answer of yesterday, tomorrow', good, chainOf('good'), later, 'stale'],
  ['an answer of tomorrow', good, chainOf('good'), before, 'not-yet-valid'],
  ['an answer about another', good, chainOf('revoked'), now, 'other-certificate'],
  ['an answer of another issuer of that name', good, chainOf('good', 'other'), now, 'other-certificate'],
  ['a leaf that signs', answerAbout('good', 'revoked'), chainOf('good'), now, 'bad-signature'],
  ['no issuer at hand', good, [der('good')], now, 'no-issuer'],
  ['a status alone', Buffer.from('30030a0106', 'hex'), chainOf('good'), now, 'no-answer'],
  ['half of it', good.subarray(0, 100), chainOf('good'), now, 'malformed'],
] as const) {
  test(`OCSP: ${what}: ${fault}`, () => {
    assert.deepEqual(readOcspResponse(response, chain, at), { state: 'invalid', fault });
  });
}

test('one changed octet never turns a word around, and any bytes are read', () => {
  const chain = chainOf('revoked');
  const revoked = answerAbout('revoked');
  fc.assert(
    fc.property(
      fc.nat(revoked.length - 1),
      fc.integer({ min: 1, max: 255 }),
      fc.uint8Array(),
      (index, flip, noise) => {
        const copy = Buffer.from(revoked);
        copy[index] = (copy[index] ?? 0) ^ flip;
        assert.notEqual(readOcspResponse(copy, chain, now).state, 'good');
        assert.equal(readOcspResponse(noise, chain, now).state, 'invalid');
      },
    ),
    { numRuns: 100 },
  );
});
