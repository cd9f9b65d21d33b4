import { allChecks, allProbes, allSources, createSession, scan } from '@cyborux/engine';
import { DatabaseError } from 'pg';
import type { Logger } from 'pino';
import type { AccountSettings } from './accounts/open-accounts.ts';
import { createOperator } from './actions/create-operator.ts';
import { resealKeys } from './actions/sources/reseal-keys.ts';
import { createApp } from './app.ts';
import { openBilling } from './billing.ts';
import type { Config } from './config.ts';
import { connect } from './db/connect.ts';
import { startEmbeddedPostgres } from './db/embedded-postgres.ts';
import { migrate } from './db/migrate.ts';
import { listen } from './db/notifications.ts';
import { readFeeds } from './feeds.ts';
import { openMailer } from './mail.ts';
import { openQueue } from './queue.ts';
import { openKeyBox } from './sealed-keys.ts';
import { accountSecret, keySecrets } from './secret.ts';
import { StartError } from './start-error.ts';
import { startTierUpkeep } from './tier-upkeep.ts';
import { startWorker } from './worker.ts';

export interface RunningServer {
  /** Base URL of the API; null when this process does not answer it. */
  url: string | null;
  /** The operator's first API key, told when the account was made just now. */
  operatorKey: string | null;
  /** Hands back what is under way, answers what was asked, and closes everything. */
  stop(): Promise<void>;
}

/** SQLSTATE: authorization, no such database, no right to make tables, too many connections. */
const REFUSALS = /^(28|3D|42501|53)/;

type Close = () => Promise<unknown>;

interface Setting {
  log: Logger;
  version: string;
  lost: (error: unknown) => void;
  /** What stops each thing that was started, in order. */
  started: Close[];
}

/**
 * Starts all that the configuration asks for: the database, the API, the worker.
 *
 * @throws StartError with a sentence for the person who started it; what was started until then is stopped
 */
export async function startServer(
  config: Config,
  { log, version }: { log: Logger; version: string },
): Promise<RunningServer> {
  const started: Close[] = [];
  let stopping = false;
  // Pools do not wait for the goodbye of their connections, which the database may cut off then.
  const lost = (err: unknown) => stopping || log.error({ err }, 'a connection to the database was lost');
  const stop = async () => {
    stopping = true;
    for (let close = started.pop(); close; close = started.pop()) await close();
  };
  try {
    return { ...(await start(config, { log, version, lost, started })), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  config: Config,
  { log, version, lost, started }: Setting,
): Promise<Omit<RunningServer, 'stop'>> {
  const secret = config.role === 'worker' ? null : await accountSecret(config);
  const databaseUrl = config.databaseUrl ?? (await startDatabase(config, started, lost));
  const db = connect(databaseUrl, { onError: lost });
  started.push(() => db.destroy());
  const applied = await migrate(db).catch(refuseDatabase);
  if (applied.length > 0) log.info({ applied }, 'database migrated');
  const operatorKey = await createOperator({ db });

  const secrets = await keySecrets(config);
  const keyBox = secrets && openKeyBox(secrets);
  if (keyBox) await resealKeys({ db, log }, keyBox);
  const feeds = config.feeds === undefined ? {} : readFeeds(config.feeds);
  const openNetwork = () => createSession({ ...config.network, feeds });

  const budgetSeconds = config.analysisBudgetSeconds;
  const upkeep = config.role !== 'api';
  const queue = await openQueue({ url: databaseUrl, budgetSeconds, upkeep, onError: lost });
  started.push(() => queue.stop());

  if (config.role !== 'api') {
    const worker = await startWorker({
      ...{ db, queue, url: databaseUrl, log, budgetSeconds, scan, now: () => new Date() },
      modules: { sources: allSources, probes: allProbes, checks: allChecks },
      keys: config.sourceKeys,
      keyBox,
      cacheSeconds: config.sourceCacheHours * 3600,
      personalData: config.personalData === 'collect',
      openNetwork,
      concurrency: config.concurrency,
      shutdownSeconds: config.shutdownSeconds,
    });
    started.push(() => worker.stop());
    started.push(startTierUpkeep({ db, log }));
  }
  if (config.role === 'worker') return { url: null, operatorKey };

  const notifications = await listen(databaseUrl, lost);
  started.push(() => notifications.close());
  const accounts = accountSettings(config, secret, log, started);
  const trustProxy = config.trustedProxies ?? false;
  let listensAt = '';
  const returnTo = () => config.publicUrl ?? listensAt;
  const billing = openBilling(config, { now: () => new Date(), returnTo });
  const app = await createApp({
    ...{ db, queue, notifications, log, version, trustProxy },
    sourceDesk: { sources: allSources, configured: config.sourceKeys, keyBox, openNetwork },
    ...(accounts ? { accounts } : {}),
    ...(billing ? { billing } : {}),
    ...(accounts && config.smtpUrl !== undefined ? { mailer: accounts.mailer } : {}),
  });
  started.push(() => app.close());
  const url = await app.listen({ host: config.host, port: config.port }).catch(refusePort(config));
  listensAt = url;
  return { url: returnTo(), operatorKey };
}

/** @returns null: nobody signs in here, API keys alone work */
function accountSettings(
  config: Config,
  secret: string | null,
  log: Logger,
  started: Close[],
): AccountSettings | null {
  if (secret === null) return null;
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: clientSecret } = config;
  const mailer = openMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom, log });
  started.push(() => mailer.close());
  return {
    mailer,
    secrets: [secret, ...config.formerSecrets],
    signUp: config.signUp,
    publicUrl: config.publicUrl,
    oidc: issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : undefined,
  };
}

async function startDatabase(
  config: Config,
  started: Close[],
  onLost: (error: unknown) => void,
): Promise<string> {
  const server = await startEmbeddedPostgres({ home: config.home, database: 'cyborux', onLost });
  started.push(() => server.stop());
  return server.url;
}

/** What the database itself says of a statement is a bug; everything else is about how it is reached. */
function refuseDatabase(error: unknown): never {
  const state = error instanceof DatabaseError ? (error.code ?? '') : '';
  if (error instanceof StartError || (state && !REFUSALS.test(state))) throw error;
  throw new StartError(`The database of DATABASE_URL cannot be used: ${reason(error)}.`, { cause: error });
}

function refusePort({ host, port }: Config) {
  return (error: NodeJS.ErrnoException): never => {
    const why = error.code === 'EADDRINUSE' ? 'another program listens there' : reason(error);
    throw new StartError(
      `The API cannot listen on ${host}, port ${port} (CYBORUX_HOST, CYBORUX_PORT): ${why}.`,
      {
        cause: error,
      },
    );
  };
}

function reason(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  return message || code || String(error);
}
