import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DnsRecords, DnsType } from './dns-answer.ts';
import { rdataText, rnameMailbox } from './dns-rdata.ts';

const soa = {
  mname: 'ns1.a.test',
  rname: 'hostmaster.a.test',
  serial: 1,
  refresh: 2,
  retry: 3,
  expire: 4,
  minimum: 5,
};
const ds = { keyTag: 20326, algorithm: 8, digestType: 2, digest: 'e06d' };
const dnskey = { flags: 257, protocol: 3, algorithm: 13, publicKey: 'bXVjaA==' };
const cases: { [T in DnsType]: [DnsRecords[T], string][] } = {
  A: [['192.0.2.1', '192.0.2.1']],
  AAAA: [['2001:db8::1', '2001:db8::1']],
  NS: [['ns1.a.test', 'ns1.a.test.']],
  CNAME: [['b.test', 'b.test.']],
  PTR: [['c.test', 'c.test.']],
  MX: [
    [{ preference: 10, exchange: 'mx.a.test' }, '10 mx.a.test.'],
    [{ preference: 0, exchange: '' }, '0 .'],
  ],
  TXT: [
    ['v=spf1 -all', '"v=spf1 -all"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['\u001b[31m', '"\\027[31m"'],
    ['ü\u202e', '"\\195\\188\\226\\128\\174"'],
  ],
  SOA: [[soa, 'ns1.a.test. hostmaster.a.test. 1 2 3 4 5']],
  CAA: [
    [{ critical: false, tag: 'issue', value: ';' }, '0 issue ";"'],
    [{ critical: true, tag: 'issue', value: 'ca' }, '128 issue "ca"'],
  ],
  SRV: [[{ priority: 1, weight: 2, port: 3, target: 'd.test' }, '1 2 3 d.test.']],
  TLSA: [[{ usage: 3, selector: 1, matchingType: 1, data: 'ab01' }, '3 1 1 ab01']],
  DS: [[ds, '20326 8 2 e06d']],
  CDS: [[ds, '20326 8 2 e06d']],
  DNSKEY: [[dnskey, '257 3 13 bXVjaA==']],
  CDNSKEY: [[dnskey, '257 3 13 bXVjaA==']],
  RRSIG: [
    [
      {
        typeCovered: 1,
        algorithm: 13,
        labels: 2,
        originalTtl: 300,
        expiration: 1_800_000_000,
        inception: 1_700_000_000,
        keyTag: 7,
        signer: 'a.test',
        signature: 'c2ln',
      },
      'TYPE1 13 2 300 1800000000 1700000000 7 a.test. c2ln',
    ],
  ],
  NSEC3PARAM: [
    [{ hashAlgorithm: 1, flags: 0, iterations: 0, salt: '' }, '1 0 0 -'],
    [{ hashAlgorithm: 1, flags: 0, iterations: 10, salt: 'aabb' }, '1 0 10 aabb'],
  ],
};

function check<T extends DnsType>(type: T, table: readonly [DnsRecords[T], string][]): void {
  for (const [record, text] of table) {
    test(`writes ${type} ${text}`, () => assert.equal(rdataText(type, record), text));
  }
}
for (const type of Object.keys(cases) as DnsType[]) check(type, cases[type]);

test('whatever a TXT record holds comes out short and printable', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
      const written = rdataText('TXT', text);
      assert.match(written, /^[\x20-\x7e]*…?$/);
      assert.ok(written.length <= 1025);
    }),
  );
});

for (const [rname, mailbox] of [
  ['hostmaster.example.com', 'hostmaster@example.com'],
  ['john\\.doe.example.com.', 'john.doe@example.com'],
  ['.', null],
  ['', null],
  ['example', null],
  ['a b.example.com', null],
  ['<script>.example.com', null],
] as const) {
  test(`reads the mailbox of RNAME "${rname}"`, () => assert.equal(rnameMailbox(rname), mailbox));
}
