import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import { answer, judgeSite, NOT_FOUND, visit, WITHOUT_FILES } from '../../test/judge-site.ts';
import { securityTxt } from './security-txt.ts';

const PATH = '/.well-known/security.txt';
const file = (body: string, type = 'text/plain; charset=utf-8') =>
  visit({ securityTxt: answer(PATH, body, type) });
const text = (expires: string) => `Contact: mailto:security@acme.test\nExpires: ${expires}\n`;
const judged = (files = visit(), name = 'acme.test') => judgeSite(securityTxt, { files, name }).verdict;

test('a file that keeps to the standard passes, signed or not', () => {
  assert.equal(judged(file(text('2026-12-31T00:00:00Z'))), 'pass');
  const signed = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${text('2026-12-31T00:00:00Z')}-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n`;
  assert.equal(judged(file(signed)), 'pass');
});

test('it is missed at the domain alone, and not where the domain leads elsewhere', () => {
  const { verdict, findings } = judgeSite(securityTxt, { files: visit(), name: 'acme.test' });
  assert.equal(verdict, 'missing');
  assert.deepEqual([findings[0]?.severity, findings[0]?.optional], ['info', true]);
  assert.equal(judged(visit(), 'www.acme.test'), 'notApplicable');
  assert.equal(judged(visit({ securityTxt: { ...NOT_FOUND, reason: 'elsewhere' } })), 'notApplicable');
});

test('an expired one is found, at any host', () => {
  assert.equal(judged(file(text('2026-03-01T12:00:00Z')), 'www.acme.test'), 'expired');
  assert.equal(judged(file(text('2026-03-01T12:00:01Z')), 'www.acme.test'), 'pass');
});

test('a malformed one is found, with what is wrong', () => {
  assert.equal(judged(file('Contact: security@acme.test\n')), 'malformed');
  assert.equal(judged(file(text('2027-01-01T00:00:00Z'), 'text/markdown')), 'malformed');
  assert.equal(judged(file(`Contact: nobody\nExpires: 2020-01-01T00:00:00Z`)), 'expired, malformed');
});

test('it is open when the file was not answered', () => {
  assert.equal(judged(visit({ securityTxt: unknown('timeout') })), 'open');
});

for (const [what, files, verdict] of WITHOUT_FILES) {
  test(`${what}: ${verdict}`, () => assert.equal(judged(files as never), verdict));
}
