import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { zoneTransfer as transfers, type ZoneTransferObservation } from '../probes/zone-transfer.ts';
import { zoneTransfer } from './zone-transfer.ts';

type Answer = ZoneTransferObservation['attempts'][number]['answer'];
const REFUSED: Answer = { state: 'refused', rcode: 'REFUSED' };
const OPEN: Answer = { state: 'present', count: 42, serial: 7 };
const QUIET: Answer = { state: 'unknown', reason: 'timeout' };

function judged(...answers: Answer[]) {
  const attempts = answers.map((answer, index) => ({
    server: `ns${index + 1}.acme.test`,
    address: `192.0.2.${index + 1}`,
    answer,
  }));
  return judgeObservation(zoneTransfer, transfers, { NS: present('ns1.acme.test'), attempts, names: [] });
}

test('servers that refuse pass', () => {
  assert.equal(judged(REFUSED, { state: 'absent', reason: 'connection-refused' }).outcome, 'pass');
});

test('a server that hands out the zone is found', () => {
  const { outcome, evidence } = judged(REFUSED, OPEN, QUIET);
  assert.equal(outcome, 'open');
  assert.deepEqual(evidence, [{ servers: 'ns2.acme.test (192.0.2.2)', records: '42', serial: '7' }]);
});

test('a transfer that broke off counts with what came', () => {
  assert.equal(judged({ ...OPEN, cut: true }).evidence[0]?.records, '42 or more');
});

test('silence is no refusal', () => {
  const { outcome, detail } = judged(REFUSED, QUIET);
  assert.equal(outcome, 'open');
  assert.match(detail ?? '', /ns2\.acme\.test/);
});

test('no zone, or nothing known of it', () => {
  const empty = (NS: ZoneTransferObservation['NS']) =>
    judgeObservation(zoneTransfer, transfers, { NS, attempts: [], names: [] }).outcome;
  assert.equal(empty(none), 'notApplicable');
  assert.equal(empty(silent), 'open');
});
