#!/usr/bin/env node
import { Command, InvalidArgumentError } from 'commander';
import { addAdminCommands } from './commands/admin.ts';
import { UsageError } from './usage-error.ts';
import { version } from './version.ts';

/** Commands are loaded when they are asked for: `cyborux scan` does without a server's modules. */
const program = new Command('cyborux')
  .description('Watches the security of internet domains from the outside.')
  .version(version())
  .showHelpAfterError();

program
  .command('scan')
  .description('analyse a domain here and now, without a server')
  .argument('<domain>', 'a registrable domain or a host under it')
  .option('--json', 'print the whole report as one JSON document')
  .option('--network <file>', 'network description to reach the internet by, as `cyborux lab` writes it')
  .option('--feeds <folder>', 'public data sets, laid out as CYBORUX_FEEDS has them')
  .option('--budget <seconds>', 'publish what there is after this time', seconds, 600)
  .option('--findings <count>', 'findings to print', count, 10)
  .action(async (domain, flags) => {
    const { scanCommand } = await import('./commands/scan.ts');
    process.exitCode = await scanCommand(domain, flags);
  });

program
  .command('serve')
  .description('run the server: API, worker and, without DATABASE_URL, PostgreSQL')
  .action(async () => {
    const { serveCommand } = await import('./commands/serve.ts');
    process.exitCode = await serveCommand();
  });

program
  .command('lab')
  .description('serve a small internet on loopback, with known faults')
  .option('--json', 'tell what is served as one line of JSON')
  .option('--network <file>', 'write the network description to this file')
  .action(async (flags) => {
    const { labCommand } = await import('./commands/lab.ts');
    process.exitCode = await labCommand(flags);
  });

program
  .command('demo')
  .description('analyse a domain of the lab through the server, as a client would')
  .option('--once', 'end after the summary')
  .option('--json', 'print one JSON document on stdout and nothing else there')
  .option('--billing', 'show a purchase instead: a new user buys a plan, analyses, and buys credits')
  .action(async (flags) => {
    const { demoCommand } = await import('./commands/demo.ts');
    process.exitCode = await demoCommand(flags);
  });

program
  .command('stripe-stand-in')
  .description('serve a stand-in for Stripe on loopback, and print the settings for it')
  .option('--server <url>', 'base URL of the server that gets the events', 'http://127.0.0.1:8080')
  .option('--port <port>', 'where it listens', count, 12111)
  .action(async (flags) => {
    const { stripeStandInCommand } = await import('./commands/stripe-stand-in.ts');
    process.exitCode = await stripeStandInCommand(flags);
  });

addAdminCommands(program);

function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 86_400) {
    throw new InvalidArgumentError('It is a whole number of seconds from 1 to 86400.');
  }
  return value;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It is a whole number.');
  return value;
}

try {
  await program.parseAsync();
} catch (error) {
  const plain = error instanceof UsageError || (error instanceof Error && error.name === 'StartError');
  process.stderr.write(`${plain ? (error as Error).message : (error as Error).stack}\n`);
  process.exitCode = plain ? 2 : 1;
}
