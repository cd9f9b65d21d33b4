import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import {
  askedAddress,
  NO_ZONE,
  QUIET,
  referral,
  reply,
  server,
  UNKNOWN_ZONE,
  zoneOn,
  zoneWith,
} from '../../test/name-server-observation.ts';
import type { Delegation } from '../net.ts';
import { type NameServersObservation, nameServers, type ObservedNameServer } from '../probes/name-servers.ts';
import { delegationConsistency } from './delegation-consistency.ts';

function judged(observation: NameServersObservation) {
  return judgeObservation(delegationConsistency, nameServers, observation);
}

const GLUE = ['ns1.acme.test 192.0.2.53', 'ns2.acme.test 198.51.100.53'];
const both = (NS: string[]) => ({ NS: reply({ NS }) });

/** Both servers list these; the parent says what it says. */
function listing(NS: string[], delegation: Delegation) {
  const zone = zoneOn([
    server('ns1.acme.test', [askedAddress('192.0.2.53', both(NS))]),
    server('ns2.acme.test', [askedAddress('198.51.100.53', both(NS))]),
  ]);
  return judged({ ...zone, delegation });
}

function withGlue(wish: Partial<ObservedNameServer>) {
  const first = server('ns1.acme.test', [askedAddress('192.0.2.53')], wish);
  const second = server('ns2.acme.test', [askedAddress('198.51.100.53')]);
  return judged(zoneOn([first, second]));
}

test('a parent and a zone that agree pass', () => {
  assert.equal(judged(zoneWith()).outcome, 'pass');
});

test('servers in other zones need no glue', () => {
  const outside = server('ns1.hosting.test', [askedAddress('192.0.2.3', both(['ns1.hosting.test']))], {
    glue: [],
  });
  assert.equal(judged(zoneOn([outside])).outcome, 'pass');
});

test('a server that the parent alone names is found', () => {
  const { outcome, evidence } = listing(['ns1.acme.test'], referral(...GLUE));
  assert.equal(outcome, 'parent-only');
  assert.deepEqual(evidence, [
    { servers: 'ns2.acme.test', parent: 'ns1.acme.test, ns2.acme.test', zone: 'ns1.acme.test' },
  ]);
});

test('a server that the zone alone names is found', () => {
  const names = ['ns1.acme.test', 'ns2.acme.test', 'ns3.acme.test'];
  const { outcome, evidence } = listing(names, referral(...GLUE));
  assert.equal(outcome, 'child-only');
  assert.equal(evidence[0]?.servers, 'ns3.acme.test');
});

test('what one of the servers lists counts as the zone', () => {
  assert.equal(judged(zoneWith(both(['ns1.acme.test']))).outcome, 'pass');
});

test('glue that the zone contradicts is found', () => {
  const { outcome, evidence } = withGlue({
    glue: ['192.0.2.99'],
    own: [{ A: present('192.0.2.53'), AAAA: none }],
  });
  assert.equal(outcome, 'glue-mismatch');
  assert.equal(evidence[0]?.addresses, 'ns1.acme.test 192.0.2.99 (the zone: 192.0.2.53)');
});

test('glue is no mismatch when the zone has it, has more, or cannot be asked', () => {
  const [A, AAAA] = [present('192.0.2.53', '192.0.2.54'), present('2001:db8::53')];
  assert.equal(withGlue({ own: [{ A, AAAA }] }).outcome, 'pass');
  assert.equal(withGlue({ glue: ['192.0.2.99'], own: [{ A: silent, AAAA: silent }] }).outcome, 'open');
  assert.equal(withGlue({ glue: ['192.0.2.99'], own: [] }).outcome, 'open');
});

test('a server within the zone without glue is found', () => {
  const { outcome, evidence } = withGlue({ glue: [] });
  assert.equal(outcome, 'glue-missing');
  assert.equal(evidence[0]?.servers, 'ns1.acme.test');
});

test('a parent that keeps silent leaves it open', () => {
  assert.equal(judged(zoneWith({}, { delegation: QUIET })).outcome, 'open');
  const asked = { server: { name: 'ns1.registry.test', address: '198.51.100.5' }, answer: QUIET };
  const delegation: Delegation = { state: 'present', zone: 'acme.test', parent: 'test', referrals: [asked] };
  assert.equal(judged(zoneWith({}, { delegation })).outcome, 'open');
});

test('a zone that keeps silent leaves it open', () => {
  const zone = zoneOn([
    server('ns1.acme.test', [askedAddress('192.0.2.53', { NS: QUIET })]),
    server('ns2.acme.test', [askedAddress('198.51.100.53', { NS: QUIET })]),
  ]);
  assert.equal(judged(zone).outcome, 'open');
});

test('a parent whose servers serve the zone too has no delegation to show', () => {
  const own = { state: 'answer', NS: ['ns1.acme.test', 'ns2.acme.test'] } as const;
  const asked = { server: { name: 'ns1.acme.test', address: '192.0.2.53' }, answer: own };
  const delegation: Delegation = { state: 'present', zone: 'acme.test', parent: 'test', referrals: [asked] };
  assert.equal(judged(zoneWith({}, { delegation })).outcome, 'notApplicable');
});

test('no zone, or nothing known of it', () => {
  assert.equal(judged(NO_ZONE).outcome, 'notApplicable');
  assert.equal(judged(UNKNOWN_ZONE).outcome, 'open');
});
