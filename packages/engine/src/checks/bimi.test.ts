import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { mailSeen } from '../../test/mail-policies-observation.ts';
import { type MailPoliciesObservation, mailPolicies } from '../probes/mail-policies.ts';
import type { DnsAnswer } from '../protocols/dns-answer.ts';
import { bimi } from './bimi.ts';

type Bimi = MailPoliciesObservation['bimi'];
const logo: Bimi['logo'] = {
  state: 'present',
  content: { bytes: 500, title: 'Acme', ratio: 1, problems: [], advice: [] },
};
const mark = {
  dnsNames: ['acme.test'],
  notBefore: '2025-06-01T00:00:00.000Z',
  notAfter: '2026-06-01T00:00:00.000Z',
  forMarks: true,
  hasLogotype: true,
  count: 3,
};
const evidence: Bimi['evidence'] = { state: 'present', content: mark };
const RECORD = 'v=BIMI1; l=https://acme.test/logo.svg; a=https://acme.test/mark.pem';

function judged(changed: Partial<Bimi> & { record?: DnsAnswer<string>; dmarc?: DnsAnswer<string> }) {
  const { record = present(RECORD), dmarc, ...rest } = changed;
  const lookups = [{ name: 'default._bimi.acme.test', answer: record }];
  return judgeObservation(
    bimi,
    mailPolicies,
    mailSeen({
      bimi: { lookups, logo, evidence, ...rest },
      ...(dmarc && { dmarc: { '_dmarc.acme.test': dmarc } }),
    }),
  );
}

test('a logo with its certificate under an enforced policy passes', () =>
  assert.equal(judged({}).outcome, 'pass'));

test('without a certificate it is a matter of information', () => {
  const record = present('v=BIMI1; l=https://acme.test/logo.svg');
  assert.equal(judged({ record, evidence: null }).outcome, 'informational');
});

test('without a record, or with one that declines, it does not apply', () => {
  assert.equal(judged({ record: gone }).outcome, 'notApplicable');
  assert.equal(judged({ record: none }).outcome, 'notApplicable');
  assert.equal(judged({ record: present('v=BIMI1; l=; a=') }).outcome, 'notApplicable');
});

for (const [title, changed, outcome] of [
  ['an address that is no https', { record: present('v=BIMI1; l=http://acme.test/l.svg') }, 'malformed'],
  ['two records', { record: present(RECORD, RECORD) }, 'malformed'],
  ['a policy of none', { dmarc: present('v=DMARC1; p=none') }, 'no-enforcement'],
  ['a policy of none below', { dmarc: present('v=DMARC1; p=reject; sp=none') }, 'no-enforcement'],
  ['a policy under test', { dmarc: present('v=DMARC1; p=quarantine; t=y') }, 'no-enforcement'],
  ['no policy', { dmarc: gone }, 'no-enforcement'],
  ['a logo that is gone', { logo: { state: 'absent', status: 404 } }, 'svg-profile'],
  ['a certificate that is gone', { evidence: { state: 'absent', status: null } }, 'certificate'],
  ['no certificate at all', { evidence: { state: 'present', content: null } }, 'certificate'],
  [
    'a certificate for another',
    { evidence: { state: 'present', content: { ...mark, dnsNames: ['other.test'] } } },
    'certificate',
  ],
  [
    'a certificate that is over',
    { evidence: { state: 'present', content: { ...mark, notAfter: '2025-12-31T00:00:00Z' } } },
    'certificate',
  ],
] satisfies [string, Parameters<typeof judged>[0], string][]) {
  test(`${title}: ${outcome}`, () => assert.equal(judged(changed).outcome, outcome));
}

test('a logo out of the profile is told with the places', () => {
  const problems = [{ line: 3, column: 7, message: '<script> is a script.' }];
  const content = { bytes: 500, title: 'Acme', ratio: 1, problems, advice: [] };
  const { outcome, evidence: found } = judged({ logo: { state: 'present', content } });
  assert.equal(outcome, 'svg-profile');
  assert.match(found[0]?.problems ?? '', /3:7 <script>/);
});

test('silence leaves it open', () => {
  assert.equal(judged({ record: silent }).outcome, 'open');
  assert.equal(judged({ logo: silent }).outcome, 'open');
  assert.equal(judged({ evidence: silent }).outcome, 'open');
  assert.equal(judged({ dmarc: silent }).outcome, 'open');
});

test('what is known to be wrong counts, whatever is silent beside it', () => {
  assert.equal(judged({ logo: silent, dmarc: present('v=DMARC1; p=none') }).outcome, 'no-enforcement');
});
