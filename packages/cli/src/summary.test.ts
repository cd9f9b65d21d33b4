import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CATEGORIES, type Category, type Score } from '@cyborux/contract';
import pc from 'picocolors';
import { renderSummary, type Summary } from './summary.ts';

const plain = pc.createColors(false);
const none: Score = { value: null, interval: null, grade: null, coverage: null };
const some: Score = { value: 88.2, interval: { low: 70, high: 91 }, grade: 'B', coverage: 0.9 };
const perCategory = (score: Score) =>
  Object.fromEntries(CATEGORIES.map((category) => [category, score])) as Record<Category, Score>;

const summary: Summary = {
  domain: 'acme.test',
  state: 'completed',
  seconds: 1.23,
  score: some,
  categories: { ...perCategory(none), web: some },
  entities: [{ kind: 'subdomains', counts: { critical: 0, high: 2, medium: 0, low: 0, info: 40 } }],
  sources: [
    { source: 'rdap', outcome: 'answered', entities: 1, duration_ms: 5 },
    { source: 'crtsh', outcome: 'limited', detail: 'too many requests', entities: 0, duration_ms: 5 },
    { source: 'hunter', outcome: 'skipped', skipped_for: 'needs-key', entities: 0, duration_ms: 0 },
  ],
  findings: [
    {
      severity: 'high',
      confidence: 'probable',
      title: 'The certificate has expired',
      entity: 'FQDN:www.acme.test',
      remediation: `Renew it. ${'Then look again. '.repeat(20)}`,
    },
  ],
  findingsTotal: 7,
  mailPlan: null,
  notDone: 0,
};

test('score with interval and coverage, counts, sources and findings are told', () => {
  const text = renderSummary(summary, plain);
  for (const part of [
    'B   88.2 of 100   between 70.0 and 91.0   90 % of the checks answered',
    'web B 88',
    '1 of 2 sources answered; crtsh allows no more: too many requests; 1 skipped, it needs a key',
    'The 1 worst of 7 findings',
    'The certificate has expired (probable)',
    'www.acme.test',
  ]) {
    assert.ok(text.includes(part), part);
  }
  assert.match(text, /subdomains +42 +· +2 +· +· +40/);
});

test('lines stay within the width of a terminal', () => {
  for (const line of renderSummary(summary, plain).split('\n')) assert.ok(line.length <= 100, line);
});

test('where nothing could be judged nothing is praised', () => {
  const text = renderSummary(
    { ...summary, score: none, categories: perCategory(none), findings: [], findingsTotal: 0 },
    plain,
  );
  assert.ok(text.includes('No score: nothing could be judged.'));
  assert.ok(!text.includes('No findings'));
});

test('what a target says cannot reach the terminal', () => {
  const hostile = {
    ...summary.findings[0],
    entity: 'FQDN:\u001b[2Jx\u202e.acme.test',
  } as Summary['findings'][number];
  const detail = 'HTTP\u001b]0;title\u0007 500';
  const text = renderSummary(
    {
      ...summary,
      findings: [hostile],
      sources: [{ source: 'rdap', outcome: 'failed', detail, entities: 0, duration_ms: 1 }],
    },
    plain,
  );
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});
