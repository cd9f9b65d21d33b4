import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greeted, judgeMail, mail, NO_MAIL } from '../../test/mail-observation.ts';
import type { SmtpAnswer } from '../net.ts';
import { smtpBanner } from './smtp-banner.ts';

const judged = (greeting: SmtpAnswer, exchange = 'mx1.acme.test') =>
  judgeMail(smtpBanner, { mail: mail({ exchange, greeting }) });

for (const [banner, outcome] of [
  ['mx1.acme.test ESMTP', 'pass'],
  ['mx1.acme.test ESMTP Postfix', 'pass'],
  ['other.example.com ESMTP', 'pass'],
  ['mx1.acme.test ESMTP Exim 4.97.1', 'version'],
  ['mail ESMTP', 'name'],
  ['', 'name'],
  ['[192.0.2.1] ESMTP', 'name'],
  ['192.0.2.1 ESMTP', 'name'],
  ['*******************', 'name'],
  ['mail ESMTP Sendmail 8.17.1/8.17.1', 'name,version'],
] as const) {
  test(`"${banner}": ${outcome}`, () => assert.equal(judged(greeted({ banner })).outcome, outcome));
}

test('a provider’s exchanger is the provider’s matter', () => {
  assert.equal(judged(greeted({ banner: 'x' }), 'mx.provider.test').outcome, 'notApplicable');
});

test('no greeting leaves it open, no listener nothing to judge', () => {
  assert.equal(judged({ state: 'unknown', reason: 'timeout' }).outcome, 'open');
  assert.equal(judged({ state: 'absent', reason: 'connection-refused' }).outcome, 'notApplicable');
  assert.equal(judgeMail(smtpBanner, { mail: NO_MAIL }).outcome, 'notApplicable');
});
