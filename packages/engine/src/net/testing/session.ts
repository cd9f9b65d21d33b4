import type { Net } from '../../net.ts';
import type { NetOptions, Route } from '../options.ts';
import { createSession } from '../session.ts';
import { type Say, startDnsServer, zone } from './dns-server.ts';

export interface Lab extends AsyncDisposable {
  net: Net;
  session: ReturnType<typeof createSession>;
}

/** The address that `www.acme.test` has, in a documentation range. */
export const ADDRESS = '192.0.2.10';
export const HOST = 'www.acme.test';

/** A session whose internet is `www.acme.test` at an address of which so many ports lead to loopback. */
export async function startLab(
  ports: Record<number, number>,
  options: NetOptions & { say?: Say } = {},
): Promise<Lab> {
  const dns = await startDnsServer(options.say ?? zone({ [HOST]: [ADDRESS] }));
  const routes: Route[] = Object.entries(ports).map(([port, to]) => ({
    address: ADDRESS,
    port: Number(port),
    to: { host: '127.0.0.1', port: to },
  }));
  // One route is there in any case, so that the documentation ranges are an internet.
  routes.push({ address: '192.0.2.250', port: 9, to: { host: '127.0.0.1', port: 9 } });
  const timeouts = { dns: 200, dnsTries: 2, connect: 300, total: 600, backoff: 1, ...options.timeouts };
  const session = createSession({ resolvers: [dns.at], ...options, routes, timeouts });
  return {
    session,
    net: session.within(new AbortController().signal),
    async [Symbol.asyncDispose]() {
      await session.close();
      await dns[Symbol.asyncDispose]();
    },
  };
}
