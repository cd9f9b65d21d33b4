import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apexRecords, gone, hostRecords, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dnsRecords } from '../probes/dns-records.ts';
import type { LookedUp, Registration } from '../protocols/dangling.ts';
import { danglingServer } from './dangling-server.ts';

const there = (name: string): LookedUp => ({ name, A: present('192.0.2.1'), AAAA: none, registration: null });

function missing(name: string, state?: Registration['state']): LookedUp {
  return {
    name,
    A: gone,
    AAAA: gone,
    registration: state === undefined ? null : { domain: 'gone.test', state },
  };
}

function judged(servers: LookedUp[], exchangers: LookedUp[] = []) {
  return judgeObservation(danglingServer, dnsRecords, apexRecords({ exchangers, apex: { servers } }));
}

const ns = there('ns1.acme.test');

test('servers that exist pass', () => {
  assert.equal(judged([ns], [there('mx.acme.test')]).outcome, 'pass');
});

for (const [servers, exchangers, outcome] of [
  [[ns, missing('ns2.acme.test')], [], 'ns-nowhere'],
  [[ns], [missing('mx.acme.test')], 'mx-nowhere'],
  [[ns, missing('ns.gone.test', 'free')], [], 'ns-registrable'],
  [[ns], [missing('mx.gone.test', 'free')], 'mx-registrable'],
  [[ns, missing('ns.gone.test', 'unknown')], [], 'ns-nowhere'],
  [[ns], [missing('mx.gone.test', 'registered')], 'mx-nowhere'],
] as const) {
  test(`what does not exist is found: ${outcome}`, () => {
    assert.equal(judged([...servers], [...exchangers]).outcome, outcome);
  });
}

test('each missing host is a finding of its own', () => {
  assert.equal(judged([ns], [missing('mx1.acme.test'), missing('mx2.acme.test')]).evidence.length, 2);
});

test('a mail exchanger of another host counts too', () => {
  const host = hostRecords({
    MX: present({ preference: 1, exchange: 'mx' }),
    exchangers: [missing('mx.acme.test')],
  });
  assert.equal(judgeObservation(danglingServer, dnsRecords, host, 'www.acme.test').outcome, 'mx-nowhere');
});

test('silence leaves it open', () => {
  assert.equal(judged([ns, { ...ns, A: silent }]).outcome, 'open');
  assert.equal(judged([ns, { ...ns, A: silent, AAAA: present('2001:db8::1') }]).outcome, 'pass');
  const mute = [apexRecords({ MX: silent }), apexRecords({ apex: { NS: silent } })];
  for (const each of mute) {
    assert.equal(judgeObservation(danglingServer, dnsRecords, each).outcome, 'open');
  }
});

test('a host without mail exchangers is not judged', () => {
  const { outcome } = judgeObservation(danglingServer, dnsRecords, hostRecords(), 'www.acme.test');
  assert.equal(outcome, 'notApplicable');
});
