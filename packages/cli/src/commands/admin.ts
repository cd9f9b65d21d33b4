import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { visible } from '@cyborux/engine/protocols/control-text.ts';
import type { Administration, Config, UserChange } from '@cyborux/server';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { addStripeCommands } from './admin-stripe.ts';

const TIERS = ['basic', 'protect', 'vigilant', 'enterprise'] as const;
const FEATURES = ['analyses', 'reports', 'deep_scans'] as const;
const WHO = 'a user: id or e-mail address';

/** What an operator does on the database of the configuration, with or without a server that runs. */
export function addAdminCommands(program: Command): void {
  const admin = program
    .command('admin')
    .description('look after users, tiers, credits and the audit log, on the database itself');

  admin
    .command('users')
    .description('list users, the latest first')
    .argument('[search]', 'part of the e-mail address or the name')
    .addOption(new Option('--tier <tier>', 'only of this tier').choices(TIERS))
    .option('--suspended', 'only suspended ones')
    .option('--page <number>', 'which page', positive, 1)
    .option('--json', 'print one JSON document')
    .action((search, { tier, suspended, page, json }) =>
      withDatabase(async (database) => {
        const found = await database.users({ q: search, tier, suspended }, { page, per_page: 100 });
        if (json) return print(found);
        for (const user of found.items) say(userLine(user));
        say(`in all: ${found.total}; page ${found.page} of ${Math.max(1, found.total_pages)}`);
      }),
    );

  admin
    .command('create-user')
    .description('make an account of tier basic, and print its id and its first API key')
    .argument('<email>', 'its address')
    .option('--name <name>', 'of the person', 'User')
    .action((email, { name }) =>
      withDatabase(async (database) => {
        const { userId, key } = await database.create(email, name);
        say(`${userId}  ${key}`);
      }),
    );

  change(admin, 'set-tier', 'set the tier of a user', (command) =>
    command.addArgument(command.createArgument('<tier>', 'the tier').choices(TIERS)),
  ).action((who, tier) => apply(who, { tier }));

  change(admin, 'set-quota', 'set what a user of tier enterprise has in a period', (command) =>
    command
      .argument('<analyses>', 'a number, or unlimited', units)
      .argument('<reports>', 'likewise', units)
      .argument('<deep-scans>', 'likewise', units),
  ).action((who, analyses, reports, deepScans) =>
    apply(who, {
      customQuota: { analyses: analyses.units, reports: reports.units, deep_scans: deepScans.units },
    }),
  );

  change(admin, 'set-operator', 'make a user an operator', (command) =>
    command.option('--off', 'take the rights of an operator away'),
  ).action((who, { off }) => apply(who, { isOperator: off !== true }));

  change(admin, 'suspend', 'suspend a user: signed out, and refused with every key').action((who) =>
    apply(who, { suspended: true }),
  );
  change(admin, 'unsuspend', 'let a suspended user in again').action((who) =>
    apply(who, { suspended: false }),
  );

  change(admin, 'grant', 'grant one-shot credits, or take them with a negative amount', (command) =>
    command
      .addArgument(command.createArgument('<feature>', 'of what').choices(FEATURES))
      .argument('<amount>', 'how many', amount)
      .option('--reason <text>', 'for the audit log'),
  )
    // A negative amount is no option.
    .passThroughOptions(false)
    .allowUnknownOption()
    .action((who, feature, count, { reason }) =>
      withDatabase((database) => database.grant(who, { feature, amount: count, reason })),
    );

  change(admin, 'export', 'write everything that is kept of a user as JSON', (command) =>
    command.option('--to <file>', 'the file; left out: standard output'),
  ).action((who, { to }) => withDatabase(async (database) => write(await database.export(who), to)));

  change(admin, 'delete', 'delete a user and everything that belongs to the user', (command) =>
    command.requiredOption('--yes', 'it cannot be undone'),
  ).action((who) => withDatabase((database, config) => database.delete(who, config)));

  admin
    .command('audit')
    .description('print the audit log as newline-delimited JSON')
    .option('--actor <id>', 'only what this one did')
    .option('--act <word>', 'only this act, like sign_in.fail')
    .option('--subject <id>', 'only what was done on this one')
    .option('--to <file>', 'the file; left out: standard output')
    .action(({ actor, act, subject, to }) =>
      withDatabase((database) => write(lines(database.audit({ actor, act, subject })), to)),
    );

  admin
    .command('operator-key')
    .description(
      'make the operator an API key, in place of an earlier one of that name: the way back in when it was lost',
    )
    .option('--name <name>', 'of the key', 'Command line')
    .action(({ name }) => withDatabase(async (database) => say(await database.operatorKey(name))));

  addStripeCommands(admin, withDatabase);
}

function change(
  admin: Command,
  name: string,
  description: string,
  more: (command: Command) => Command = (command) => command,
): Command {
  return more(admin.command(name).description(description).argument('<user>', WHO));
}

async function apply(who: string, wanted: UserChange): Promise<void> {
  await withDatabase(async (database) => {
    await database.change(who, wanted);
    const user = await database.user(who);
    if (user) say(userLine(user));
  });
}

/** Exit code 2 and one sentence for what the operator can repair. */
async function withDatabase(
  work: (database: Administration, config: Config) => Promise<void>,
): Promise<void> {
  const { loadConfig, openAdministration, ProblemError } = await import('@cyborux/server');
  const { allSources } = await import('@cyborux/engine');
  const config = loadConfig(
    process.env,
    allSources.map(({ id }) => id),
  );
  const database = await openAdministration(config);
  try {
    await work(database, config);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } finally {
    await database.close();
  }
}

async function* lines(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const item of items) yield `${JSON.stringify(item)}\n`;
}

/** Waits for whoever reads slowly: the whole may be larger than memory. */
async function write(parts: AsyncIterable<string>, path: string | undefined): Promise<void> {
  const to = path === undefined ? process.stdout : createWriteStream(path, { mode: 0o600 });
  for await (const part of parts) if (!to.write(part)) await once(to, 'drain');
  if (path === undefined) return;
  to.end();
  await once(to, 'finish');
}

type UserRow = NonNullable<Awaited<ReturnType<Administration['user']>>>;

function userLine(user: UserRow): string {
  const marks = [user.is_operator && 'operator', user.suspended_at && 'suspended'].filter(Boolean).join(', ');
  const fields = [user.id, user.tier.padEnd(10), user.email ?? '-', visible(user.name, 100), marks];
  return fields.filter((field) => field !== '').join('  ');
}

function print(value: unknown): void {
  say(JSON.stringify(value, null, 2));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It is a whole number from 1.');
  return value;
}

function units(text: string): { units: number | null } {
  if (text === 'unlimited') return { units: null };
  const value = Number(text);
  if (/^\d{1,9}$/.test(text)) return { units: value };
  throw new InvalidArgumentError('It is a whole number, or unlimited.');
}

function amount(text: string): number {
  if (!/^-?\d{1,6}$/.test(text) || Number(text) === 0) {
    throw new InvalidArgumentError('It is a whole number, and not 0.');
  }
  return Number(text);
}
