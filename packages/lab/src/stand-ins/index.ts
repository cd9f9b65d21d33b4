import type { Route } from '@cyborux/engine/net/options.ts';
import type { Authority } from '../certificates.ts';
import { type Listener, loopback } from '../listener.ts';
import type { StandInBehaviour, StandInName, ZoneSpec } from '../spec.ts';
import { anubis } from './anubis.ts';
import { createBehaviours } from './behaviours.ts';
import { certspotter } from './certspotter.ts';
import { columbus } from './columbus.ts';
import { commonCrawl } from './common-crawl.ts';
import { crtsh } from './crtsh.ts';
import { greynoise } from './greynoise.ts';
import { hackertarget } from './hackertarget.ts';
import { hibp } from './hibp.ts';
import { hudsonRock } from './hudson-rock.ts';
import { internetdb } from './internetdb.ts';
import { rapiddns } from './rapiddns.ts';
import { rdap } from './rdap.ts';
import { rdapBootstrap } from './rdap-bootstrap.ts';
import { shodanCt } from './shodan-ct.ts';
import type { StandIn } from './stand-in.ts';
import { openStandIn } from './stand-in-server.ts';
import { subdomainCenter } from './subdomain-center.ts';
import { thc } from './thc.ts';
import { wayback } from './wayback.ts';

const standIns: Record<StandInName, StandIn> = {
  crtsh,
  certspotter,
  greynoise,
  hibp,
  'hudson-rock': hudsonRock,
  internetdb,
  rdap,
  'rdap-bootstrap': rdapBootstrap,
  anubis,
  columbus,
  'common-crawl': commonCrawl,
  hackertarget,
  rapiddns,
  'shodan-ct': shodanCt,
  'subdomain-center': subdomainCenter,
  thc,
  wayback,
};

const names = Object.keys(standIns) as StandInName[];

/** The host names that the stand-ins answer to; the lab's DNS leads them to their addresses. */
export const standInHosts: readonly string[] = names.map((name) => standIns[name].host);

export interface StandInOptions {
  zones: readonly ZoneSpec[];
  authority: Authority;
  /** By host name. */
  addresses: Record<string, string>;
  /** How long `slow` takes, in milliseconds. Default 20,000. */
  slowMs?: number;
}

export interface StandIns {
  routes: Route[];
  /** How a stand-in behaves from now on: to everyone, or to questions about a domain and the names below it. */
  set(name: StandInName, behaviour: StandInBehaviour, domain?: string): void;
  close(): Promise<void>;
}

/** The third parties of the lab, over HTTPS. */
export async function startStandIns(options: StandInOptions): Promise<StandIns> {
  const { authority, zones, slowMs = 20_000 } = options;
  const world = { zones, now: new Date() };
  const behaviours = createBehaviours<StandInName>();
  const missing = standInHosts.find((host) => options.addresses[host] === undefined);
  if (missing !== undefined) throw new Error(`The stand-in ${missing} has no address.`);

  async function open(name: StandInName): Promise<Listener> {
    const standIn = standIns[name];
    const issued = await authority.issue({ names: [standIn.host] });
    const behaviourFor = (domain: string | null) => behaviours.of(name, domain);
    return openStandIn(standIn, { issued, world, slowMs, behaviourFor });
  }

  const listeners = await Promise.all(names.map(open));
  const routes = listeners.map((listener, index) => ({
    address: options.addresses[standInHosts[index] ?? ''] ?? '',
    port: 443,
    to: { host: loopback, port: listener.port },
  }));

  async function close(): Promise<void> {
    await Promise.all(listeners.map((listener) => listener.close()));
  }

  return { routes, set: behaviours.set, close };
}
