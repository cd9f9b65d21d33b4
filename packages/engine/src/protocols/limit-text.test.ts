import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isLimitText } from './limit-text.ts';

for (const text of [
  'API count exceeded - Increase Quota with Membership',
  "You've exceeded the usage limits for your account.",
  '{"error":{"code":"QuotaExceededError","message":"Quota exceeded"}}',
  'Insufficient query credits, please upgrade your API plan',
  'API rate limit exceeded for user ID 1.',
  'rate_limited',
  'Too many requests',
  'Query limit exceeded',
]) {
  it(`tells of a limit: ${text}`, () => assert.equal(isLimitText(text), true));
}

for (const text of [
  '',
  'Invalid API key',
  'no captures found',
  'unlimited-hosting.acme.test',
  'Access denied',
]) {
  it(`tells of none: ${text}`, () => assert.equal(isLimitText(text), false));
}
