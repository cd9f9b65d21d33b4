import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loggedCertificates } from './logged-certificate.ts';

const now = new Date('2026-03-01T12:34:56.789Z');

describe('logged certificates', () => {
  test('hold every name once, in order', () => {
    const names = ['a.test', '*.a.test', 'b.a.test'];
    const certificates = loggedCertificates(names, now);
    assert.equal(certificates.length, 2);
    assert.deepEqual(
      certificates.flatMap((certificate) => certificate.names),
      names,
    );
  });

  test('are valid now and the same for the same names', () => {
    const names = Array.from({ length: 300 }, (_, index) => `h${index}.a.test`);
    const certificates = loggedCertificates(names, now);
    for (const { notBefore, notAfter, digest } of certificates) {
      assert.ok(notBefore < now && now < notAfter);
      assert.match(digest, /^[0-9a-f]{64}$/);
    }
    assert.deepEqual(loggedCertificates(names, now), certificates);
    assert.equal(new Set(certificates.map(({ digest }) => digest)).size, certificates.length);
  });
});
