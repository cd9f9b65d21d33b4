import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toWire } from './dns-wire.ts';
import { addressBytes, addressText, originOf, parseRecord } from './zone-file.ts';

const origin = toWire('acme.test.');

function rdata(line: string): string {
  return Buffer.concat(
    parseRecord(line, origin).rdata.map((part) =>
      typeof part === 'string' ? Buffer.from(part, 'latin1') : part,
    ),
  ).toString('latin1');
}

test('the owner, TTL and type stand before the data', () => {
  const record = parseRecord('www 60 A 192.0.2.1', origin);
  assert.deepEqual([record.name, record.ttl, record.type], [toWire('www.acme.test.'), 60, 1]);
});

const data: [string, string][] = [
  ['@ 1 A 192.0.2.255', '\xc0\0\x02\xff'],
  ['@ 1 MX 258 mx', '\x01\x02\x02mx\x04acme\x04test\0'],
  ['@ 1 SRV 1 2 443 www.acme.test.', '\0\x01\0\x02\x01\xbb\x03www\x04acme\x04test\0'],
  ['@ 1 TXT plain "with space" "quote \\" and \\200"', '\x05plain\x0awith space\x0dquote " and \xc8'],
  ['@ 1 TXT "b\u00fc"', '\x03b\xc3\xbc'],
  ['@ 1 TXT ""', '\0'],
  ['@ 1 CAA 128 issue ";"', '\x80\x05issue;'],
  ['@ 1 TYPE65280 \\# 2 abcd', '\xab\xcd'],
];
for (const [line, bytes] of data) {
  test(`the data of ${line}`, () => assert.equal(rdata(line), bytes));
}

for (const line of [
  '',
  '@ 1',
  '@ A 192.0.2.1',
  '@ 1 A 1.2.3',
  '@ 1 AAAA 1.2.3.4',
  '@ 1 MX 10',
  '@ 1 NOPE x',
  '@ 1 TXT',
  '@ 1 TXT "open',
]) {
  test(`${JSON.stringify(line)} is no record`, () => {
    assert.throws(() => parseRecord(line, origin), SyntaxError);
  });
}

test('a character-string holds 255 bytes at most', () => {
  assert.throws(() => parseRecord(`@ 1 TXT "${'a'.repeat(256)}"`, origin), RangeError);
});

const addresses: [string, string][] = [
  ['2001:DB8::1', '2001:db8::1'],
  ['::', '::'],
  ['2001:db8:0:0:1::', '2001:db8:0:0:1::'],
  ['::ffff:192.0.2.1', '::ffff:c000:201'],
];
for (const [given, text] of addresses) {
  test(`the address ${given} reads back as ${text}`, () => {
    assert.equal(addressText(parseRecord(`@ 1 AAAA ${given}`, origin)), text);
  });
}

test('an IPv4 address has four bytes and reads back', () => {
  assert.deepEqual([...addressBytes('192.0.2.7')], [192, 0, 2, 7]);
  assert.equal(addressText(parseRecord('@ 1 A 192.0.2.7', origin)), '192.0.2.7');
  assert.equal(addressText(parseRecord('@ 1 TXT x', origin)), null);
});

test('a zone name may lack its last dot', () => {
  assert.equal(originOf('acme.test'), originOf('acme.test.'));
  assert.equal(originOf('.'), '\0');
});
