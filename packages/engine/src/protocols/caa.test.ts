import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { climb, endsClimb, parseIssuer, problemsOf, relevantSet } from './caa.ts';
import type { CaaRecord, DnsAnswer } from './dns-answer.ts';

const issue: CaaRecord = { critical: false, tag: 'issue', value: 'ca.example.net' };
const here: DnsAnswer<CaaRecord> = { state: 'present', records: [issue] };
const none: DnsAnswer<CaaRecord> = { state: 'absent', reason: 'nodata' };
const silence: DnsAnswer<CaaRecord> = { state: 'unknown', reason: 'timeout' };

test('the climb goes from the name up to the top-level name', () => {
  assert.deepEqual(climb('a.example.co.uk'), ['a.example.co.uk', 'example.co.uk', 'co.uk', 'uk']);
  assert.deepEqual(climb('com'), ['com']);
});

test('the climb ends at records and at silence', () => {
  assert.deepEqual([here, none, silence].map(endsClimb), [true, false, true]);
});

test('the nearest set is the relevant one', () => {
  const lookups = [
    { name: 'www.example.com', answer: none },
    { name: 'example.com', answer: here },
  ];
  assert.deepEqual(relevantSet(lookups), { state: 'present', name: 'example.com', records: [issue] });
});

test('no records all the way up are no set', () => {
  assert.deepEqual(relevantSet([{ name: 'com', answer: none }]), { state: 'absent' });
});

test('silence below hides whatever stands above', () => {
  const lookups = [
    { name: 'www.example.com', answer: silence },
    { name: 'example.com', answer: here },
  ];
  assert.deepEqual(relevantSet(lookups), silence);
});

const issuers: [value: string, parsed: ReturnType<typeof parseIssuer>][] = [
  ['ca1.example.net', { issuer: 'ca1.example.net', parameters: [] }],
  ['  CA1.example.net \t', { issuer: 'ca1.example.net', parameters: [] }],
  [
    'ca1.example.net; account=230123',
    { issuer: 'ca1.example.net', parameters: [{ tag: 'account', value: '230123' }] },
  ],
  [';', { issuer: null, parameters: [] }],
  ['', { issuer: null, parameters: [] }],
  ['ca1.example.net;', { issuer: 'ca1.example.net', parameters: [] }],
  [
    'example.net; a = 1 ; b=2',
    {
      issuer: 'example.net',
      parameters: [
        { tag: 'a', value: '1' },
        { tag: 'b', value: '2' },
      ],
    },
  ],
  ['%%%%%', null],
  ['ca..example', null],
  ['-ca.example', null],
  ['ca.example; nonsense', null],
  ['ca.example; a=1;', null],
  ['ca.example; a=b c', null],
  ['https://ca.example/', null],
  ['"ca.example"', null],
];

for (const [value, parsed] of issuers) {
  test(`reads the issuer ${JSON.stringify(value)}`, () => assert.deepEqual(parseIssuer(value), parsed));
}

const record = (tag: string, value: string, critical = false): CaaRecord => ({ critical, tag, value });
const sound: CaaRecord[] = [
  record('issue', 'letsencrypt.org'),
  record('ISSUE', ';'),
  record('issuewild', ';'),
  record('issuemail', 'ca.example'),
  record('issue', 'ca.example; accounturi=https://ca.example/acct/1; validationmethods=dns-01,http-01'),
  record('issue', 'ca.example; validationmethods='),
  record('iodef', 'mailto:security@example.com'),
  record('iodef', 'https://iodef.example.com/'),
  record('contactemail', 'a@example.com'),
  record('tbs', 'Unknown'),
  record('issue', 'ca.example', true),
];
for (const each of sound) {
  test(`finds ${each.tag} "${each.value}" sound`, () => assert.deepEqual(problemsOf(each), []));
}

const faulty: [CaaRecord, RegExp][] = [
  [record('issue', '%%%%%'), /forbids every issuer/],
  [record('issue', 'ca.example; accounturi=1'), /accounturi is malformed/],
  [record('issue', 'ca.example; accounturi=a:b; accounturi=a:c'), /more than once/],
  [record('issue', 'ca.example; validationmethods=dns_01'), /validationmethods is malformed/],
  [record('iodef', 'security@example.com'), /iodef/],
  [record('iodef', 'mailto:security'), /iodef/],
  [record('contactemail', ''), /empty/],
  [record('tbs', 'Unknown', true), /critical/],
  [record('is sue', 'ca.example'), /tag/],
];
for (const [each, why] of faulty) {
  test(`finds fault with ${each.tag} "${each.value}"`, () => assert.match(problemsOf(each).join(' '), why));
}

test('any record at all is read without a throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('issue', 'iodef', 'x'), (value, tag) => {
      assert.ok(Array.isArray(problemsOf(record(tag, value, true))));
    }),
  );
});
