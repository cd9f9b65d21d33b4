import { readFileSync } from 'node:fs';
import { allSources } from '@cyborux/engine';
import { type Config, loadConfig } from './config.ts';
import { createLog } from './log.ts';
import { type RunningServer, startServer } from './server.ts';
import { StartError } from './start-error.ts';

/** Beyond this the process ends whatever is still open. */
const SPARE_MS = 5000;

/**
 * Runs the server until SIGTERM or SIGINT: settings from the environment, log and words to stderr.
 *
 * @returns the exit code
 */
export async function main(): Promise<number> {
  try {
    const config = loadConfig(
      undefined,
      allSources.map((source) => source.id),
    );
    const log = createLog(logOptions(config));
    const server = await startServer(config, { log, version: version() });
    if (server.operatorKey) tellKey(server.operatorKey);
    log.info({ url: server.url, role: config.role }, 'started');
    if (server.url !== null && config.smtpUrl === undefined) {
      log.warn(
        'no mail server is set up (CYBORUX_SMTP_URL): links to confirm addresses are written to this log',
      );
    }
    const signal = await nextSignal();
    log.info({ signal }, 'stopping');
    await stopInTime(server, config);
    log.info('stopped');
    return 0;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

function logOptions({ logLevel, logFormat }: Config) {
  const terminal = process.stderr.isTTY === true;
  const readable = logFormat === 'pretty' || (logFormat === 'auto' && terminal);
  return { level: logLevel, pretty: readable, color: terminal };
}

function version(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return manifest.version;
}

/** Not through the log, which keeps secrets out. */
function tellKey(key: string): void {
  process.stderr.write(
    `\n  The operator's API key, shown this once:\n\n    ${key}\n\n  Send it as "Authorization: Bearer <key>".\n\n`,
  );
}

function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
}

/** A second signal ends the process as it would have without us. */
async function stopInTime(server: RunningServer, config: Config): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.removeAllListeners(signal);
  const timer = setTimeout(() => process.exit(1), config.shutdownSeconds * 1000 + SPARE_MS);
  await server.stop();
  clearTimeout(timer);
}

if (import.meta.main) process.exitCode = await main();
