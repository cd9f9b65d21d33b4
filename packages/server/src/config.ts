import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { NetworkDescription } from '@cyborux/engine/net/options.ts';
import { z } from 'zod';
import { networkSchema, resolversSchema } from './config-network.ts';
import { SOURCE_SETTINGS } from './config-sources.ts';
import { STRIPE_SETTINGS } from './config-stripe.ts';
import { StartError } from './start-error.ts';

interface Setting<T = unknown> {
  name: string;
  schema: z.ZodType<T>;
  /** What a value must be: ends the sentence "NAME is … but must be". */
  expects: string;
  /** As the documentation shows it. */
  default: string;
  description: string;
  /** Its value is never shown. */
  isSecret?: boolean;
}

function setting<T>(setting: Setting<T>): Setting<T> {
  return setting;
}

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));

const webUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => !/[?#@]/.test(url))
  .transform((url) => url.replace(/\/+$/, ''));

const secret = z.string().min(32).max(1024);

const addressList = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])));

const TABLE = {
  databaseUrl: setting({
    name: 'DATABASE_URL',
    schema: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    expects: 'a URL like postgresql://user:password@host/database',
    default: 'embedded PostgreSQL in CYBORUX_HOME',
    description:
      'PostgreSQL 15 or later to store everything in. Many processes on many machines may share it.',
    // It holds a password.
    isSecret: true,
  }),
  home: setting({
    name: 'CYBORUX_HOME',
    schema: z
      .string()
      .optional()
      .transform((path) => path && resolve(path)),
    expects: 'a folder',
    default:
      '`/var/lib/cyborux` for root, else `$XDG_DATA_HOME/cyborux` or `~/.local/share/cyborux`; on macOS `~/Library/Application Support/cyborux`',
    description: 'Folder of the embedded PostgreSQL. Processes with the same folder share one server.',
  }),
  host: setting({
    name: 'CYBORUX_HOST',
    schema: z.union([z.ipv4(), z.ipv6(), z.hostname()]).default('127.0.0.1'),
    expects: 'an address or a host name',
    default: '127.0.0.1',
    description: 'Address on which the API listens. `0.0.0.0` listens on all IPv4 addresses, `::` on all.',
  }),
  port: setting({
    name: 'CYBORUX_PORT',
    schema: wholeNumber(0, 65535).default(8080),
    expects: 'a whole number from 0 to 65535',
    default: '8080',
    description: 'Port on which the API listens. 0 takes a free one.',
  }),
  publicUrl: setting({
    name: 'CYBORUX_PUBLIC_URL',
    schema: webUrl.optional(),
    expects: 'a URL like https://cyborux.example.com',
    default: 'where the API listens',
    description: 'Base URL under which clients reach the API, when a proxy stands in front of it.',
  }),
  trustedProxies: setting({
    name: 'CYBORUX_TRUSTED_PROXIES',
    schema: addressList.optional(),
    expects: 'a list like 127.0.0.1,10.0.0.0/8',
    default: 'none',
    description:
      'Addresses of proxies whose `X-Forwarded-For` is believed. Without it, all clients behind a proxy are one address to the rate limits.',
  }),
  secret: setting({
    name: 'CYBORUX_SECRET',
    schema: secret.optional(),
    expects: 'at least 32 characters, as `openssl rand -base64 32` makes them',
    default:
      'made at the first start and kept in CYBORUX_HOME; with DATABASE_URL: none, which needs CYBORUX_SIGN_UP=closed',
    description: 'Signs session cookies and links, and encrypts second factors. The same for all processes.',
    isSecret: true,
  }),
  formerSecrets: setting({
    name: 'CYBORUX_FORMER_SECRETS',
    schema: z
      .string()
      .transform((text) => text.split(','))
      .pipe(z.array(secret))
      .default([]),
    expects: 'a list of former values of CYBORUX_SECRET',
    default: 'none',
    description: 'Former secrets, parted by commas: what they encrypted can still be read.',
    isSecret: true,
  }),
  signUp: setting({
    name: 'CYBORUX_SIGN_UP',
    schema: z.enum(['open', 'closed']).default('open'),
    expects: 'open or closed',
    default: 'open',
    description: 'Whether people can make themselves an account.',
  }),
  smtpUrl: setting({
    name: 'CYBORUX_SMTP_URL',
    schema: z.url({ protocol: /^smtps?$/ }).optional(),
    expects: 'a URL like smtp://user:password@mail.example.com:587',
    default: 'none: links are written to the log',
    description:
      'Mail server that sends what accounts need. `smtps` is TLS from the start, `smtp` uses STARTTLS where it is offered.',
    isSecret: true,
  }),
  mailFrom: setting({
    name: 'CYBORUX_MAIL_FROM',
    schema: z
      .string()
      .max(320)
      .regex(/^(?:[^<>\r\n]{0,200} <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/)
      .default('Cyborux <cyborux@localhost>'),
    expects: 'an address like Cyborux <cyborux@example.com>',
    default: 'Cyborux <cyborux@localhost>',
    description: 'Sender of the mail.',
  }),
  oidcIssuer: setting({
    name: 'CYBORUX_OIDC_ISSUER',
    schema: webUrl.optional(),
    expects: 'a URL like https://login.example.com',
    default: 'none',
    description:
      'OpenID Connect provider that people may sign in with. Its redirect address is `/api/auth/callback/oidc`.',
  }),
  oidcClientId: setting({
    name: 'CYBORUX_OIDC_CLIENT_ID',
    schema: z.string().optional(),
    expects: 'a client id',
    default: 'none',
    description: 'Our client id at that provider.',
  }),
  oidcClientSecret: setting({
    name: 'CYBORUX_OIDC_CLIENT_SECRET',
    schema: z.string().optional(),
    expects: 'a client secret',
    default: 'none',
    description: 'Our client secret at that provider.',
    isSecret: true,
  }),
  ...STRIPE_SETTINGS,
  ...SOURCE_SETTINGS,
  logLevel: setting({
    name: 'CYBORUX_LOG_LEVEL',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    expects: 'fatal, error, warn, info, debug, trace or silent',
    default: 'info',
    description: 'The least severe messages that are logged.',
  }),
  logFormat: setting({
    name: 'CYBORUX_LOG_FORMAT',
    schema: z.enum(['auto', 'json', 'pretty']).default('auto'),
    expects: 'auto, json or pretty',
    default: 'auto',
    description: 'Form of the log on stderr. `auto` is readable in a terminal and JSON elsewhere.',
  }),
  role: setting({
    name: 'CYBORUX_ROLE',
    schema: z.enum(['all', 'api', 'worker']).default('all'),
    expects: 'all, api or worker',
    default: 'all',
    description: 'What this process does: answer the API, run analyses, or both.',
  }),
  concurrency: setting({
    name: 'CYBORUX_CONCURRENCY',
    schema: wholeNumber(1, 64).default(4),
    expects: 'a whole number from 1 to 64',
    default: '4',
    description: 'Analyses that this process runs at once.',
  }),
  analysisBudgetSeconds: setting({
    name: 'CYBORUX_ANALYSIS_BUDGET_SECONDS',
    schema: wholeNumber(1, 21_600).default(600),
    expects: 'a whole number from 1 to 21600',
    default: '600',
    description: 'Time from the start of an analysis until what exists is published as partial.',
  }),
  shutdownSeconds: setting({
    name: 'CYBORUX_SHUTDOWN_SECONDS',
    schema: wholeNumber(1, 600).default(10),
    expects: 'a whole number from 1 to 600',
    default: '10',
    description: 'Time that a process takes to finish or hand back its work when it is told to stop.',
  }),
  resolvers: setting({
    name: 'CYBORUX_RESOLVERS',
    schema: resolversSchema.optional(),
    expects: 'a list like 192.0.2.53,[2001:db8::53]:5353',
    default: "the system's, then public ones",
    description:
      'Recursive DNS resolvers to ask, parted by commas: addresses, each with a port if it is not 53; over TLS `tls://192.0.2.53#dns.example`, over HTTPS `https://dns.example/dns-query#192.0.2.53`. `iterative`: down from the root servers when none before gives an answer.',
  }),
  feeds: setting({
    name: 'CYBORUX_FEEDS',
    schema: z
      .string()
      .min(1)
      .transform((path) => resolve(path))
      .optional(),
    expects: 'a folder',
    default: 'none: only what is built in',
    description:
      'Folder with public data sets, read when a worker starts, each if it is there: `retire-js/jsrepository-v5.json` (JavaScript libraries with known vulnerabilities, of RetireJS) and `recog/xml/*.xml` (fingerprints of HTTP servers, of Recog).',
  }),
  network: setting({
    name: 'CYBORUX_NETWORK',
    schema: z.string().optional(),
    expects: 'the path of a JSON file',
    default: 'the internet',
    description:
      'JSON file with routes, resolvers, root certificates, root servers and trust anchors, as `cyborux lab` writes it.',
  }),
};

const KEY_PREFIX = 'CYBORUX_SOURCE_KEY_';

/** Every setting, for the documentation. */
export const SETTINGS: readonly Setting[] = [
  ...Object.values(TABLE),
  setting({
    name: `${KEY_PREFIX}<ID>`,
    schema: z.string(),
    expects: 'a key',
    default: 'none',
    description:
      'Key for the source of that id, in capitals with `_` for `-`: `CYBORUX_SOURCE_KEY_CERTSPOTTER`.',
  }),
];

type Values = { [K in keyof typeof TABLE]: z.output<(typeof TABLE)[K]['schema']> };

export interface Config extends Omit<Values, 'home' | 'resolvers' | 'network'> {
  home: string;
  network: NetworkDescription;
  /** Source id to key. */
  sourceKeys: Record<string, string>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings; an empty one counts as not set.
 *
 * @param sourceIds sources that may have a key
 * @throws StartError with a sentence that names the setting that is unknown or malformed
 */
export function loadConfig(env: Environment = process.env, sourceIds: readonly string[] = []): Config {
  const keyNames = new Map(sourceIds.map((id) => [KEY_PREFIX + id.toUpperCase().replaceAll('-', '_'), id]));
  refuseUnknown(env, [...Object.values(TABLE).map(({ name }) => name), ...keyNames.keys()]);
  const { home, resolvers, network, ...rest } = readTable(env);
  refuseHalf(rest);
  const described = network === undefined ? {} : readNetwork(network);
  return {
    ...rest,
    home: home ?? defaultHome(env),
    network: resolvers ? { ...described, resolvers } : described,
    sourceKeys: Object.fromEntries(
      [...keyNames].flatMap(([name, id]) => (env[name] ? [[id, env[name]]] : [])),
    ),
  };
}

/** An identity provider is three settings, or none. */
function refuseHalf(values: Pick<Values, 'oidcIssuer' | 'oidcClientId' | 'oidcClientSecret'>): void {
  const settings = [TABLE.oidcIssuer, TABLE.oidcClientId, TABLE.oidcClientSecret];
  const given = [values.oidcIssuer, values.oidcClientId, values.oidcClientSecret];
  const missing = settings.find((_, index) => given[index] === undefined);
  const some = given.some((value) => value !== undefined);
  if (some && missing)
    throw new StartError(`${missing.name} is missing: the identity provider needs it too.`);
}

function readTable(env: Environment): Values {
  const values = Object.entries(TABLE).map(
    ([key, { name, schema, expects, isSecret }]: [string, Setting]) => {
      const parsed = schema.safeParse(env[name] || undefined);
      if (parsed.success) return [key, parsed.data];
      const told = isSecret ? 'malformed' : JSON.stringify(env[name]);
      throw new StartError(`${name} is ${told} but must be ${expects}.`);
    },
  );
  return Object.fromEntries(values) as Values;
}

function refuseUnknown(env: Environment, known: readonly string[]): void {
  for (const name of Object.keys(env)) {
    if (!name.startsWith('CYBORUX_') || known.includes(name)) continue;
    const [nearest] = known.toSorted((a, b) => distance(name, a) - distance(name, b));
    const hint =
      nearest && distance(name, nearest) <= 3
        ? `did you mean ${nearest}?`
        : 'docs/configuration.md lists all settings.';
    throw new StartError(`${name} is not a setting: ${hint}`);
  }
}

function readNetwork(path: string): NetworkDescription {
  const at = resolve(path);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(at, 'utf8'));
  } catch {
    throw new StartError(`CYBORUX_NETWORK names ${at}, which cannot be read as JSON.`);
  }
  const parsed = networkSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StartError(
    `CYBORUX_NETWORK names ${at}, which is malformed at "${issue?.path.join('.')}": ${issue?.message}.`,
  );
}

function defaultHome(env: Environment): string {
  if (process.getuid?.() === 0) return '/var/lib/cyborux';
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'cyborux');
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'cyborux');
}

/** Levenshtein's, row by row. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
