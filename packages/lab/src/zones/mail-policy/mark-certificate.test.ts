import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { markCertificate } from './mark-certificate.ts';

test('a mark certificate is for the domain, and for marks', () => {
  const certificate = new X509Certificate(markCertificate('acme.test'));
  assert.equal(certificate.checkHost('acme.test'), 'acme.test');
  assert.deepEqual(certificate.keyUsage, ['1.3.6.1.5.5.7.3.31']);
  assert.ok(certificate.verify(certificate.publicKey));
});
