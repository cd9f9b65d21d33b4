import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AUTH_PATH } from '../accounts/accounts.ts';
import type { Accounts } from '../accounts/open-accounts.ts';
import { ProblemError } from '../errors.ts';
import type { App } from '../http.ts';
import { notFound } from '../problems.ts';

/** Paths whose answer must not tell, by the time that it takes, whether there is such an account. */
const EVEN_PATHS = new Set(
  ['/sign-in/email', '/sign-up/email', '/request-password-reset', '/send-verification-email'].map(
    (path) => AUTH_PATH + path,
  ),
);
const EVEN_MS = 250;

/** What better-auth offers, in our conventions: `{detail, code, request_id}`, our statuses, no page of its own. */
export function auth(app: App, { accounts }: { accounts: Accounts | null }): void {
  app.route({
    method: ['GET', 'POST'],
    url: `${AUTH_PATH}/*`,
    config: { access: 'public' },
    schema: { hide: true },
    async handler(request, reply) {
      if (!accounts) {
        throw new ProblemError(
          503,
          'not_configured',
          'Accounts are not set up here: CYBORUX_SECRET is missing.',
        );
      }
      const path = addressOf(request).pathname;
      if (path === `${AUTH_PATH}/error`) throw refusedRedirect(request);
      if (path === `${AUTH_PATH}/ok`) throw notFound();
      const even = EVEN_PATHS.has(path) ? delay(EVEN_MS) : undefined;
      const response = await accounts.answer(webRequest(request), request.ip);
      await even;
      return answer(response, reply);
    },
  });
}

/** Where a browser lands when signing in at the identity provider went wrong. */
function refusedRedirect(request: FastifyRequest): ProblemError {
  const { error } = request.query as { error?: unknown };
  const word = typeof error === 'string' && /^[\w-]{1,64}$/.test(error) ? error : 'unknown';
  return new ProblemError(
    400,
    'sign_in_failed',
    `Signing in did not work out: ${word.replaceAll('_', ' ')}.`,
  );
}

const PASSED_ON = [
  'cookie',
  'origin',
  'referer',
  'user-agent',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
];

/**
 * As better-auth reads it, with `.` and `..` worked out. Only the path and the query count: where we are is known by
 * configuration.
 */
function addressOf({ url }: FastifyRequest): URL {
  if (!URL.canParse(url, 'http://localhost')) throw notFound();
  return new URL(url, 'http://localhost');
}

/** A request with an `Authorization` header is one of a program: its cookies do not count. */
function webRequest(request: FastifyRequest): Request {
  const headers = new Headers();
  for (const name of PASSED_ON) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  if (request.headers.authorization !== undefined) headers.delete('cookie');
  const { method } = request;
  const url = addressOf(request);
  if (method !== 'POST') return new Request(url, { method, headers });
  headers.set('content-type', 'application/json');
  return new Request(url, { method, headers, body: JSON.stringify(request.body ?? {}) });
}

async function answer(response: Response, reply: FastifyReply): Promise<FastifyReply> {
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) reply.header('set-cookie', cookies);
  const body = await response.text();
  if (response.status >= 400) throw problemOf(response, body);
  const location = response.headers.get('location');
  if (location !== null) reply.header('location', location);
  reply.code(response.status);
  if (body === '') return reply.send();
  return reply.type('application/json; charset=utf-8').send(body);
}

const STATUSES: Record<number, number> = { 405: 404, 415: 400, 422: 400 };

function problemOf(response: Response, body: string): ProblemError {
  const { status } = response;
  if (status >= 500) throw new Error(`better-auth answered ${status}`);
  if (status === 429) return rateLimited(response);
  const { code, message } = parsed(body);
  if (code === 'PROVIDER_NOT_FOUND') {
    const detail = 'That identity provider is not set up here, or does not answer.';
    return new ProblemError(503, 'provider_unavailable', detail);
  }
  if (status === 404) return notFound();
  return new ProblemError(
    STATUSES[status] ?? status,
    typeof code === 'string' ? code.toLowerCase() : 'invalid_body',
    sentence(typeof message === 'string' && message !== '' ? message : 'The request was refused'),
  );
}

/** One answer, whatever was limited: by address and by account look the same. */
function rateLimited({ headers }: Response): ProblemError {
  const seconds = headers.get('retry-after') ?? headers.get('x-retry-after') ?? '60';
  return new ProblemError(429, 'rate_limited', `Too many tries. Come back in ${seconds} seconds.`, {
    'retry-after': seconds,
  });
}

function parsed(body: string): { code?: unknown; message?: unknown } {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}

function sentence(text: string): string {
  const line = text.split('\n', 1)[0]?.trim() ?? '';
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
