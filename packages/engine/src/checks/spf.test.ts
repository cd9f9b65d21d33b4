import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apexRecords, gone, hostRecords, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dnsRecords } from '../probes/dns-records.ts';
import type { DnsAnswer } from '../protocols/dns-answer.ts';
import { spf } from './spf.ts';

function judged(TXT: DnsAnswer<string>, redirects: { name: string; answer: DnsAnswer<string> }[] = []) {
  return judgeObservation(spf, dnsRecords, apexRecords({ TXT, redirects }));
}

for (const record of [
  'v=spf1 mx include:_spf.example.net -all',
  'v=spf1 -all',
  'v=spf1 ip4:192.0.2.0/24 ~all',
  'v=spf1 -all +all',
]) {
  test(`"${record}" passes`, () => assert.equal(judged(present('google-site=1', record)).outcome, 'pass'));
}

for (const [texts, outcome] of [
  [['other'], 'missing'],
  [['v=spf10 -all'], 'missing'],
  [['v=spf1 -all', 'v=spf1 mx -all'], 'multiple-records'],
  [['v=spf1 ipv4:192.0.2.1 -all'], 'syntax'],
  [['v=spf1 mx -al'], 'syntax'],
  [['v=spf1 redirect=a.test redirect=b.test'], 'syntax'],
  [['v=spf1 +all'], 'allow-all'],
  [['v=spf1 mx all'], 'allow-all'],
  [['v=spf1 ip4:0.0.0.0/0 -all'], 'allow-all'],
  [['v=spf1 ip6:::/0 -all'], 'allow-all'],
  [['v=spf1 mx ?all'], 'neutral-all'],
  [['v=spf1 mx'], 'neutral-all'],
  [['v=spf1'], 'neutral-all'],
] as const) {
  test(`${JSON.stringify(texts)}: ${outcome}`, () =>
    assert.equal(judged(present(...texts)).outcome, outcome));
}

test('no TXT record at all is missing', () => assert.equal(judged(none).outcome, 'missing'));

test('a fault is told with its place', () => {
  const { evidence } = judged(present('v=spf1 mx ipv4:192.0.2.1 -all'));
  assert.equal(evidence[0]?.term, 'ipv4:192.0.2.1');
  assert.equal(evidence[0]?.position, '10');
});

const redirect = present('v=spf1 redirect=spf.other.test');
for (const [title, answer, outcome] of [
  ['a record that ends well', present('v=spf1 -all'), 'pass'],
  ['a record that lets anyone send', present('v=spf1 +all'), 'allow-all'],
  ['a record without all', present('v=spf1 mx'), 'neutral-all'],
  ['no record', none, 'syntax'],
  ['no name', gone, 'syntax'],
  ['silence', silent, 'open'],
] as const) {
  test(`a redirect to ${title}: ${outcome}`, () => {
    assert.equal(judged(redirect, [{ name: 'spf.other.test', answer }]).outcome, outcome);
  });
}

test('redirects without end are a fault', () => {
  const loop = Array.from({ length: 10 }, () => ({ name: 'spf.other.test', answer: redirect }));
  assert.equal(judged(redirect, loop).outcome, 'syntax');
});

test('a redirect that depends on the message leaves it open', () => {
  assert.equal(judged(present('v=spf1 redirect=%{l}.acme.test')).outcome, 'open');
});

test('silence leaves it open', () => assert.equal(judged(silent).outcome, 'open'));

test('it does not apply to a target that does not exist', () =>
  assert.equal(judged(gone).outcome, 'notApplicable'));

for (const [title, changed, outcome] of [
  ['takes no mail', { MX: none }, 'notApplicable'],
  [
    'takes mail and has no record',
    { MX: present({ preference: 1, exchange: 'mx.acme.test' }), TXT: none },
    'missing',
  ],
  [
    'takes mail and has a record',
    { MX: present({ preference: 1, exchange: 'mx.acme.test' }), TXT: present('v=spf1 -all') },
    'pass',
  ],
  [
    'says that it takes no mail',
    { MX: present({ preference: 0, exchange: '' }), TXT: none },
    'notApplicable',
  ],
  ['may take mail', { MX: silent }, 'open'],
] as const) {
  test(`a host that ${title}: ${outcome}`, () => {
    assert.equal(judgeObservation(spf, dnsRecords, hostRecords(changed), 'www.acme.test').outcome, outcome);
  });
}
