import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bannerProduct } from './smtp-banner.ts';

for (const [banner, named] of [
  ['mx.acme.test ESMTP Postfix', { product: 'Postfix' }],
  ['mx.acme.test ESMTP Postfix (Debian/GNU)', { product: 'Postfix' }],
  ['mx.acme.test ESMTP Postfix (3.7.11)', { product: 'Postfix', version: '3.7.11' }],
  ['mx.acme.test ESMTP Exim 4.97.1 Mon, 01 Jan 2024', { product: 'Exim', version: '4.97.1' }],
  ['mx ESMTP Sendmail 8.17.1/8.17.1; Mon', { product: 'Sendmail', version: '8.17.1' }],
  ['mx Microsoft ESMTP MAIL Service ready', { product: 'Microsoft Exchange' }],
  ['eximious.acme.test ESMTP', {}],
  ['mx.acme.test ESMTP ready', {}],
  ['', {}],
] as const) {
  test(`reads the greeting "${banner}"`, () => assert.deepEqual(bannerProduct(banner), named));
}

test('a product beyond what a greeting may hold is not looked for', () => {
  assert.deepEqual(bannerProduct(`${'a '.repeat(50_000)}Postfix`), {});
});
