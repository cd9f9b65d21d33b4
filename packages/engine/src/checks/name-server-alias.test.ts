import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import {
  askedAddress,
  homeless,
  NO_ZONE,
  server,
  UNKNOWN_ZONE,
  zoneOn,
  zoneWith,
} from '../../test/name-server-observation.ts';
import { type NameServersObservation, nameServers, type ObservedNameServer } from '../probes/name-servers.ts';
import { nameServerAlias } from './name-server-alias.ts';

function judged(observation: NameServersObservation) {
  return judgeObservation(nameServerAlias, nameServers, observation);
}

function withServer(wish: Partial<ObservedNameServer>) {
  return judged(zoneOn([server('ns1.acme.test', [askedAddress('192.0.2.53')], wish)]));
}

const aliased = { state: 'present', records: ['192.0.2.53'], aliases: ['host.acme.test'] } as const;

test('names with addresses of their own pass', () => {
  assert.equal(judged(zoneWith()).outcome, 'pass');
});

test('an alias is found on the way to the address', () => {
  const { outcome, evidence } = withServer({ A: aliased });
  assert.equal(outcome, 'alias');
  assert.deepEqual(evidence, [{ 'name servers': 'ns1.acme.test is an alias of host.acme.test' }]);
  assert.equal(withServer({ A: silent, AAAA: aliased, CNAME: silent }).outcome, 'alias');
});

test('an alias that leads nowhere is found too', () => {
  assert.equal(withServer({ A: gone, AAAA: gone, CNAME: present('gone.test') }).outcome, 'alias');
});

test('a name that is not there is no alias', () => {
  assert.equal(judged(zoneOn([homeless('ns.gone.test')])).outcome, 'pass');
  assert.equal(withServer({ A: none, AAAA: none, CNAME: none }).outcome, 'pass');
});

test('silence is open', () => {
  assert.equal(withServer({ A: silent, AAAA: silent, CNAME: silent }).outcome, 'open');
});

test('no zone, or nothing known of it', () => {
  assert.equal(judged(NO_ZONE).outcome, 'notApplicable');
  assert.equal(judged(UNKNOWN_ZONE).outcome, 'open');
});
