import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dumb, NO_ZONE, QUIET, reply, UNKNOWN_ZONE, zoneWith } from '../../test/name-server-observation.ts';
import { type NameServersObservation, nameServers } from '../probes/name-servers.ts';
import { nameServerVersion } from './name-server-version.ts';

function judged(observation: NameServersObservation) {
  return judgeObservation(nameServerVersion, nameServers, observation);
}

const telling = (text: string) => zoneWith({ version: reply({ TXT: [text] }) });

test('servers that keep it to themselves pass', () => {
  assert.equal(judged(zoneWith()).outcome, 'pass');
});

for (const text of ['9.18.24-1-Debian', 'NSD 4.9.1', 'PowerDNS Authoritative Server 4.8.3 (built by root)']) {
  test(`"${text}" is found`, () => {
    const { outcome, evidence } = judged(telling(text));
    assert.equal(outcome, 'disclosed');
    assert.deepEqual(evidence, [{ 'version.bind': `ns2.acme.test (198.51.100.53): ${text}` }]);
  });
}

for (const text of ['', 'none', 'surely you must be joking', 'unknown 9']) {
  test(`"${text}" gives nothing away`, () => {
    assert.equal(judged(telling(text)).outcome, 'pass');
  });
}

test('silence is open', () => {
  assert.equal(judged(zoneWith({ version: QUIET })).outcome, 'open');
  assert.equal(judged(zoneWith(dumb('198.51.100.53', QUIET))).outcome, 'open');
});

test('no zone, or nothing known of it', () => {
  assert.equal(judged(NO_ZONE).outcome, 'notApplicable');
  assert.equal(judged(UNKNOWN_ZONE).outcome, 'open');
});
