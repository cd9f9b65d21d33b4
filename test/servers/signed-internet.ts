import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Route } from '@cyborux/engine/net/options.ts';
import type { TrustAnchor } from '@cyborux/engine/protocols/dnssec.ts';
import { APEX, HOSTING, type ZonePlan } from '../dnssec-zones.ts';
import { startBind } from './bind.ts';
import { freePort } from './daemon.ts';
import { startNsd } from './nsd.ts';
import { type SignedZone, signZone, type ZoneToSign } from './signed-zones.ts';

/** Loopback addresses of the name servers, all on one port. BIND takes the first of all alone for one of its own. */
const REGISTRY = { name: 'ns.registry.test', address: '127.0.0.2' };
const NSD = { name: HOSTING[0], address: '127.0.0.3' };
const BIND = { name: HOSTING[1], address: '127.0.0.1' };
/** A zone of strangers, not signed, by which open resolvers are known. */
const STRANGERS = 'iana.org';
/** Zones signed at once. */
const AT_ONCE = 4;

export interface SignedInternet {
  /** What the hosting servers serve, by name. */
  zones: Readonly<Record<string, string>>;
  anchors: readonly TrustAnchor[];
  rootServers: readonly { name: string; address: string }[];
  /** BIND, which validates from the same anchors: its port on 127.0.0.1. */
  resolver: number;
  /** Where the name servers are, or as if all zones but the root and `test.` were on one of them. */
  routes: Record<'both' | 'nsd' | 'bind', readonly Route[]>;
}

export interface SignedInternetPlan {
  zones: readonly ZonePlan[];
  /** Zones that both hosting servers hand out to everyone. */
  transfers?: readonly string[];
}

/**
 * A root, `test.` and the zone of strangers on NSD, the zones below on both another NSD and BIND, and a validating BIND.
 *
 * @param closers what stops each thing that was started, in order
 */
export async function startSignedInternet(
  folder: string,
  { zones, transfers = [] }: SignedInternetPlan,
  closers: (() => Promise<unknown>)[],
): Promise<SignedInternet> {
  const { root, test, hosted } = await signAll(join(folder, 'keys'), zones);
  const port = await freePort();
  const [soa = ''] = APEX;
  const strangers = `$ORIGIN ${STRANGERS}.\n$TTL 300\n${soa}\n@ NS ${REGISTRY.name}.\n`;
  const registry = { '.': root.text, test: test.text, [STRANGERS]: strangers };
  const own = (address: string) => ({ addresses: [`${address}@${port}`] });
  const started = [
    startNsd(join(folder, 'registry'), registry, own(REGISTRY.address)),
    startNsd(join(folder, 'nsd'), hosted, { ...own(NSD.address), transfers }),
    startBind(join(folder, 'bind'), hostingBind(hosted, port, transfers)),
    startResolver(join(folder, 'resolver'), port, root),
  ] as const;
  for (const each of started) closers.push(async () => (await each).stop());
  const [, , , resolver] = await Promise.all(started);
  const route = (from: string, to = from): Route => ({ address: from, port: 53, to: { host: to, port } });
  const all = (nsd: string, bind: string) => [
    route(REGISTRY.address),
    route(NSD.address, nsd),
    route(BIND.address, bind),
  ];
  return {
    zones: hosted,
    anchors: root.DS.map(anchorOf),
    rootServers: [REGISTRY],
    resolver: resolver.port,
    routes: {
      both: all(NSD.address, BIND.address),
      nsd: all(NSD.address, NSD.address),
      bind: all(BIND.address, BIND.address),
    },
  };
}

function hostingBind(hosted: Readonly<Record<string, string>>, port: number, transfers: readonly string[]) {
  const zones = Object.entries(hosted).map(([name, text]) => {
    const statements = `allow-transfer { ${transfers.includes(name) ? 'any' : 'none'}; };`;
    return [name, { text, statements }] as const;
  });
  return { port, options: ['recursion no'], zones: Object.fromEntries(zones) };
}

/** It asks name servers at the one port that all of them are on. */
async function startResolver(folder: string, port: number, { DS }: SignedZone) {
  await mkdir(folder, { recursive: true });
  const hints = join(folder, 'hints');
  await writeFile(hints, `. 3600 NS ${REGISTRY.name}.\n${REGISTRY.name}. 3600 A ${REGISTRY.address}\n`);
  const anchors = DS.map((each) => `. static-ds ${each.replace(/^(\d+ \d+ \d+) (.*)$/, '$1 "$2"')};`);
  return await startBind(folder, {
    zones: {},
    options: [
      `port ${port}`,
      'recursion yes',
      'dnssec-validation yes',
      // Each answer is judged by itself, and fails anew each time that it is asked for.
      'synth-from-dnssec no',
      'servfail-ttl 0',
      'qname-minimization off',
      'max-cache-size 64M',
    ],
    statements: [`zone "." { type hint; file "${hints}"; }`, `trust-anchors { ${anchors.join(' ')} }`],
  });
}

/** From the leaves to the root, so that each zone has the DS records of those below. */
async function signAll(folder: string, plans: readonly ZonePlan[]) {
  const hosted: Record<string, string> = {};
  const cuts = new Map<string, string[]>();
  const cut = (parent: string, lines: readonly string[]) =>
    cuts.set(parent, [...(cuts.get(parent) ?? []), ...lines]);
  const depth = ({ name }: ZonePlan) => name.split('.').length;
  const levels = [...Map.groupBy(plans, depth)].toSorted(([one], [other]) => other - one);
  for (const [, level] of levels) {
    await eachOf(level, async (plan) => {
      const records = [...plan.records, ...(cuts.get(plan.name) ?? [])];
      const signed = await signZone(join(folder, plan.name), { ...plan, records });
      hosted[plan.name] = signed.text;
      const DS = plan.delegate(signed.DS, signed.revokedDS);
      const [, ...above] = plan.name.split('.');
      cut(above.join('.'), delegation(plan.name, HOSTING, DS));
    });
  }
  const addresses = [REGISTRY, NSD, BIND].map(({ name, address }) => `${name}. A ${address}`);
  const test = await signZone(
    join(folder, 'test'),
    registryZone('test', [...addresses, ...(cuts.get('test') ?? [])]),
  );
  const glue = `${REGISTRY.name}. A ${REGISTRY.address}`;
  const ofTest = delegation('test', [REGISTRY.name], test.DS);
  const others = delegation(STRANGERS, [REGISTRY.name], []);
  const root = await signZone(join(folder, 'root'), registryZone('.', [...ofTest, ...others, glue]));
  return { root, test, hosted };
}

function delegation(name: string, servers: readonly string[], DS: readonly string[]): string[] {
  return [...servers.map((server) => `${name}. NS ${server}.`), ...DS.map((each) => `${name}. DS ${each}`)];
}

function registryZone(name: string, records: readonly string[]): ZoneToSign {
  const [soa = ''] = APEX;
  return {
    name,
    records: [soa, `@ NS ${REGISTRY.name}.`, ...records],
    keys: [{ algorithm: 'RSASHA256' }],
    denial: name === '.' ? 'nsec' : { iterations: 0 },
    digests: ['SHA-256'],
  };
}

function anchorOf(DS: string): TrustAnchor {
  const [keyTag = '', algorithm = '', digestType = '', ...digest] = DS.split(' ');
  return {
    name: '.',
    keyTag: Number(keyTag),
    algorithm: Number(algorithm),
    digestType: Number(digestType),
    digest: digest.join('').toLowerCase(),
  };
}

async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
