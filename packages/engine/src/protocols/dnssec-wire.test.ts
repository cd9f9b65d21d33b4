import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseMessage } from './dnssec-wire.ts';

const QUESTION = `${hex('\x07example')}00 00ff 0001`;

function hex(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex');
}

/** A response with one question, `example.`, at octet 12. */
function response(counts: string, records: string, flags = '8400'): Buffer {
  return Buffer.from(`0000 ${flags} 0001 ${counts} ${QUESTION} ${records}`.replace(/\s/g, ''), 'hex');
}

test('names in data are written out and lower-cased where the type says so', () => {
  // ns.EXAMPLE. NS -> "NS1." + pointer to octet 12.
  const ns = `${hex('\x02NS')}c00c 0002 0001 00000e10 0006 ${hex('\x03NS1')}c00c`;
  const [record] = parseMessage(response('0001 0000 0000', ns))?.answer ?? [];
  assert.deepEqual(record?.name, ['ns', 'example']);
  assert.equal(record?.rdata.toString('latin1'), '\x03ns1\x07example\0');
  assert.equal(record?.ttl, 3600);
});

test('names in NAPTR come after three character-strings', () => {
  const data = `0001 0002 ${hex('\x01S')} ${hex('\x02AB')} 00 ${hex('\x01X')}00`;
  const naptr = `c00c 0023 0001 00000001 000d ${data}`;
  const [record] = parseMessage(response('0001 0000 0000', naptr))?.answer ?? [];
  assert.equal(record?.rdata.toString('latin1'), '\0\x01\0\x02\x01S\x02AB\0\x01x\0');
});

test('data of other types, the next name of NSEC among them, is kept as it is (RFC 6840 section 5.1)', () => {
  const nsec = `c00c 002f 0001 00000001 0008 ${hex('\x01A')}00 0001 40 0001`;
  const [record] = parseMessage(response('0001 0000 0000', nsec))?.answer ?? [];
  assert.equal(record?.rdata.toString('latin1'), '\x01A\0\0\x01\x40\0\x01');
});

test('records of another class are left out', () => {
  const chaos = `c00c 0010 0003 00000001 0002 ${hex('\x01x')}`;
  assert.deepEqual(parseMessage(response('0001 0000 0000', chaos))?.answer, []);
});

test('the upper bits of the code come from OPT', () => {
  const opt = '00 0029 1000 01008000 0000';
  assert.equal(parseMessage(response('0000 0000 0001', opt))?.rcode, 16);
});

test('a truncated response is told, whatever its sections miss', () => {
  assert.equal(parseMessage(response('0009 0000 0000', '', '8600'))?.truncated, true);
});

const malformed: [title: string, counts: string, records: string, flags?: string][] = [
  ['a query', '0000 0000 0000', '', '0000'],
  ['a record that is missing', '0001 0000 0000', ''],
  ['data past the end', '0001 0000 0000', 'c00c 0001 0001 00000001 0005 c0000201'],
  ['a name that points to itself', '0001 0000 0000', 'c019 0001 0001 00000001 0004 c0000201'],
  ['a name that points ahead', '0001 0000 0000', 'c020 0001 0001 00000001 0004 c0000201'],
  ['a name that points into the header', '0001 0000 0000', 'c000 0001 0001 00000001 0004 c0000201'],
  ['a label of a kind that is none', '0001 0000 0000', '80 0001 0001 00000001 0004 c0000201'],
  ['a name that leaves its data', '0001 0000 0000', `c00c 0002 0001 00000001 0002 ${hex('\x03ns1')}00`],
  ['MX data too short', '0001 0000 0000', 'c00c 000f 0001 00000001 0001 00'],
];
for (const [title, counts, records, flags] of malformed) {
  test(`${title} is malformed`, () => assert.equal(parseMessage(response(counts, records, flags)), null));
}

test('pointers that make a name too long are malformed', () => {
  const long = `${hex(`\x3f${'a'.repeat(63)}`).repeat(3)}c00c`;
  const again = `${hex(`\x3f${'b'.repeat(63)}`)}c019 0001 0001 00000001 0000`;
  const first = `${long} 0001 0001 00000001 0000`;
  assert.equal(parseMessage(response('0001 0000 0000', first))?.answer.length, 1);
  assert.equal(parseMessage(response('0002 0000 0000', first + again)), null);
});

test('any octets are a message or none', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      if (bytes.length > 2) bytes[2] = 0x84;
      const message = parseMessage(bytes);
      for (const { name, rdata } of message?.answer ?? []) {
        assert.ok(name.length <= 127 && rdata.length <= 0xffff + 255);
      }
    }),
    { numRuns: 2000 },
  );
});
