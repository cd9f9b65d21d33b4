import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { mailSeen } from '../../test/mail-policies-observation.ts';
import { mailPolicies } from '../probes/mail-policies.ts';
import type { ReportHost } from '../protocols/dmarc-reports.ts';
import type { DnsAnswer } from '../protocols/dns-answer.ts';
import { dmarcReports } from './dmarc-reports.ts';

const judged = (own: DnsAnswer<string>, reports: ReportHost[] = []) =>
  judgeObservation(dmarcReports, mailPolicies, mailSeen({ dmarc: { '_dmarc.acme.test': own }, reports }));
const external = present('v=DMARC1; p=reject; rua=mailto:a@reports.test');
const host = (answer: DnsAnswer<string>): ReportHost => ({
  host: 'reports.test',
  relation: 'external',
  consent: { name: 'acme.test._report._dmarc.reports.test', answer },
});

test('reports within the organization pass', () => {
  assert.equal(judgeObservation(dmarcReports, mailPolicies, mailSeen()).outcome, 'pass');
});

test('reports to a domain that agrees pass', () => {
  assert.equal(judged(external, [host(present('v=DMARC1;'))]).outcome, 'pass');
});

test('reports to a domain that does not agree are told', () => {
  for (const answer of [gone, present('something else')]) {
    const { outcome, evidence } = judged(external, [host(answer)]);
    assert.equal(outcome, 'unauthorised');
    assert.equal(evidence[0]?.['missing record'], 'acme.test._report._dmarc.reports.test TXT');
  }
});

test('silence about the consent leaves it open', () => {
  assert.equal(judged(external, [host(silent)]).outcome, 'open');
  assert.equal(
    judged(external, [{ host: 'reports.test', relation: 'unknown', consent: null }]).outcome,
    'open',
  );
});

for (const [record, outcome] of [
  ['v=DMARC1; p=reject', 'none'],
  ['v=DMARC1; p=reject; rua=dmarc@acme.test', 'malformed'],
  ['v=DMARC1; p=reject; rua=mailto:a@acme.test; ruf=nobody', 'malformed'],
] as const) {
  test(`"${record}": ${outcome}`, () => assert.equal(judged(present(record)).outcome, outcome));
}

test('silence leaves it open', () => assert.equal(judged(silent).outcome, 'open'));
test('without a record it does not apply', () => assert.equal(judged(gone).outcome, 'notApplicable'));
