import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '../../test/dns-observation.ts';
import {
  greeted,
  judgeMail,
  type MailFacts,
  mail,
  NO_MAIL,
  NO_POLICIES,
  OBSERVED_AT,
  POLICY_LINES,
  policies,
  policyFile,
  session,
} from '../../test/mail-observation.ts';
import { makeCertificate } from '../../test/make-certificate.ts';
import type { SmtpAnswer } from '../net.ts';
import type { Security } from '../probes/mail-tlsa.ts';
import { starttlsCertificate } from './starttls-certificate.ts';

const AT = Date.parse(OBSERVED_AT);
const DAY = 86_400_000;
const dates = { notBefore: new Date(AT - 9 * DAY), notAfter: new Date(AT + 50 * DAY) };

function shows(wish: Parameters<typeof makeCertificate>[0], pathError: string | null = null): SmtpAnswer {
  const chain = [makeCertificate({ names: ['mx1.acme.test'], ...dates, ...wish })];
  return greeted({ starttls: session({ chain, pathError }) });
}

function judged(greeting: SmtpAnswer, facts: MailFacts = {}, name?: string) {
  return judgeMail(starttlsCertificate, { mail: mail({ greeting }), policies: NO_POLICIES, ...facts }, name);
}

const good = shows({});
const mismatched = shows({ names: ['mail.example.com'] });
const expired = shows({ notAfter: new Date(AT - DAY) }, 'CERT_HAS_EXPIRED');
const early = shows({ notBefore: new Date(AT + DAY) }, 'CERT_NOT_YET_VALID');
const selfSigned = shows({}, 'DEPTH_ZERO_SELF_SIGNED_CERT');
const enforced = { policies: policies() };

test('a valid certificate for the name of the exchanger passes, whatever is asked of it', () => {
  assert.equal(judged(good).outcome, 'pass');
  assert.equal(judged(good, enforced).outcome, 'pass');
  assert.equal(judged(shows({ names: ['*.acme.test'] })).outcome, 'pass');
});

for (const [what, greeting, outcome] of [
  ['another name', mismatched, 'mismatch'],
  ['an expired certificate', expired, 'expired'],
  ['one from the future', early, 'expired'],
  ['an unknown issuer', selfSigned, 'untrusted'],
] as const) {
  test(`${what}: ${outcome}; with an enforced policy it is required`, () => {
    assert.equal(judged(greeting).outcome, outcome);
    const { outcome: strict, evidence } = judged(greeting, enforced);
    assert.deepEqual([strict, evidence[0]?.fault], ['required', outcome]);
  });
}

for (const [what, body] of [
  ['is in test', POLICY_LINES.with(1, 'mode: testing')],
  ['is malformed', POLICY_LINES.slice(1)],
  ['is about others', POLICY_LINES.with(2, 'mx: mx.example.com')],
] as const) {
  test(`a policy that ${what} requires nothing`, () => {
    const file = policyFile({ body: body.join('\n') });
    assert.equal(judged(mismatched, { policies: policies({ policy: file }) }).outcome, 'mismatch');
  });
}

test('the policy of the domain is not that of a name below it', () => {
  assert.equal(judged(mismatched, enforced, 'lists.acme.test').outcome, 'mismatch');
});

function named(security: Security, usage: number): MailFacts {
  const TLSA = present({ usage, selector: 1, matchingType: 1, data: 'ab'.repeat(32) });
  return {
    tlsa: {
      MX: present({ preference: 0, exchange: 'mx1.acme.test' }),
      mxSecurity: security,
      exchanges: [
        {
          exchange: 'mx1.acme.test',
          owner: '_25._tcp.mx1.acme.test',
          TLSA,
          addressSecurity: security,
          tlsaSecurity: security,
        },
      ],
    },
  };
}

test('where the key is in the signed DNS, the certificate is a matter of DANE', () => {
  const secure = { state: 'secure', detail: '' } as const;
  assert.equal(judged(selfSigned, named(secure, 3)).outcome, 'notApplicable');
  assert.equal(judged(selfSigned, named(secure, 1)).outcome, 'untrusted');
  assert.equal(judged(selfSigned, named({ state: 'insecure', detail: '' }, 3)).outcome, 'untrusted');
  assert.equal(judged(selfSigned, named({ state: 'unknown', detail: '' }, 3)).outcome, 'untrusted');
});

for (const [what, greeting, outcome] of [
  ['no STARTTLS', greeted({ starttls: { state: 'not-offered' } }), 'notApplicable'],
  ['a closed port', { state: 'absent', reason: 'connection-refused' }, 'notApplicable'],
  ['silence', { state: 'unknown', reason: 'timeout' }, 'open'],
  ['a handshake without end', greeted({ starttls: { state: 'unknown', reason: 'timeout' } }), 'open'],
  ['a certificate that cannot be read', greeted({ starttls: session({ chain: ['AAAA'] }) }), 'open'],
] satisfies [string, SmtpAnswer, string][]) {
  test(`${what}: ${outcome}`, () => assert.equal(judged(greeting).outcome, outcome));
}

test('no mail, nothing to judge', () => {
  assert.equal(judgeMail(starttlsCertificate, { mail: NO_MAIL }).outcome, 'notApplicable');
});

test('certificate and service are affected', () => {
  const { affects } = judged(mismatched);
  assert.match(affects.join(), /^Service:192\.0\.2\.25:25\/tcp,TLSCertificate:[0-9a-f]{64}$/);
});
