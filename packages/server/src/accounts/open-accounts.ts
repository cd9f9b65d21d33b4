import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../db/schema.ts';
import type { Mailer } from '../mail.ts';
import { type Auth, makeAuth, OIDC_PROVIDER } from './accounts.ts';
import { ADDRESS_HEADER } from './trail.ts';

export interface AccountSettings {
  mailer: Pick<Mailer, 'send'>;
  /** The first is used, the others can still be read. */
  secrets: readonly [string, ...string[]];
  signUp: 'open' | 'closed';
  /** Left out: this machine, where the API listens. */
  publicUrl?: string | undefined;
  oidc?: { issuer: string; clientId: string; clientSecret: string } | undefined;
}

export interface Session {
  id: string;
  userId: string;
  expiresAt: Date;
}

export interface Accounts {
  /** Answers a request below `/api/auth`, whose own address headers are not believed. */
  answer(request: Request, address: string): Promise<Response>;
  /** The session that the cookies are of; null: none that is valid. */
  sessionOf(cookie: string): Promise<Session | null>;
  /** May a page of this origin use the cookies to change something? */
  trusts(origin: string | undefined): boolean;
}

/** Between two tries to reach an identity provider. */
const PROVIDER_RETRY_MS = 30_000;

/** @param port where the API listens, known when the first request comes */
export function openAccounts(
  deps: { db: Kysely<Database>; log: Logger; now: () => Date; port: () => number },
  settings: AccountSettings,
): Accounts {
  const { db, log, now, port } = deps;
  const { mailer, secrets, signUp, oidc } = settings;
  let made: { auth: Auth; at: number; whole: Promise<boolean> } | null = null;

  function make() {
    const publicUrl = settings.publicUrl ?? `http://localhost:${port()}`;
    const origins = originsOf(settings, port);
    const auth = makeAuth({ db, mailer, log, now, publicUrl, origins, secrets, signUp, oidc });
    const whole = auth.$context.then(
      ({ socialProviders }) => !oidc || socialProviders.some(({ id }) => id === OIDC_PROVIDER),
    );
    return { auth, at: now().getTime(), whole };
  }

  /** Made again while the identity provider, which is asked once for its addresses, could not be reached. */
  async function auth(): Promise<Auth> {
    made ??= make();
    if (now().getTime() - made.at > PROVIDER_RETRY_MS && !(await made.whole)) made = make();
    return made.auth;
  }

  return {
    async answer(request, address) {
      request.headers.set(ADDRESS_HEADER, address);
      return (await auth()).handler(request);
    },
    async sessionOf(cookie) {
      const found = await (await auth()).api.getSession({
        headers: new Headers({ cookie }),
        query: { disableRefresh: true, disableCookieCache: true },
      });
      if (!found) return null;
      const { id, userId, expiresAt } = found.session;
      return { id, userId, expiresAt };
    },
    trusts: (origin) => origin !== undefined && originsOf(settings, port).includes(origin),
  };
}

function originsOf({ publicUrl }: AccountSettings, port: () => number): string[] {
  if (publicUrl !== undefined) return [new URL(publicUrl).origin];
  return ['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${port()}`);
}
