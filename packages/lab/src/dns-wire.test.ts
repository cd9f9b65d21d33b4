import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode } from 'dns-packet';
import fc from 'fast-check';
import {
  decodeMessage,
  encodeMessage,
  FLAG,
  type Message,
  TYPE,
  targetOf,
  toWire,
  typeText,
} from './dns-wire.ts';
import { lines } from './testing/dns-client.ts';
import { parseRecord } from './zone-file.ts';

const origin = toWire('acme.test.');
const records = [
  '@ 300 SOA ns1 hostmaster 1 2 3 4 5',
  '@ 300 NS ns1',
  '@ 300 MX 10 mail.acme.test.',
  '@ 300 TXT "one" "two"',
  '@ 300 CAA 128 issue "letsencrypt.org"',
  'www 60 A 192.0.2.1',
  'www 60 AAAA 2001:db8::1',
  'm 60 CNAME www',
  '_sip._tcp 60 SRV 1 2 5060 sip',
].map((line) => parseRecord(line, origin));

const message: Message = {
  id: 7,
  flags: FLAG.QR | FLAG.AA,
  question: { name: toWire('AcMe.test.'), type: TYPE.ANY, class: 1 },
  answers: records,
  authorities: records.slice(0, 1),
  additionals: records.slice(5, 7),
  edns: { udpSize: 1232, dnssecOk: true },
};

test('another implementation reads what we write', () => {
  const decoded = decode(encodeMessage(message));
  assert.deepEqual(lines(decoded.answers), [
    'AcMe.test SOA ns1.AcMe.test',
    'AcMe.test NS ns1.AcMe.test',
    'AcMe.test MX 10 mail.AcMe.test',
    'AcMe.test TXT onetwo',
    'AcMe.test CAA {"flags":128,"tag":"issue","value":"letsencrypt.org","issuerCritical":true}',
    'www.AcMe.test A 192.0.2.1',
    'www.AcMe.test AAAA 2001:db8::1',
    'm.AcMe.test CNAME www.AcMe.test',
    '_sip._tcp.AcMe.test SRV {"priority":1,"weight":2,"port":5060,"target":"sip.acme.test"}',
  ]);
  assert.deepEqual(lines(decoded.additionals), [
    'www.AcMe.test A 192.0.2.1',
    'www.AcMe.test AAAA 2001:db8::1',
    '. OPT 1232',
  ]);
});

test('we read what we write', () => {
  const decoded = decodeMessage(encodeMessage(message));
  assert.deepEqual(decoded.question, message.question);
  assert.deepEqual(decoded.edns, message.edns);
  assert.equal(decoded.answers.length, records.length);
  assert.equal(decoded.answers.map(targetOf)[2], toWire('mail.AcMe.test.'));
});

test('names that repeat are written once', () => {
  const many = { ...message, answers: Array.from({ length: 50 }, () => parseRecord('@ 1 NS ns1', origin)) };
  assert.ok(encodeMessage(many).length < 50 * 20 + 300);
});

test('types have their names', () => {
  assert.equal(typeText(257), 'CAA');
  assert.equal(typeText(65_280), 'TYPE65280');
});

test('whatever the bytes, decoding ends, with a message or a RangeError', () => {
  const whole = encodeMessage(message);
  const mutation = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 });
  fc.assert(
    fc.property(mutation, fc.nat(whole.length), (changes, length) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of changes) bytes[at] = value;
      try {
        decodeMessage(bytes.subarray(0, length));
      } catch (error) {
        assert.ok(error instanceof RangeError);
      }
    }),
  );
});
