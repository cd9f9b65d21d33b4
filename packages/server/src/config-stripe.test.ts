import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from './config.ts';
import { StartError } from './start-error.ts';

test('without settings nothing is sold, and prices have their usual lookup keys', () => {
  const config = loadConfig({});
  assert.equal(config.stripeSecretKey, undefined);
  assert.equal(config.stripeWebhookSecrets, undefined);
  assert.equal(config.stripePriceVigilantYearly, 'cyborux_vigilant_yearly');
  assert.equal(config.stripeTrialDays, 0);
});

test('while a webhook secret is being replaced there are two', () => {
  const config = loadConfig({ CYBORUX_STRIPE_WEBHOOK_SECRET: 'whsec_new, whsec_former' });
  assert.deepEqual(config.stripeWebhookSecrets, ['whsec_new', 'whsec_former']);
});

for (const [name, value] of [
  ['CYBORUX_STRIPE_SECRET_KEY', 'pk_live_abcdefghij'],
  ['CYBORUX_STRIPE_SECRET_KEY', 'whsec_abcdefghij'],
  ['CYBORUX_STRIPE_WEBHOOK_SECRET', 'sk_live_abcdefghij'],
  ['CYBORUX_STRIPE_WEBHOOK_SECRET', 'whsec_a,'],
  ['CYBORUX_STRIPE_API_BASE', 'http://127.0.0.1:1/v1'],
  ['CYBORUX_STRIPE_API_BASE', 'ftp://127.0.0.1'],
  ['CYBORUX_STRIPE_TRIAL_DAYS', '-1'],
  ['CYBORUX_STRIPE_PRICE_PROTECT_MONTHLY', 'a b'],
] as const) {
  test(`${name} is refused as ${value}, and a secret is not repeated`, () => {
    assert.throws(
      () => loadConfig({ [name]: value }),
      (error) => {
        assert.ok(error instanceof StartError);
        assert.match(error.message, new RegExp(`^${name} is .+ but must be .+\\.$`));
        assert.equal(error.message.includes(value), !/SECRET/.test(name));
        return true;
      },
    );
  });
}
