import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DnsType } from '../../protocols/dns-answer.ts';
import { MalformedMessage } from './name.ts';
import { readRdata } from './records.ts';

function read(type: DnsType, bytes: string): unknown {
  const message = Buffer.from(bytes, 'latin1');
  return readRdata(type, message, 0, message.length);
}

const VALUES: [DnsType, string, unknown][] = [
  ['A', '\xc0\x00\x02\x01', '192.0.2.1'],
  ['AAAA', '\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01', '2001:db8::1'],
  ['NS', '\x02NS\x04ACME\x04test\0', 'ns.acme.test'],
  ['CNAME', '\0', ''],
  ['PTR', '\x03a.b\x04test\0', 'a\\.b.test'],
  ['MX', '\x00\x0a\x02mx\x04acme\x04test\0', { preference: 10, exchange: 'mx.acme.test' }],
  ['MX', '\x00\x00\0', { preference: 0, exchange: '' }],
  ['TXT', '\x07v=spf1 \x04-all', 'v=spf1 -all'],
  ['TXT', '\x02\xc3\xa9', 'é'],
  ['TXT', '\x01\xc3\x01\xa9', 'é'],
  ['TXT', '\x01\xe9', 'é'],
  ['TXT', '\x03a\0b', 'a\ufffdb'],
  ['TXT', '\0', ''],
  ['CAA', '\x80\x05ISSUEca.test', { critical: true, tag: 'issue', value: 'ca.test' }],
  ['CAA', '\0\x04iodefmailto:a@b.test', { critical: false, tag: 'iode', value: 'fmailto:a@b.test' }],
  ['SRV', '\0\x01\0\x02\x01\xbb\x03web\0', { priority: 1, weight: 2, port: 443, target: 'web' }],
  [
    'SOA',
    '\x02ns\0\x05admin\0\0\0\0\x01\0\0\0\x02\0\0\0\x03\0\0\0\x04\0\0\0\x05',
    { mname: 'ns', rname: 'admin', serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5 },
  ],
];

for (const [type, bytes, value] of VALUES) {
  test(`reads ${type} ${JSON.stringify(value)}`, () => assert.deepEqual(read(type, bytes), value));
}

test('data that is not what its type says is malformed', () => {
  const broken: [DnsType, string][] = [
    ['A', '\xc0\x00\x02'],
    ['A', '\xc0\x00\x02\x01\x01'],
    ['AAAA', '\x20\x01'],
    ['NS', '\x02ns\0trailing'],
    ['NS', '\xc0\x00'],
    ['MX', '\x00'],
    ['MX', '\x00\x0a'],
    ['TXT', ''],
    ['TXT', '\x05ab'],
    ['CAA', '\0\x09issue'],
    ['CAA', '\0'],
    ['SRV', '\0\x01\0\x02\x01'],
    ['SOA', '\x02ns\0\x05admin\0\0\0'],
  ];
  for (const [type, bytes] of broken) {
    assert.throws(() => read(type, bytes), MalformedMessage, `${type} ${JSON.stringify(bytes)}`);
  }
});
