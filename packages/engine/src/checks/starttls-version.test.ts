import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greeted, judgeMail, mail, NO_MAIL, session } from '../../test/mail-observation.ts';
import type { SmtpAnswer } from '../net.ts';
import { starttlsVersion } from './starttls-version.ts';

const judged = (greeting: SmtpAnswer) => judgeMail(starttlsVersion, { mail: mail({ greeting }) });

for (const [protocol, outcome] of [
  ['TLSv1.3', 'pass'],
  ['TLSv1.2', 'pass'],
  ['TLSv1.1', 'legacy'],
  ['TLSv1', 'legacy'],
] as const) {
  test(`${protocol} as the best version: ${outcome}`, () => {
    assert.equal(judged(greeted({ starttls: session({ protocol }) })).outcome, outcome);
  });
}

for (const [what, greeting, outcome] of [
  ['no STARTTLS', greeted({ starttls: { state: 'not-offered' } }), 'notApplicable'],
  ['a refused STARTTLS', greeted({ starttls: { state: 'refused', reply: '454' } }), 'notApplicable'],
  [
    'a handshake that ended in silence',
    greeted({ starttls: { state: 'unknown', reason: 'timeout' } }),
    'open',
  ],
  ['silence', { state: 'unknown', reason: 'timeout' }, 'open'],
  ['a closed port', { state: 'absent', reason: 'connection-refused' }, 'notApplicable'],
] satisfies [string, SmtpAnswer, string][]) {
  test(`${what}: ${outcome}`, () => assert.equal(judged(greeting).outcome, outcome));
}

test('no mail, nothing to judge', () => {
  assert.equal(judgeMail(starttlsVersion, { mail: NO_MAIL }).outcome, 'notApplicable');
});
