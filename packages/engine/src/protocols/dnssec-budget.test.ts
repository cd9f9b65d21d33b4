import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newBudget, spend } from './dnssec-budget.ts';

test('what is spent is gone, to the last one and no further', () => {
  const budget = newBudget();
  const { queries } = budget;
  spend(budget, 'queries', [], queries);
  assert.equal(budget.queries, 0);
  assert.throws(() => spend(budget, 'queries', []), { state: 'unknown', reason: 'budget' });
  assert.equal(budget.queries, 0);
});

test('one validation does not spend what another has', () => {
  const budget = newBudget();
  spend(budget, 'verifications', [], 10);
  assert.equal(newBudget().verifications, budget.verifications + 10);
});
