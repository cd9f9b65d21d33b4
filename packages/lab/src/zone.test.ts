import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RCODE, TYPE, targetOf, toText, toWire, typeText, type WireRecord } from './dns-wire.ts';
import { loadZone, lookUp } from './zone.ts';
import { addressText } from './zone-file.ts';

/** RFC 4592 section 2.2.1, and what else a name server must get right. */
const zone = loadZone('example', [
  '@ 3600 SOA ns.example.com. hostmaster.example.com. 1 2 3 4 300',
  '@ 3600 NS ns.example.com.',
  '@ 3600 NS ns.example.net.',
  '* 3600 TXT "this is a wildcard"',
  '* 3600 MX 10 host1',
  'sub.* 3600 TXT "this is not a wildcard"',
  'host1 3600 A 192.0.2.1',
  '_ssh._tcp.host1 3600 SRV 0 0 22 host1',
  '_ssh._tcp.host2 3600 SRV 0 0 22 host1',
  'subdel 3600 NS ns.example.com.',
  'subdel 3600 NS ns.subdel.example.',
  'ns.subdel 3600 A 192.0.2.53',
  'alias 300 CNAME hop',
  'hop 300 CNAME host1',
  'away 300 CNAME www.elsewhere.',
  'gone 300 CNAME nothing.host1',
  'round 300 CNAME about',
  'about 300 CNAME round',
  'into 300 CNAME www.subdel',
]);

function text(record: WireRecord): string {
  const target = targetOf(record);
  const data = addressText(record) ?? (target === null ? '' : toText(target));
  return `${toText(record.name)} ${typeText(record.type)} ${data}`.trim();
}

function ask(name: string, type: keyof typeof TYPE) {
  const { rcode, authoritative, answers, authorities, additionals } = lookUp(
    zone,
    toWire(`${name}.`),
    TYPE[type],
  );
  const word = Object.entries(RCODE).find(([, number]) => number === rcode)?.[0];
  return {
    rcode: word,
    authoritative,
    answers: answers.map(text),
    authorities: authorities.map(text),
    additionals: additionals.map(text),
  };
}

const SOA = ['example SOA ns.example.com'];
const table: [string, keyof typeof TYPE, 'NOERROR' | 'NXDOMAIN', string[], string[]][] = [
  ['host3.example', 'MX', 'NOERROR', ['host3.example MX host1.example'], []],
  ['host3.example', 'A', 'NOERROR', [], SOA],
  ['foo.bar.example', 'TXT', 'NOERROR', ['foo.bar.example TXT'], []],
  ['host1.example', 'MX', 'NOERROR', [], SOA],
  ['sub.*.example', 'MX', 'NOERROR', [], SOA],
  ['_telnet._tcp.host1.example', 'SRV', 'NXDOMAIN', [], SOA],
  ['ghost.*.example', 'MX', 'NXDOMAIN', [], SOA],
  ['*.example', 'TXT', 'NOERROR', ['*.example TXT'], []],
  ['_tcp.host1.example', 'A', 'NOERROR', [], SOA],
  ['host2.example', 'MX', 'NOERROR', [], SOA],
  [
    'alias.example',
    'A',
    'NOERROR',
    ['alias.example CNAME hop.example', 'hop.example CNAME host1.example', 'host1.example A 192.0.2.1'],
    [],
  ],
  ['alias.example', 'CNAME', 'NOERROR', ['alias.example CNAME hop.example'], []],
  [
    'alias.example',
    'AAAA',
    'NOERROR',
    ['alias.example CNAME hop.example', 'hop.example CNAME host1.example'],
    SOA,
  ],
  ['away.example', 'A', 'NOERROR', ['away.example CNAME www.elsewhere'], []],
  ['gone.example', 'A', 'NXDOMAIN', ['gone.example CNAME nothing.host1.example'], SOA],
  [
    'round.example',
    'A',
    'NOERROR',
    ['round.example CNAME about.example', 'about.example CNAME round.example'],
    [],
  ],
  ['subdel.example', 'DS', 'NOERROR', [], SOA],
];
for (const [name, type, rcode, answers, authorities] of table) {
  test(`${name} ${type}: ${rcode}, ${answers.length} records`, () => {
    const { additionals: _, ...answer } = ask(name, type);
    assert.deepEqual(answer, { rcode, authoritative: true, answers, authorities });
  });
}

for (const [name, type] of [
  ['host.subdel.example', 'A'],
  ['subdel.example', 'NS'],
  ['ns.subdel.example', 'A'],
] as const) {
  test(`${name} ${type} is a referral with glue, without authority`, () => {
    assert.deepEqual(ask(name, type), {
      rcode: 'NOERROR',
      authoritative: false,
      answers: [],
      authorities: ['subdel.example NS ns.example.com', 'subdel.example NS ns.subdel.example'],
      additionals: ['ns.subdel.example A 192.0.2.53'],
    });
  });
}

test('an alias that leads below a cut ends with the referral', () => {
  const { answers, authorities, authoritative } = ask('into.example', 'A');
  assert.deepEqual(answers, ['into.example CNAME www.subdel.example']);
  assert.equal(authorities.length, 2);
  assert.equal(authoritative, true);
});

test('names are found in any case and answered as they were asked', () => {
  assert.deepEqual(ask('HOST1.eXample', 'A').answers, ['HOST1.eXample A 192.0.2.1']);
});

test('a zone without SOA, and a record outside of its zone, are refused', () => {
  assert.throws(() => loadZone('example', ['@ 1 A 192.0.2.1']), RangeError);
  assert.throws(
    () => loadZone('example', ['@ 1 SOA a. b. 1 2 3 4 5', 'www.other. 1 A 192.0.2.1']),
    RangeError,
  );
});
