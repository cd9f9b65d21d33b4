import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EntityOf } from '@cyborux/contract';
import { stolenCredentials } from './stolen-credentials.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const observedAt = new Date('2026-11-01T00:00:00Z');
type Attributes = EntityOf<'Leak'>['attributes'];

function judge(attributes: Attributes[], name = 'acme.example'): string[] {
  const leaks = attributes.map((each, index) => ({
    kind: 'Leak' as const,
    name: `x:${index}`,
    attributes: each,
  }));
  const told = stolenCredentials.evaluate(
    { leaks },
    { entity: { kind: 'FQDN', name, attributes: {} }, target, observedAt },
  );
  return [told].flat().map((each) => (each.outcome === 'fail' ? each.finding : each.outcome));
}

describe('stolen-credentials', () => {
  const cases: [what: string, leaks: Attributes[], verdicts: string[]][] = [
    ['a domain of which nothing was stolen', [], ['pass']],
    [
      'what was stolen of its people elsewhere',
      [{ affected: 'third-parties', accounts_of_domain: 9 }],
      ['pass'],
    ],
    ['its people, of late', [{ affected: 'employees', leaked_at: '2026-05-01T00:00:00Z' }], ['employees']],
    [
      'its people, long ago',
      [{ affected: 'employees', leaked_at: '2021-05-01T00:00:00Z' }],
      ['employees-earlier'],
    ],
    ['its people, nobody knows when', [{ affected: 'employees' }], ['employees-earlier']],
    ['users', [{ affected: 'users', leaked_at: '2026-05-01T00:00:00Z' }], ['users']],
  ];
  for (const [what, leaks, verdicts] of cases) {
    it(what, () => assert.deepEqual(judge(leaks), verdicts));
  }

  it('is about the registered domain alone', () => {
    assert.deepEqual(judge([{ affected: 'employees' }], 'www.acme.example'), ['notApplicable']);
  });
});
