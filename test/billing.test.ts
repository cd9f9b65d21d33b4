import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startLab, startStripe } from '@cyborux/lab';
import { createLog, loadConfig, openAdministration, startServer } from '@cyborux/server';
import pc from 'picocolors';
import { STRIPE_KEY, stripeSettings } from '../packages/cli/src/commands/stripe-stand-in.ts';
import { demoBilling } from '../packages/cli/src/demo-billing.ts';

test('from nothing to a paid user who analyses a domain, and an operator who repairs from Stripe', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cyborux-billing-'));
  const lab = await startLab();
  const standIn = await startStripe({ secretKey: STRIPE_KEY });
  const network = join(folder, 'network.json');
  await writeFile(network, JSON.stringify(lab.network));
  const config = loadConfig({
    CYBORUX_HOME: join(folder, 'home'),
    CYBORUX_PORT: '0',
    CYBORUX_NETWORK: network,
    ...stripeSettings(standIn.url),
  });
  const server = await startServer(config, { log: createLog({ level: 'silent' }), version: '0' });
  const operator = await openAdministration(config);
  try {
    const { userId, key } = await operator.create('Ann@example.com', 'Ann');
    await assert.rejects(operator.create('ann@example.com', 'Ann'), { status: 409 });
    const { statuses, analysis, plans } = await demoBilling({
      ...{ baseUrl: server.url ?? '', standIn, userKey: key, domain: 'healthy.test', colors: pc },
      tell() {},
    });
    assert.equal(analysis.state, 'completed');
    assert.deepEqual([plans.plans.length, plans.packs.length], [4, 3]);
    assert.deepEqual(
      statuses.map((each) => [
        each.user_type,
        each.subscription_status,
        each.usage.analyses_used,
        each.one_shot_credits.analyses,
      ]),
      [
        ['basic', null, 0, 0],
        ['protect', 'active', 0, 0],
        ['protect', 'active', 1, 0],
        ['protect', 'active', 1, 3],
      ],
    );
    const report = await operator.stripeSync(config);
    assert.deepEqual(report, { customers: 1, linked: 0, subscriptions: 1, purchases: 1, disputes: 0 });
    assert.equal((await operator.user(userId))?.tier, 'protect');
  } finally {
    await operator.close();
    await server.stop();
    await standIn.close();
    await lab.close();
    await rm(folder, { recursive: true, force: true });
  }
});
