import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { PathCase } from '../../test/path-cases.ts';
import { buildingCases } from '../../test/path-cases-building.ts';
import { formCases } from '../../test/path-cases-forms.ts';
import { nameCases, policyCases } from '../../test/path-cases-names.ts';
import { pem, signatureCases } from '../../test/path-cases-signatures.ts';
import { canonicalAddress } from './ip-address.ts';
import { type CertificateInput, derOf } from './x509-certificate.ts';

/** OpenSSL as a second judge of the same table, with what RFC 5280 asks and OpenSSL leaves to options. */
const STRICT = [
  ...['-auth_level', '2', '-partial_chain', '-no-CApath', '-no-CAstore'],
  ...['-policy_check', '-policy', '2.5.29.32.0'],
];

const folder = mkdtempSync(join(tmpdir(), 'x509-path-'));
after(() => rmSync(folder, { recursive: true }));

const cases = [...signatureCases, ...buildingCases, ...nameCases, ...policyCases, ...formCases].filter(
  ({ unlikeOpenssl }) => unlikeOpenssl === undefined,
);

for (const [index, each] of cases.entries()) {
  test(`OpenSSL agrees: ${each.title}`, async () => {
    const { code, output } = await verify(each, join(folder, String(index)));
    assert.equal(code === 0, each.reasons.length === 0, output);
  });
}

test('the table that OpenSSL agrees with is long enough to mean something', () => {
  assert.ok(cases.length >= 60);
});

function verify({ question }: PathCase, base: string): Promise<{ code: number; output: string }> {
  const { leaf, intermediates = [], roots, at, name, purpose = 'any' } = question;
  const file = (suffix: string, inputs: readonly CertificateInput[]): string => {
    writeFileSync(`${base}.${suffix}`, textOf(inputs));
    return `${base}.${suffix}`;
  };
  const address = name == null ? null : canonicalAddress(name);
  const options = [
    ...STRICT,
    ...['-attime', String(Math.floor(at.getTime() / 1000))],
    ...(roots.length === 0 ? ['-no-CAfile'] : ['-CAfile', file('roots', roots)]),
    ...(intermediates.length === 0 ? [] : ['-untrusted', file('untrusted', intermediates)]),
    ...(purpose === 'any' ? [] : ['-purpose', `ssl${purpose}`]),
    ...(name == null ? [] : [address === null ? '-verify_hostname' : '-verify_ip', address ?? name]),
  ];
  return new Promise((resolve) => {
    const command = ['verify', ...options, file('leaf', [leaf])];
    execFile('openssl', command, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}

function textOf(inputs: readonly CertificateInput[]): string {
  return pem(...inputs.flatMap(derOf).map((der) => Buffer.from(der).toString('base64')));
}
