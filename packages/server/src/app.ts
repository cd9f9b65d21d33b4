import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { allSources, createSession } from '@cyborux/engine';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { AUTH_PATH } from './accounts/accounts.ts';
import { type AccountSettings, type Accounts, openAccounts } from './accounts/open-accounts.ts';
import { authenticateRequests } from './auth.ts';
import type { Billing } from './billing.ts';
import type { Notifications } from './db/notifications.ts';
import type { Database } from './db/schema.ts';
import type { App } from './http.ts';
import { parseJsonBody } from './json-body.ts';
import { refuseUnknownRoutes } from './known-paths.ts';
import { letGoOnClose } from './let-go.ts';
import type { Mailer } from './mail.ts';
import { describeApi, serveDocs } from './openapi.ts';
import { sendProblem, sendSocketProblem } from './problems.ts';
import type { Queue } from './queue.ts';
import { limitRate, tellRouteLimits } from './rate-limit.ts';
import { registerRoutes, type SourceDesk } from './routes/index.ts';

const NO_KEYS = { sources: allSources, configured: {}, keyBox: null, openNetwork: createSession };
const BODY_LIMIT = 64 * 1024;
const REQUEST_ID = /^[A-Za-z0-9_.:-]{1,64}$/;

export interface AppDeps {
  db: Kysely<Database>;
  notifications: Pick<Notifications, 'subscribe'>;
  queue: Pick<Queue, 'send'>;
  log: Logger;
  version: string;
  /** Requests that one key, or one address without a key, may make. Default: 12,000 in a minute. */
  rateLimit?: { max: number; windowMs: number };
  /** Addresses of proxies whose `X-Forwarded-For` is believed; true: of all. Default: none. */
  trustProxy?: boolean | string[];
  /** How people sign in. Left out: API keys alone work. */
  accounts?: AccountSettings;
  /** How things are sold. Left out: nothing is. */
  billing?: Billing;
  /** How people are told of what they bought. Left out: nobody is. */
  mailer?: Pick<Mailer, 'send'>;
  /** Sources and their keys. Left out: those of the engine, whose keys cannot be kept. */
  sourceDesk?: Omit<SourceDesk, 'log'>;
  /** The clock that billing goes by. Left out: the machine's. */
  now?: () => Date;
}

/** The HTTP side, ready to listen. */
export async function createApp(deps: AppDeps): Promise<App> {
  const app = Fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    // A line of our own tells each request.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    trustProxy: deps.trustProxy ?? false,
    return503OnClosing: false,
    // How long a name may be is for the domain parser to say.
    routerOptions: { maxParamLength: 16_384 },
    http: { requireHostHeader: false },
    genReqId: ({ headers: { 'x-request-id': given } }) =>
      typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID(),
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
    clientErrorHandler: sendSocketProblem,
  }) as unknown as App;

  // RFC 9110 section 10.1.1 lets a server pass over an expectation that it does not know.
  app.server.on('checkExpectation', (request, reply) => app.server.emit('request', request, reply));
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(sendProblem);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, bytes: Buffer) => parseJsonBody(bytes),
  );

  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' });
  });
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  });
  const accounts = deps.accounts ? accountsOf(app, deps, deps.accounts) : null;
  authenticateRequests(app, { ...deps, accounts });
  await limitRate(app, deps.rateLimit ?? { max: 12_000, windowMs: 60_000 });
  tellRouteLimits(app);
  logRequests(app);
  letGoOnClose(app);
  refuseUnknownRoutes(app);
  await describeApi(app, deps);
  await app.register(serveDocs);
  await app.register(async (scope) =>
    registerRoutes(scope, {
      ...deps,
      accounts,
      billing: deps.billing ?? null,
      mailer: deps.mailer ?? null,
      sourceDesk: { ...(deps.sourceDesk ?? NO_KEYS), log: deps.log },
      now: deps.now ?? (() => new Date()),
    }),
  );
  await app.ready();
  return app;
}

function accountsOf(app: App, { db, log }: AppDeps, settings: AccountSettings): Accounts {
  const port = () => (app.server.address() as AddressInfo | null)?.port ?? 0;
  return openAccounts({ db, log, port, now: () => new Date() }, settings);
}

function logRequests(app: App): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, url, identity } = request;
    const fields = {
      method,
      // Tokens stand behind the question mark.
      url: url.startsWith(AUTH_PATH) ? url.split('?', 1)[0] : url,
      status: reply.statusCode,
      duration_ms: Math.round(reply.elapsedTime),
      user: identity?.user.id,
    };
    if (request.routeOptions.config.rateLimit === false) request.log.debug(fields, 'request');
    else request.log.info(fields, 'request');
  });
}
