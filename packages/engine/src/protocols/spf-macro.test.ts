import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { endsLikeDomain, expand, parseMacros } from './spf-macro.ts';

/** The values of RFC 7208 section 7.4. */
const values: Record<string, string> = {
  s: 'strong-bad@email.example.com',
  l: 'strong-bad',
  o: 'email.example.com',
  d: 'email.example.com',
  i: '192.0.2.3',
  v: 'in-addr',
  h: 'mx 1.example.org',
};

async function expanded(text: string): Promise<string> {
  const parsed = parseMacros(text, 'explanation');
  assert.ok(parsed.ok, text);
  return expand(parsed.parts, (letter) => values[letter] ?? '');
}

for (const [text, result] of [
  ['%{s}', 'strong-bad@email.example.com'],
  ['%{o}', 'email.example.com'],
  ['%{d}', 'email.example.com'],
  ['%{d4}', 'email.example.com'],
  ['%{d3}', 'email.example.com'],
  ['%{d2}', 'example.com'],
  ['%{d1}', 'com'],
  ['%{d127}', 'email.example.com'],
  ['%{d00000000002}', 'example.com'],
  ['%{d99999999999}', 'email.example.com'],
  ['%{dr}', 'com.example.email'],
  ['%{d2r}', 'example.email'],
  ['%{l}', 'strong-bad'],
  ['%{l-}', 'strong.bad'],
  ['%{lr}', 'strong-bad'],
  ['%{lr-}', 'bad.strong'],
  ['%{l1r-}', 'strong'],
  ['%{ir}.%{v}._spf.%{d2}', '3.2.0.192.in-addr._spf.example.com'],
  ['%{lr-}.lp._spf.%{d2}', 'bad.strong.lp._spf.example.com'],
  ['%{lr-}.lp.%{ir}.%{v}._spf.%{d2}', 'bad.strong.lp.3.2.0.192.in-addr._spf.example.com'],
  ['%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}', '3.2.0.192.in-addr.strong.lp._spf.example.com'],
  ['%{d2}.trusted-domains.example.net', 'example.com.trusted-domains.example.net'],
  ['%%%_%-', '% %20'],
  ['%{H}', 'mx%201.example.org'],
  ['%{S}', 'strong-bad%40email.example.com'],
  ['see http://x/?i=%{i}', 'see http://x/?i=192.0.2.3'],
  ['', ''],
] as const) {
  test(`"${text}" becomes "${result}"`, async () => assert.equal(await expanded(text), result));
}

for (const [text, position] of [
  ['a%', 1],
  ['%{', 0],
  ['%{d', 0],
  ['%{x}', 0],
  ['%{d0}', 0],
  ['%{d-!}', 0],
  ['ab%{c}', 2],
  ['%{r}', 0],
  ['%{t}', 0],
  ['a b', 1],
  ['aé', 1],
  ['a\u0000', 1],
  ['%a', 0],
] as const) {
  test(`"${text}" is at fault at ${position}`, () => {
    const parsed = parseMacros(text, 'domain');
    assert.equal(parsed.ok ? null : parsed.position, position);
  });
}

for (const [text, domain] of [
  ['example.com', true],
  ['example.com.', true],
  ['%{d}', true],
  ['_spf.%{d2}', true],
  ['%{d}.com', true],
  ['a.b-c', true],
  ['a.b%%', true],
  ['a.b%_', true],
  ['a.b%-', true],
  ['a.b%%-', false],
  ['a.b%%_', false],
  ['%{d}com', false],
  ['%{d}.', false],
  ['com', false],
  ['example.123', false],
  ['example.com:8080', false],
  ['example.-com', false],
  ['example..', false],
  ['', false],
] as const) {
  test(`"${text}" ${domain ? 'ends' : 'does not end'} like a domain`, () => {
    const parsed = parseMacros(text, 'domain');
    assert.ok(parsed.ok);
    assert.equal(endsLikeDomain(parsed.parts), domain);
  });
}

test('any text at all is read without a throw, and what is read expands to a text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
      const parsed = parseMacros(text, 'explanation');
      if (parsed.ok) assert.equal(typeof (await expand(parsed.parts, () => text)), 'string');
      else assert.ok(parsed.position >= 0 && parsed.position < text.length);
    }),
  );
});

test('text without a percent sign stays as it is', async () => {
  const printable = fc.stringMatching(/^[\x20-\x24\x26-\x7e]*$/);
  await fc.assert(fc.asyncProperty(printable, async (text) => assert.equal(await expanded(text), text)));
});
