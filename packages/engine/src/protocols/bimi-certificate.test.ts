import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  alternativeNames,
  extendedKeyUsage,
  extension,
  generalName,
} from '../../test/certificate-extensions.ts';
import { sequence } from '../../test/der-bytes.ts';
import { makeCertificate } from '../../test/make-certificate.ts';
import { markProblems, readMarkCertificate } from './bimi-certificate.ts';

const MARKS = '1.3.6.1.5.5.7.3.31';
const LOGOTYPE = '1.3.6.1.5.5.7.1.12';
const at = new Date('2026-03-01T00:00:00Z');

function pem(name: string, extensions: Buffer[], notAfter = '2026-12-01T00:00:00Z'): string {
  const der = makeCertificate({
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date(notAfter),
    extensions: [alternativeNames(generalName.dns(name)), ...extensions],
  });
  return `-----BEGIN CERTIFICATE-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}
const logo = extension(LOGOTYPE, sequence());
const problemsOf = (text: string, ...domains: string[]) => {
  const certificate = readMarkCertificate(text);
  assert.ok(certificate !== null);
  return markProblems(certificate, domains.length > 0 ? domains : ['acme.test'], at);
};

test('a mark certificate for the domain is in order', () => {
  const good = pem('acme.test', [extendedKeyUsage(MARKS), logo]);
  assert.deepEqual(problemsOf(good), []);
  assert.deepEqual(problemsOf(good, 'www.acme.test', 'acme.test'), []);
  assert.deepEqual(problemsOf(pem('default._bimi.acme.test', [extendedKeyUsage(MARKS), logo])), []);
  assert.equal(readMarkCertificate(good + good)?.count, 2);
});

for (const [title, text, message] of [
  ['another name', pem('other.test', [extendedKeyUsage(MARKS), logo]), /other\.test/],
  ['another use', pem('acme.test', [extendedKeyUsage('1.3.6.1.5.5.7.3.1'), logo]), /not for marks/],
  ['no logo', pem('acme.test', [extendedKeyUsage(MARKS)]), /no logo/],
  [
    'an end in the past',
    pem('acme.test', [extendedKeyUsage(MARKS), logo], '2026-02-01T00:00:00Z'),
    /valid until/,
  ],
] as const) {
  test(`${title} is told`, () => {
    const problems = problemsOf(text);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', message);
  });
}

test('a start in the future is told', () => {
  const certificate = readMarkCertificate(pem('acme.test', [extendedKeyUsage(MARKS), logo]));
  assert.match(
    markProblems(certificate as never, ['acme.test'], new Date('2025-01-01')).join(),
    /not valid before/,
  );
});

test('what is no certificate is none', () => {
  assert.equal(readMarkCertificate('<html>not found</html>'), null);
  assert.equal(readMarkCertificate('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'), null);
  fc.assert(
    fc.property(fc.string(), (text) => {
      readMarkCertificate(`-----BEGIN CERTIFICATE-----${text}-----END CERTIFICATE-----`);
      readMarkCertificate(text);
    }),
  );
});
