import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MailPlan } from '@cyborux/contract';
import pc from 'picocolors';
import { mailPlanText } from './mail-plan-text.ts';

const plain = pc.createColors(false);
const plan: MailPlan = {
  observed_at: '2026-11-23T10:00:00.000Z',
  spf_lookups: { now: 12, after: 3 },
  steps: [
    {
      order: 1,
      kind: 'dmarc',
      record: { name: '_dmarc.acme.test', type: 'TXT', value: 'v=DMARC1; p=quarantine' },
      why: 'Forged mail is delivered.',
      condition: 'The reports of four weeks show no sender of yours that fails.',
    },
  ],
};

test('each step has its reason, its condition and its record', () => {
  const text = mailPlanText(plan, plain);
  for (const part of [
    '12 DNS look-ups now, 3 after',
    ' 1  Forged mail is delivered.',
    'When: The reports of four weeks',
    '_dmarc.acme.test TXT\n      v=DMARC1; p=quarantine',
  ]) {
    assert.ok(text.includes(part), part);
  }
});

test('what is not known of the count is not told', () => {
  const text = mailPlanText({ ...plan, spf_lookups: { now: null, after: null } }, plain);
  assert.ok(!text.includes('look-ups'));
});

test('no plan and nothing to do are no text', () => {
  assert.equal(mailPlanText(null, plain), '');
  assert.equal(mailPlanText({ ...plan, steps: [] }, plain), '');
});

test('control characters of a record do not reach the terminal', () => {
  const [step] = plan.steps;
  const record = { name: 'a\u001b[2Jb', type: 'TXT', value: 'v=\u009b31mDMARC1' };
  const text = mailPlanText({ ...plan, steps: step ? [{ ...step, record }] : [] }, plain);
  assert.doesNotMatch(text, /[\u001b\u009b]/);
});
