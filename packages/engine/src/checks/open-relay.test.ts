import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greeted, judgeMail, mail, NO_MAIL } from '../../test/mail-observation.ts';
import type { SmtpAnswer } from '../net.ts';
import { openRelay } from './open-relay.ts';

const judged = (...greetings: SmtpAnswer[]) =>
  judgeMail(openRelay, { mail: mail(...greetings.map((greeting) => ({ greeting }))) });

const accepting = greeted({ relay: { state: 'accepted', reply: '250 2.1.5 OK' } });
const undecided = greeted({ relay: { state: 'unknown', reason: 'refused', detail: '450 later' } });
const quiet: SmtpAnswer = { state: 'unknown', reason: 'timeout' };
const closed: SmtpAnswer = { state: 'absent', reason: 'connection-refused' };

test('exchangers that refuse strangers pass', () => {
  assert.equal(judged(greeted(), greeted()).outcome, 'pass');
});

test('an accepted stranger is an indication, and no more', () => {
  const { outcome, evidence, affects } = judged(greeted(), accepting);
  assert.equal(outcome, 'accepts');
  assert.deepEqual(evidence[0], { exchange: 'mx2.acme.test', address: '192.0.2.25', reply: '250 2.1.5 OK' });
  assert.deepEqual(affects, ['Service:192.0.2.25:25/tcp']);
  assert.equal(openRelay.findings.accepts.confidence, 'potential');
});

test('who does not decide, or does not greet, leaves it open', () => {
  assert.equal(judged(undecided).outcome, 'open');
  assert.equal(judged(greeted(), quiet).outcome, 'open');
  assert.equal(
    judged(greeted(), { state: 'rejected', address: '192.0.2.25', port: 25, reply: '554' }).outcome,
    'open',
  );
  assert.equal(judged(quiet, accepting).outcome, 'accepts');
});

test('where nobody listens there is nothing to judge', () => {
  assert.equal(judged(closed).outcome, 'notApplicable');
  assert.equal(judgeMail(openRelay, { mail: NO_MAIL }).outcome, 'notApplicable');
  assert.equal(
    judgeMail(openRelay, { mail: { ...NO_MAIL, MX: { state: 'unknown', reason: 'servfail' } } }).outcome,
    'open',
  );
});
