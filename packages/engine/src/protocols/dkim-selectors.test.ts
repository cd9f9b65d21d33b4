import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyName, MAX_SELECTORS, selectorsFor } from './dkim-selectors.ts';
import { MAIL_PROVIDERS } from './mail-providers.ts';

test('what is common is asked for, each once', () => {
  const selectors = selectorsFor([]);
  assert.ok(selectors.includes('default') && selectors.length >= 30);
  assert.equal(new Set(selectors).size, selectors.length);
});

test("the providers' own come first", () => {
  const zoho = MAIL_PROVIDERS.filter(({ id }) => id === 'zoho-mail');
  assert.deepEqual(selectorsFor(zoho).slice(0, 3), ['zoho', 'zmail', 'default']);
});

test('a guess stays bounded, and every selector is a name', () => {
  const selectors = selectorsFor(MAIL_PROVIDERS);
  assert.equal(selectors.length, MAX_SELECTORS);
  for (const selector of MAIL_PROVIDERS.flatMap((each) => each.selectors)) {
    assert.match(keyName(selector, 'acme.test'), /^[a-z0-9_-]+\._domainkey\.acme\.test$/);
  }
});
