import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { defineCheck, fail, part, pass } from './check.ts';
import { defineProbe } from './probe.ts';

const unknownSize = z.object({ state: z.literal('unknown'), reason: z.literal('timeout') });
const box = defineProbe({
  id: 'box',
  title: 'Box',
  accepts: 'FQDN',
  intrusiveness: 'light',
  timeoutMs: 1,
  observation: z.object({
    size: z.union([z.object({ state: z.literal('present'), cm: z.int() }), unknownSize]),
  }),
  observe: async () => ({ size: { state: 'present' as const, cm: 1 } }),
});

const common = { title: 'Box', category: 'web', appliesTo: 'FQDN', references: [] } as const;
const findings = { large: { severity: 'low', title: 'Large', remediation: 'Shrink it.' } } as const;

test('a check reads what its probe saw, unknowns taken out', () => {
  const check = defineCheck({
    ...common,
    id: 'box-size',
    needs: { size: part(box, (seen) => seen.size) },
    findings,
    // `cm` is there without a look at `state`: an unknown size never gets here.
    evaluate: ({ size }) => (size.cm > 10 ? fail('large', { cm: size.cm }) : pass),
  });
  const context = {
    entity: { kind: 'FQDN' as const, name: 'example.com', attributes: {} },
    target: { name: 'example.com', registrable: 'example.com' },
    observedAt: new Date(0),
  };
  assert.deepEqual(check.evaluate({ size: { state: 'present', cm: 11 } }, context), {
    outcome: 'fail',
    finding: 'large',
    evidence: [{ label: 'cm', value: '11' }],
    subject: '',
    affects: [],
  });
});

test('a misspelt finding and a field that no probe saw do not compile', () => {
  defineCheck({
    ...common,
    id: 'misspelt',
    needs: { box },
    findings,
    // @ts-expect-error there is no finding `larg`
    evaluate: () => fail('larg'),
  });
  defineCheck({
    ...common,
    id: 'wrong-field',
    needs: { box },
    findings,
    // @ts-expect-error the probe saw no `weight`
    evaluate: ({ box: { weight } }) => (weight > 1 ? fail('large') : pass),
  });
});
