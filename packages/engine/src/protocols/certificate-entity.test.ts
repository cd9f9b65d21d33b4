import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUnknown } from '@cyborux/contract';
import { makeCertificate } from '../../test/make-certificate.ts';
import { parseCertificate } from './certificate.ts';
import { certificateEntities } from './certificate-entity.ts';

test('a certificate reveals itself and the names that it is for, each once', () => {
  const leaf = parseCertificate(makeCertificate({ names: ['mx.acme.test', '*.acme.test', 'acme.test'] }));
  assert.ok(!isUnknown(leaf));
  const [certificate, ...names] = [...certificateEntities(leaf)];
  assert.equal(certificate?.name, leaf.sha256);
  assert.ok(certificate?.kind === 'TLSCertificate' && certificate.attributes.in_use);
  assert.deepEqual(certificate.attributes.names, ['mx.acme.test', '*.acme.test', 'acme.test']);
  assert.deepEqual(names, [
    { kind: 'FQDN', name: 'mx.acme.test', attributes: {} },
    { kind: 'FQDN', name: 'acme.test', attributes: {} },
  ]);
});
