import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { verificationOf } from './verification-tokens.ts';

for (const [text, product] of [
  ['google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKSWvsR1EbUSIQ', 'Google Search Console'],
  ['Google-Site-Verification=x', 'Google Search Console'],
  ['MS=ms12345678', 'Microsoft 365'],
  ['MS=E4A68B9AB2BB9670BCE15412F62916164C0B20BB', 'Microsoft 365'],
  ['facebook-domain-verification=22rm551cu4k0ab0bxsw536tlds4h95', 'Meta Business'],
  ['apple-domain-verification=30afIBcvSuDV2PLX', 'Apple Business'],
  [
    'atlassian-domain-verification=5YjTmWmjI92ewqkx2oXmBaD60Td9zWon9r6eakvHX6B77zzkFQto8PQ9QsKnbf4I',
    'Atlassian',
  ],
  ['stripe-verification=ab', 'Stripe'],
  ['docusign=1b0a6754-49b1-4db5-8540-d2c12664b289', 'DocuSign'],
  ['adobe-idp-site-verification=ab', 'Adobe Identity'],
  ['ZOOM_verify_abc', 'Zoom'],
  ['openai-domain-verification=dv-x', 'OpenAI'],
  ['yandex-verification: abc', 'Yandex Webmaster'],
] as const) {
  test(`${text.slice(0, 40)} is of ${product}`, () => assert.equal(verificationOf(text)?.product, product));
}

for (const text of ['v=spf1 -all', 'ms=hello', 'MS=', 'hello', '', 'x google-site-verification=a']) {
  test(`${JSON.stringify(text)} verifies nothing`, () => assert.equal(verificationOf(text), null));
}

test('the token itself is not told', () => {
  assert.equal(verificationOf('stripe-verification=secret')?.evidence, 'stripe-verification=');
});

test('any text is read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(verificationOf(` ${text}`)?.product, verificationOf(text)?.product);
    }),
  );
});
