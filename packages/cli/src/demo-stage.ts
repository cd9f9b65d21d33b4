import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LAB_FEEDS, type StripeStandIn, startLab, startStripe } from '@cyborux/lab';
import { type Config, createLog, loadConfig, startServer } from '@cyborux/server';
import { STRIPE_KEY, stripeSettings } from './commands/stripe-stand-in.ts';
import { version } from './version.ts';

/** What the demo plays on: new every time, and never among the data of a real server. */
export interface Stage {
  baseUrl: string;
  operatorKey: string;
  config: Config;
  /** Null: the demo is not about billing. */
  stripe: StripeStandIn | null;
  clear(): Promise<void>;
}

/** Starts the lab, the database, the server and a worker on free ports, and Stripe's stand-in when it is wanted. */
export async function setStage({ billing }: { billing: boolean }): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'cyborux-demo-'));
  const started: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const clear = async () => {
    for (let stop = started.pop(); stop !== undefined; stop = started.pop()) await stop();
  };
  try {
    const lab = await startLab();
    started.push(() => lab.close());
    const stripe = billing ? await startStripe({ secretKey: STRIPE_KEY }) : null;
    if (stripe !== null) started.push(() => stripe.close());

    const network = join(folder, 'network.json');
    await writeFile(network, JSON.stringify(lab.network));
    const config = loadConfig({
      ...process.env,
      DATABASE_URL: undefined,
      CYBORUX_HOME: join(folder, 'home'),
      CYBORUX_NETWORK: network,
      CYBORUX_FEEDS: LAB_FEEDS,
      CYBORUX_PORT: '0',
      CYBORUX_LOG_LEVEL: process.env.CYBORUX_LOG_LEVEL ?? 'error',
      ...(stripe === null ? {} : stripeSettings(stripe.url)),
    });
    const log = createLog({ level: config.logLevel, pretty: true });
    const server = await startServer(config, { log, version: version() });
    started.push(() => server.stop());
    if (server.url === null || server.operatorKey === null)
      throw new Error('The server of the demo has no API.');
    return { baseUrl: server.url, operatorKey: server.operatorKey, config, stripe, clear };
  } catch (error) {
    await clear();
    throw error;
  }
}
