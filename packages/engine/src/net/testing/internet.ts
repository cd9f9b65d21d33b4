import type { Answer } from 'dns-packet';
import type { NameServer } from '../../net.ts';
import type { NetOptions, Route } from '../options.ts';
import { createSession } from '../session.ts';
import { type Asked, reply, type Say, soa, startDnsServer, type TestDnsServer } from './dns-server.ts';

export interface TestInternet extends AsyncDisposable {
  session: ReturnType<typeof createSession>;
  net: ReturnType<ReturnType<typeof createSession>['within']>;
  /** By address. */
  servers: ReadonlyMap<string, TestDnsServer>;
}

export const ROOT: NameServer = { name: 'a.root-servers.net', address: '198.51.100.1' };
const never = new AbortController().signal;

/** Name servers at the addresses that are written down, the first of which the root servers are. */
export async function startInternet(
  written: Record<string, Say>,
  options: NetOptions = {},
): Promise<TestInternet> {
  const servers = new Map<string, TestDnsServer>();
  for (const [address, say] of Object.entries(written)) servers.set(address, await startDnsServer(say));
  const routes = [...servers].map(
    ([address, { port }]): Route => ({ address, port: 53, to: { host: '127.0.0.1', port } }),
  );
  const timeouts = { dns: 400, dnsTries: 2, connect: 1_000, total: 1_000, ...options.timeouts };
  const rootServers = options.rootServers ?? [ROOT];
  const session = createSession({ resolvers: ['iterative'], ...options, rootServers, routes, timeouts });
  return {
    session,
    net: session.within(never),
    servers,
    async [Symbol.asyncDispose]() {
      await session.close();
      for (const server of servers.values()) await server[Symbol.asyncDispose]();
    },
  };
}

/** A server of a zone: its own records with authority, referrals at the cuts below (RFC 1034 section 4.3.2). */
export function serves(zone: string, records: readonly Answer[]): Say {
  return (asked) => answerFrom(zone, records, asked);
}

function answerFrom(zone: string, records: readonly Answer[], asked: Asked) {
  const { key, type } = asked;
  if (!isBelow(key, zone)) return reply(asked, [], { rcode: 5, recursion: false });
  const cut = records.find((each) => each.type === 'NS' && each.name !== zone && isBelow(key, each.name));
  if (cut !== undefined && !(type === 'DS' && key === cut.name)) {
    const authorities = records.filter((each) => each.name === cut.name && each.type !== 'A');
    const targets = authorities.flatMap((each) => (each.type === 'NS' ? [each.data] : []));
    const additionals = records.filter((each) => each.type === 'A' && targets.includes(each.name));
    return reply(asked, [], { authorities, additionals, recursion: false });
  }
  const here = records.filter((each) => each.name === key);
  const found = here.filter((each) => each.type === type || each.type === 'CNAME');
  const told = { authoritative: true, recursion: false };
  if (found.length > 0) return reply(asked, found, told);
  const exists = records.some((each) => isBelow(each.name, key));
  return reply(asked, [], { ...told, rcode: exists ? 0 : 3, authorities: [soa(zone)] });
}

function isBelow(name: string, zone: string): boolean {
  return zone === '' || zone === '.' || name === zone || name.endsWith(`.${zone}`);
}

export function ns(zone: string, data: string): Answer {
  return { type: 'NS', name: zone, ttl: 300, data };
}
