import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Entity, type Observation, unknown } from '@cyborux/contract';
import fc from 'fast-check';
import { z } from 'zod';
import { defineCheck, fail, informational, open, part, pass } from './check.ts';
import { judge } from './judge.ts';
import { defineProbe } from './probe.ts';

const target = { name: 'example.com', registrable: 'example.com' };
const at = '2026-01-02T03:04:05.000Z';

const page = defineProbe({
  id: 'page',
  title: 'Page',
  accepts: 'FQDN',
  intrusiveness: 'light',
  timeoutMs: 1,
  observation: z.object({
    title: z.union([z.string(), z.object({ state: z.literal('unknown'), reason: z.literal('blocked') })]),
  }),
  observe: async () => ({ title: '' }),
});

const title = defineCheck({
  id: 'title',
  title: 'Title',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://example.org'],
  needs: { title: part(page, (seen) => seen.title) },
  findings: {
    empty: { severity: 'high', confidence: 'potential', title: 'Empty', remediation: 'Fill it.' },
    rude: { severity: 'low', title: 'Rude', remediation: 'Be kind.' },
  },
  evaluate({ title: text }, { observedAt }) {
    if (text === '') return fail('empty', { at: observedAt.toISOString() });
    if (text.includes('damn')) return [fail('rude', { title: text }), fail('rude', {}, { subject: 'twice' })];
    if (text === '?') return open('who knows');
    if (text === '#') return informational('a number', { title: 'Learnt' });
    if (text === '!') throw new Error('broken check');
    return pass;
  },
});

const host = (name: string): Entity => ({ kind: 'FQDN', name, attributes: {} });
const saw = (name: string, value: unknown): Observation => ({
  module: 'page',
  entity: `FQDN:${name}`,
  at,
  value,
});

function outcomeOf(value: unknown) {
  return judge({ target, entities: [host('a.example.com')], observations: [saw('a.example.com', value)] }, [
    title,
  ]);
}

test('outcomes follow the facts', () => {
  const table = [
    ['Home', 'pass', 0],
    ['', 'fail', 1],
    ['damn', 'fail', 2],
    ['?', 'open', 0],
    ['!', 'open', 0],
  ] as const;
  for (const [text, outcome, findings] of table) {
    const judged = outcomeOf({ title: text });
    assert.equal(judged.verdicts[0]?.outcome, outcome, text);
    assert.equal(judged.findings.length, findings, text);
  }
});

test('an unknown observation, or an unknown part of one, is open and never reaches the check', () => {
  for (const value of [unknown('timeout'), { title: unknown('blocked', 'a challenge') }]) {
    const { verdicts, findings } = outcomeOf(value);
    assert.equal(verdicts[0]?.outcome, 'open');
    assert.match(verdicts[0]?.detail ?? '', /timeout|blocked: a challenge/);
    assert.deepEqual(findings, []);
  }
});

test('a check does not apply where its probe does not look', () => {
  assert.deepEqual(judge({ target, entities: [host('b.example.com')], observations: [] }, [title]), {
    verdicts: [],
    findings: [],
    learned: [],
  });
});

test('what a check finds out about an entity comes with its verdict', () => {
  const { verdicts, learned } = outcomeOf({ title: '#' });
  assert.deepEqual(verdicts, [
    { check: 'title', entity: 'FQDN:a.example.com', outcome: 'informational', detail: 'a number' },
  ]);
  const entity = { kind: 'FQDN', name: 'a.example.com', attributes: { title: 'Learnt' } };
  assert.deepEqual(learned, [{ check: 'title', entity }]);
  assert.deepEqual(outcomeOf({ title: 'Home' }).learned, []);
});

test('nothing is high on a guess', () => {
  assert.equal(outcomeOf({ title: '' }).findings[0]?.severity, 'medium');
});

test('two failures of one kind are told apart, and keep their fingerprints', () => {
  const [one, two] = outcomeOf({ title: 'damn' }).findings;
  assert.notEqual(one?.fingerprint, two?.fingerprint);
  assert.deepEqual(outcomeOf({ title: 'damn' }).findings, outcomeOf({ title: 'damn' }).findings);
});

test('evidence is bounded and free of control characters', () => {
  const { findings } = outcomeOf({ title: `damn \u001b[31m\u202e${'x'.repeat(10_000)}` });
  const value = findings.flatMap(({ evidence }) => evidence).map((each) => each.value)[0] ?? '';
  assert.ok(value.length <= 500);
  assert.doesNotMatch(value, /[\u001b\u202e]/);
});

test('the same facts in any order come to the same bytes', () => {
  const names = ['a', 'b', 'c', 'd', 'e'].map((label) => `${label}.example.com`);
  const entities = names.map(host);
  const observations = names.map((name, index) =>
    saw(name, { title: ['', 'damn', 'Home', '?', '!'][index] }),
  );
  const expected = JSON.stringify(judge({ target, entities, observations }, [title]));
  const shuffled = <T>(list: T[]) => fc.shuffledSubarray(list, { minLength: list.length });
  fc.assert(
    fc.property(shuffled(entities), shuffled(observations), (someEntities, someObservations) => {
      const judged = judge({ target, entities: someEntities, observations: someObservations }, [title]);
      assert.equal(JSON.stringify(judged), expected);
    }),
  );
});
