import assert from 'node:assert/strict';
import { test } from 'node:test';
import dnsPacket, { type Answer } from 'dns-packet';
import fc from 'fast-check';
import { a, cname } from '../../testing/dns-server.ts';
import { readMessage } from './message.ts';

const NAME = 'www.acme.test';
const START = 12 + NAME.length + 2 + 4;
const RA = 0x80;
const AA = 0x400;

function message(answers: Answer[], flags = RA): Buffer {
  return dnsPacket.encode({
    type: 'response',
    id: 1,
    flags,
    questions: [{ type: 'A', name: NAME }],
    answers,
  });
}

function read(bytes: Buffer) {
  const reading = readMessage(bytes, START, 'A');
  if (reading.state === 'present') return [reading.records, reading.aliases, reading.ttl];
  return reading.state === 'truncated' ? 'truncated' : reading.reason;
}

test('addresses, and the aliases that led to them', () => {
  assert.deepEqual(read(message([a(NAME, '192.0.2.1'), a(NAME, '192.0.2.2', 7)])), [
    ['192.0.2.1', '192.0.2.2'],
    [],
    7,
  ]);
  const chain = [cname(NAME, 'A.acme.test', 5), cname('a.acme.test', 'b.test'), a('b.test', '192.0.2.1')];
  assert.deepEqual(read(message(chain)), [['192.0.2.1'], ['a.acme.test', 'b.test'], 5]);
});

test('an alias that leads nowhere is there all the same', () => {
  assert.deepEqual(read(message([cname(NAME, 'gone.test')], RA | 3)), [[], ['gone.test'], 60]);
});

test('records of other names and types are no answer', () => {
  assert.equal(read(message([a('other.test', '192.0.2.1')])), 'nodata');
  assert.equal(read(message([a('other.test', '192.0.2.1')], RA | 3)), 'nxdomain');
  assert.equal(read(message([{ type: 'TXT', name: NAME, data: 'x' }])), 'nodata');
});

test('absent, failed, truncated', () => {
  const table: [number, string][] = [
    [RA | 3, 'nxdomain'],
    [RA, 'nodata'],
    [AA, 'nodata'],
    [0, 'refused'],
    [RA | 1, 'servfail'],
    [RA | 2, 'servfail'],
    [RA | 4, 'servfail'],
    [RA | 5, 'refused'],
    [RA | 0x200, 'truncated'],
  ];
  for (const [flags, expected] of table) assert.equal(read(message([], flags)), expected, `flags ${flags}`);
});

test('aliases in a circle are a failure', () => {
  assert.equal(read(message([cname(NAME, 'a.test'), cname('a.test', NAME)])), 'servfail');
  assert.equal(read(message([cname(NAME, 'a.test'), cname('a.test', 'a.test')])), 'servfail');
});

test('a message that is cut anywhere in its records is malformed', () => {
  const whole = message([a(NAME, '192.0.2.1')]);
  for (let end = START; end < whole.length; end++)
    assert.equal(read(whole.subarray(0, end)), 'malformed', `${end}`);
});

test('arbitrary records never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(0xffff), fc.nat(0xffff), (bytes, flags, count) => {
      const bare = message([]);
      bare.writeUInt16BE(flags, 2);
      bare.writeUInt16BE(count, 6);
      readMessage(Buffer.concat([bare, bytes]), START, 'A');
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 200 }), (bytes) => {
      readMessage(Buffer.from(bytes), 12, 'MX');
    }),
  );
});
