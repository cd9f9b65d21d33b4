import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CATEGORIES, CONFIDENCES, type Finding, GRADES, RISK_LEVELS, type Verdict } from '@cyborux/contract';
import fc from 'fast-check';
import { z } from 'zod';
import { type AnyCheck, defineCheck, pass } from './check.ts';
import { defineProbe } from './probe.ts';
import { coverageOf, entityRisks, gradeOf, scoreDomain } from './risk.ts';

const seen = defineProbe({
  id: 'seen',
  title: 'Seen',
  accepts: 'FQDN',
  intrusiveness: 'light',
  timeoutMs: 1,
  observation: z.object({}),
  observe: async () => ({}),
});

const checks: AnyCheck[] = CATEGORIES.flatMap((category) =>
  RISK_LEVELS.map((severity) =>
    defineCheck({
      id: `${category}-${severity}`,
      title: severity,
      category,
      appliesTo: 'FQDN',
      references: [],
      needs: { seen },
      findings: { bad: { severity, title: 'Bad', remediation: 'Mend it.' } },
      evaluate: () => pass,
    }),
  ),
);

const finding = fc
  .record({
    category: fc.constantFrom(...CATEGORIES),
    severity: fc.constantFrom(...RISK_LEVELS),
    confidence: fc.constantFrom(...CONFIDENCES),
    optional: fc.boolean(),
    host: fc.integer({ min: 0, max: 40 }),
  })
  .map(
    ({ category, severity, confidence, optional, host }): Finding => ({
      code: `${category}-${severity}/${optional ? 'optional' : 'bad'}`,
      check: `${category}-${severity}`,
      category,
      severity,
      confidence,
      optional,
      entity: `FQDN:${host}.example.com`,
      affects: [],
      title: '',
      evidence: [],
      remediation: '',
      references: [],
      fingerprint: '',
    }),
  );
const findings = fc.array(finding, { maxLength: 30 });
const check = fc.constantFrom(...checks).map((each) => each.id);

const answered: Verdict[] = CATEGORIES.map((category) => ({
  check: `${category}-low`,
  entity: 'FQDN:example.com',
  outcome: 'pass',
}));

function valuesOf(list: readonly Finding[], verdicts: readonly Verdict[] = answered): number[] {
  const score = scoreDomain(list, verdicts, checks);
  return [score, ...Object.values(score.categories)].map((each) => each.value ?? Number.NaN);
}

function critical(host: number, code = 'web-critical/bad'): Finding {
  return {
    code,
    check: 'web-critical',
    category: 'web',
    severity: 'critical',
    confidence: 'confirmed',
    optional: false,
    entity: `FQDN:${host}.example.com`,
    affects: [],
    title: '',
    evidence: [],
    remediation: '',
    references: [],
    fingerprint: '',
  };
}

test('a further finding never improves a score, a repaired one never worsens it', () => {
  fc.assert(
    fc.property(findings, finding, fc.nat(), (list, further, place) => {
      const more = list.toSpliced(place % (list.length + 1), 0, further);
      const before = valuesOf(list);
      for (const [index, value] of valuesOf(more).entries())
        assert.ok(value <= (before[index] ?? Number.NaN));
    }),
  );
});

test('a worse severity or a surer finding never improves a score', () => {
  fc.assert(
    fc.property(findings, finding, (list, one) => {
      const surer: Finding = { ...one, confidence: 'confirmed' };
      assert.ok((valuesOf([...list, surer])[0] ?? 0) <= (valuesOf([...list, one])[0] ?? 0));
    }),
  );
});

test('clean hosts do not dilute a bad one', () => {
  fc.assert(
    fc.property(findings, fc.array(check, { maxLength: 50 }), (list, passed) => {
      const clean = passed.map(
        (id, host): Verdict => ({ check: id, entity: `FQDN:clean${host}`, outcome: 'pass' }),
      );
      assert.deepEqual(valuesOf(list, [...answered, ...clean]), valuesOf(list));
    }),
  );
});

test('what is unknown never moves the score and only widens the interval', () => {
  fc.assert(
    fc.property(findings, fc.array(check, { minLength: 1, maxLength: 20 }), (list, unanswered) => {
      const open = unanswered.map(
        (id, host): Verdict => ({ check: id, entity: `FQDN:silent${host}`, outcome: 'open' }),
      );
      const known = scoreDomain(list, answered, checks);
      const wider = scoreDomain(list, [...answered, ...open], checks);
      assert.equal(wider.value, known.value);
      assert.ok((wider.interval?.low ?? 101) <= (known.interval?.low ?? -1));
      assert.equal(wider.interval?.high, known.interval?.high);
      assert.ok((wider.coverage ?? 2) < (known.coverage ?? 0));
    }),
  );
});

