import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EntityOf } from '@cyborux/contract';
import { siteBreach } from './site-breach.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const observedAt = new Date('2026-11-01T00:00:00Z');
type Attributes = EntityOf<'Leak'>['attributes'];

function judge(attributes: Attributes[], name = 'acme.example') {
  const leaks = attributes.map((each, index) => ({
    kind: 'Leak' as const,
    name: `x:${index}`,
    attributes: each,
  }));
  return [
    siteBreach.evaluate({ leaks }, { entity: { kind: 'FQDN', name, attributes: {} }, target, observedAt }),
  ].flat();
}

describe('site-breach', () => {
  const cases: [what: string, leaks: Attributes[], verdicts: string[]][] = [
    ['a site that is in no breach', [], ['pass']],
    ['a verified breach of late', [{ leaked_at: '2026-05-01', verified: true }], ['recent']],
    ['one that nobody verified', [{ leaked_at: '2026-05-01', verified: false }], ['earlier']],
    ['one of long ago', [{ leaked_at: '2013-10', verified: true }], ['earlier']],
    ['one without a date', [{ verified: true }], ['earlier']],
    [
      'two',
      [
        { leaked_at: '2013', verified: true },
        { leaked_at: '2026-05-01', verified: true },
      ],
      ['earlier', 'recent'],
    ],
  ];
  for (const [what, leaks, verdicts] of cases) {
    it(what, () => {
      assert.deepEqual(
        judge(leaks).map((each) => (each.outcome === 'fail' ? each.finding : each.outcome)),
        verdicts,
      );
    });
  }

  it('says which, when, how many and what', () => {
    const [told] = judge([
      { title: 'Acme', leaked_at: '2013-10-04', accounts: 5, data_classes: ['Passwords', 'Names'] },
    ]);
    assert.deepEqual(told?.outcome === 'fail' && told.evidence, [
      { label: 'breach', value: 'Acme' },
      { label: 'date', value: '2013-10-04' },
      { label: 'accounts', value: '5' },
      { label: 'data', value: 'Passwords, Names' },
    ]);
  });

  it('is about the registered domain alone', () => {
    assert.equal(judge([{ verified: true }], 'www.acme.example')[0]?.outcome, 'notApplicable');
  });
});
