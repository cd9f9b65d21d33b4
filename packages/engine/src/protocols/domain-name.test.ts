import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isHostname, normaliseName, parentNames, parseDomain } from './domain-name.ts';

const accepted: [input: string, name: string, registrable: string][] = [
  ['example.com', 'example.com', 'example.com'],
  ['  Example.COM. ', 'example.com', 'example.com'],
  ['https://www.example.co.uk:8443/path?q=1#f', 'www.example.co.uk', 'example.co.uk'],
  ['//example.com/x', 'example.com', 'example.com'],
  ['ftp://example.com', 'example.com', 'example.com'],
  ['example.com:443', 'example.com', 'example.com'],
  ['example.com:', 'example.com', 'example.com'],
  ['a.b.c.example.org', 'a.b.c.example.org', 'example.org'],
  ['acme.test', 'acme.test', 'acme.test'],
  ['user.github.io', 'user.github.io', 'user.github.io'],
  ['deep.user.github.io', 'deep.user.github.io', 'user.github.io'],
  ['MÜNCHEN.de', 'xn--mnchen-3ya.de', 'xn--mnchen-3ya.de'],
  ['xn--mnchen-3ya.de', 'xn--mnchen-3ya.de', 'xn--mnchen-3ya.de'],
  ['faß.de', 'xn--fa-hia.de', 'xn--fa-hia.de'],
  ['раураl.com', 'xn--l-7sba6dbr.com', 'xn--l-7sba6dbr.com'],
  ['例え。テスト.com', 'xn--r8jz45g.xn--zckzah.com', 'xn--zckzah.com'],
  ['ｅｘａｍｐｌｅ.com', 'example.com', 'example.com'],
  ['r3---sn-abc.example.com', 'r3---sn-abc.example.com', 'example.com'],
  [`${'a'.repeat(63)}.com`, `${'a'.repeat(63)}.com`, `${'a'.repeat(63)}.com`],
];

for (const [input, name, registrable] of accepted) {
  test(`accepts ${JSON.stringify(input)}`, () => {
    assert.deepEqual(parseDomain(input), { ok: true, target: { name, registrable } });
  });
}

const longName = `${Array.from({ length: 4 }, () => 'a'.repeat(60)).join('.')}.example.com`;
const refused: [input: string, why: RegExp][] = [
  ['', /Enter a domain/],
  ['   ', /Enter a domain/],
  ['https:///path', /no host name/],
  ['exam ple.com', /spaces/],
  ['example.com example.org', /spaces/],
  ['a\0b.com', /control characters/],
  ['example.com\u0007', /control characters/],
  ['a\nb.com', /control characters/],
  ['https://user:pass@example.com/', /user name, password/],
  ['someone@example.com', /e-mail/],
  ['192.0.2.1', /IP address/],
  ['https://192.0.2.1:8080/', /IP address/],
  ['192.0.2.1.', /IP address/],
  ['2001:db8::1', /IP address/],
  ['[2001:db8::1]', /IP address/],
  ['http://[2001:db8::1]:80/', /IP address/],
  ['3232235777', /IP address/],
  ['0x7f000001', /IP address/],
  ['0x7f.1', /IP address/],
  ['0177.0.0.1', /IP address/],
  ['127.1', /IP address/],
  ['１２７．０．０．１', /IP address/],
  ['example.123', /IP address/],
  ['co.uk', /public suffix/],
  ['test', /public suffix/],
  ['com', /public suffix/],
  ['github.io', /public suffix/],
  ['公司.cn', /public suffix/],
  [`${'a'.repeat(64)}.com`, /at most 63/],
  [longName, /at most 253/],
  ['x'.repeat(10_000), /far too long/],
  ['a..com', /empty labels/],
  ['.example.com', /empty labels/],
  ['example.com..', /empty labels/],
  ['_dmarc.example.com', /underscores/],
  ['exa_mple.com', /underscores/],
  ['-example.com', /hyphen/],
  ['example-.com', /hyphen/],
  ['localhost', /localhost/],
  ['printer.local', /\.local/],
  ['a.localhost', /\.localhost/],
  ['abc.onion', /\.onion/],
  ['1.0.0.127.in-addr.arpa', /\.arpa/],
  ['home.arpa', /\.arpa/],
  ['x.internal', /\.internal/],
  ['x.invalid', /\.invalid/],
  ['x.alt', /\.alt/],
  ['xn--a.com', /no domain name may have/],
  ['xn--zzzzzz99999.com', /no domain name may have/],
  ['ex%61mple.com', /no domain name may have/],
  ['a\u200db.com', /no domain name may have/],
  ['exa!mple.com', /letters, digits/],
  ['<script>.com', /letters, digits/],
  ['example.com:99999', /no port/],
  ['example.com:http', /no port/],
];

for (const [input, why] of refused) {
  test(`refuses ${JSON.stringify(input.slice(0, 60))} with a sentence`, () => {
    const parsed = parseDomain(input);
    assert.equal(parsed.ok, false);
    assert.match(parsed.ok ? '' : parsed.reason, why);
    assert.match(parsed.ok ? '' : parsed.reason, /^.{20,200}\.$/u);
  });
}

const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?$/);
const someName = fc.oneof(
  fc.array(label, { minLength: 1, maxLength: 6 }).map((labels) => `${labels.join('.')}.com`),
  fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => `${text}.com`),
  fc.string({ unit: 'binary' }),
  fc.webUrl(),
);

test('whatever it accepts it accepts again, unchanged', () => {
  fc.assert(
    fc.property(someName, (input) => {
      const first = parseDomain(input);
      if (!first.ok) return;
      assert.deepEqual(parseDomain(first.target.name), first);
      assert.ok(isHostname(first.target.name));
      assert.equal(normaliseName(first.target.name), first.target.name);
      assert.ok(`.${first.target.name}`.endsWith(`.${first.target.registrable}`));
    }),
    { numRuns: 2000 },
  );
});

test('a normalised name stays as it is', () => {
  fc.assert(
    fc.property(someName, (input) => {
      const name = normaliseName(input);
      if (name !== null) assert.equal(normaliseName(name), name);
    }),
    { numRuns: 2000 },
  );
});

const found: [input: string, name: string | null][] = [
  ['*.Example.com', 'example.com'],
  ['*.*.example.com', 'example.com'],
  ['www.example.com.', 'www.example.com'],
  ['_dmarc.example.com', '_dmarc.example.com'],
  ['selector._domainkey.example.com', 'selector._domainkey.example.com'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['someone@example.com', null],
  ['a.*.example.com', null],
  ['*', null],
  ['', null],
  ['.', null],
  ['192.0.2.1', null],
  ['Example Org CA', null],
  ['-a.example.com', null],
  ['<b>.example.com', null],
  [longName, null],
];

for (const [input, name] of found) {
  test(`normalises the found name ${JSON.stringify(input.slice(0, 40))} to ${name}`, () => {
    assert.equal(normaliseName(input), name);
  });
}

test('a hostname has letters, digits and hyphens alone', () => {
  assert.ok(isHostname('www.example.com'));
  for (const name of ['_a.example.com', 'Example.com', 'example.com.', '', 'a..b', '192.0.2.1', 'a b.com']) {
    assert.equal(isHostname(name), false, name);
  }
});

test('parents are told nearest first, without the root', () => {
  assert.deepEqual(parentNames('a.b.example.com'), ['b.example.com', 'example.com', 'com']);
  assert.deepEqual(parentNames('com'), []);
});
