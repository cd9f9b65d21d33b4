import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import type { SmtpAnswer } from '../net.ts';
import { mailExchangers } from '../probes/mail-exchangers.ts';
import { starttls } from './starttls.ts';

const endpoint = { address: '192.0.2.25', port: 25 };
type Starttls = Extract<SmtpAnswer, { state: 'present' }>['starttls'];

function greeted(answer: Starttls): SmtpAnswer {
  return {
    state: 'present',
    ...endpoint,
    banner: 'mx ESMTP',
    extensions: [],
    starttls: answer,
    relay: { state: 'refused', reply: '554 no' },
    durationMs: 1,
  };
}

const encrypted = greeted({
  state: 'present',
  ...endpoint,
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_128_GCM_SHA256',
  chain: [],
  pathError: 'self-signed certificate',
  alpn: null,
  durationMs: 1,
});
const clear = greeted({ state: 'not-offered' });
const refused = greeted({ state: 'refused', reply: '454 4.7.0 TLS not available' });
const quiet: SmtpAnswer = { state: 'unknown', reason: 'timeout' };
const closed: SmtpAnswer = { state: 'absent', reason: 'connection-refused' };
const rejected: SmtpAnswer = { state: 'rejected', ...endpoint, reply: '554 go away' };

function judged(...greetings: SmtpAnswer[]) {
  const exchanges = greetings.map((greeting, preference) => ({
    preference,
    exchange: `mx${preference}.acme.test`,
    A: present('192.0.2.25'),
    AAAA: none,
    greeting,
  }));
  const MX = present(...exchanges.map(({ preference, exchange }) => ({ preference, exchange })));
  return judgeObservation(starttls, mailExchangers, { MX, nullMx: false, exchanges });
}

test('exchangers that take mail encrypted pass, whatever their certificate', () => {
  assert.equal(judged(encrypted, encrypted).outcome, 'pass');
});

test('an exchanger that does not offer STARTTLS is found, with its service', () => {
  const { outcome, evidence, affects } = judged(encrypted, clear);
  assert.equal(outcome, 'not-offered');
  assert.deepEqual(evidence, [{ exchange: 'mx1.acme.test', address: '192.0.2.25', banner: 'mx ESMTP' }]);
  assert.deepEqual(affects, ['Service:192.0.2.25:25/tcp']);
});

test('an exchanger that refuses what it offered is found', () => {
  const { outcome, evidence } = judged(refused);
  assert.equal(outcome, 'refused');
  assert.equal(evidence[0]?.reply, '454 4.7.0 TLS not available');
});

test('each exchanger is a finding of its own, a silent one does not hide them', () => {
  assert.equal(judged(clear, clear, quiet).outcome, 'not-offered,not-offered');
});

for (const [title, answers] of [
  ['silence', [quiet]],
  ['silence of one', [encrypted, quiet]],
  ['a rejection', [rejected]],
  ['a handshake that timed out', [greeted({ state: 'unknown', reason: 'timeout' })]],
  [
    'a handshake that failed',
    [greeted({ state: 'rejected', ...endpoint, reason: 'alert', detail: 'protocol version' })],
  ],
] as const) {
  test(`${title} leaves it open`, () => assert.equal(judged(...answers).outcome, 'open'));
}

test('exchangers that nobody can reach are not judged', () => {
  assert.equal(judged(closed).outcome, 'notApplicable');
  assert.equal(judged(closed, encrypted).outcome, 'pass');
});

for (const [title, MX, outcome] of [
  ['no MX', none, 'notApplicable'],
  ['no such name', gone, 'notApplicable'],
  ['a null MX', present({ preference: 0, exchange: '' }), 'notApplicable'],
  ['an MX that could not be learnt', silent, 'open'],
] as const) {
  test(`${title}: ${outcome}`, () => {
    const observation = { MX, nullMx: title === 'a null MX', exchanges: [] };
    assert.equal(judgeObservation(starttls, mailExchangers, observation).outcome, outcome);
  });
}