test('an open check that only informs costs nothing, and counts as not answered', () => {
  const informs = { ...checks[0], id: 'informs', findings: {} } as AnyCheck;
  const open: Verdict = { check: 'informs', entity: 'FQDN:example.com', outcome: 'open' };
  const known = scoreDomain([], answered, checks);
  const wider = scoreDomain([], [...answered, open], [...checks, informs]);
  assert.deepEqual(wider.interval, known.interval);
  assert.ok((wider.coverage ?? 2) < (known.coverage ?? 0));
});

test('the score lies inside its interval and within 0 and 100', () => {
  fc.assert(
    fc.property(findings, (list) => {
      const { value, interval } = scoreDomain(list, answered, checks);
      assert.ok(value !== null && interval !== null);
      assert.ok(0 <= interval.low && interval.low <= value && value <= interval.high && interval.high <= 100);
    }),
  );
});

test('nothing observed means no score, never 100', () => {
  const open: Verdict[] = [{ check: 'web-high', entity: 'FQDN:example.com', outcome: 'open' }];
  for (const verdicts of [[], open]) {
    const score = scoreDomain([], verdicts, checks);
    assert.equal(score.value, null);
    assert.equal(score.grade, null);
    assert.equal(score.interval, null);
    assert.equal(score.categories.web.value, null);
  }
});

test('an optional control alone costs at most one letter, on however many hosts', () => {
  fc.assert(
    fc.property(
      findings,
      fc.constantFrom(...RISK_LEVELS),
      fc.integer({ min: 1, max: 500 }),
      (list, severity, hosts) => {
        const base = list.filter((each) => !each.optional);
        const control = Array.from(
          { length: hosts },
          (_, host): Finding => ({
            ...critical(host, 'web-optional/missing'),
            severity,
            optional: true,
          }),
        );
        const before = GRADES.indexOf(scoreDomain(base, answered, checks).grade ?? 'F');
        const after = GRADES.indexOf(scoreDomain([...base, ...control], answered, checks).grade ?? 'F');
        assert.ok(after - before <= 1, `${GRADES[before]} became ${GRADES[after]}`);
      },
    ),
  );
});

test('the fifth critical still counts, of one kind or of five', () => {
  const same = (count: number) =>
    valuesOf(Array.from({ length: count }, (_, host) => critical(host)))[0] ?? 0;
  const unlike = (count: number) =>
    valuesOf(Array.from({ length: count }, (_, host) => critical(host, `web-critical/${host}`)))[0] ?? 0;
  for (const value of [same, unlike]) assert.ok(value(5) < value(4) && value(4) < value(3));
});

test('the order of findings does not matter', () => {
  fc.assert(fc.property(findings, (list) => assert.deepEqual(valuesOf(list.toReversed()), valuesOf(list))));
});

test('grades follow the score', () => {
  const table = [
    [100, 'A+'],
    [97, 'A+'],
    [96.9, 'A'],
    [90, 'A'],
    [80, 'B'],
    [70, 'C'],
    [55, 'D'],
    [54.9, 'F'],
    [0, 'F'],
  ] as const;
  for (const [value, grade] of table) assert.equal(gradeOf(value), grade);
});

test('coverage counts what was answered among what applies', () => {
  const verdicts = (['pass', 'fail', 'open', 'notApplicable', 'informational', 'review'] as const).map(
    (outcome): Verdict => ({ check: 'web-low', entity: 'FQDN:example.com', outcome }),
  );
  assert.deepEqual(coverageOf(verdicts), { answered: 4, open: 1, share: 0.8 });
  assert.deepEqual(coverageOf([]), { answered: 0, open: 0, share: null });
});

test('an entity carries the risk of the findings on it and of those that affect it', () => {
  const shared: Finding = { ...critical(1), affects: ['TLSCertificate:ab', 'FQDN:1.example.com'] };
  const risks = entityRisks([shared, { ...critical(2), severity: 'low' }]);
  assert.deepEqual(risks, [
    { entity: 'FQDN:1.example.com', risk_score: 50, risk_level: 'critical' },
    { entity: 'FQDN:2.example.com', risk_score: 3, risk_level: 'low' },
    { entity: 'TLSCertificate:ab', risk_score: 50, risk_level: 'critical' },
  ]);
});
