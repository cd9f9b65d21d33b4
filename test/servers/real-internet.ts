import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Authority, createAuthority, type Route, startLab, type ZoneSpec } from '@cyborux/lab';
import {
  DOMAIN,
  EXCHANGERS,
  GOOD_PAGE,
  HOSTS,
  LOGGED,
  nameOf,
  RECORDS,
  type RealHost,
  TO_HTTPS,
  ttlOf,
} from '../real-zone.ts';
import { type NginxSite, startNginx } from './nginx.ts';
import { startNsd } from './nsd.ts';
import { startPostfix } from './postfix.ts';

type Close = () => Promise<unknown>;

export interface RealInternet {
  /** Path of the network description. */
  network: string;
  /** The leaf that each host was configured with. */
  leaves: ReadonlyMap<string, X509Certificate>;
}

interface PlacedSite extends NginxSite {
  addresses: readonly string[];
  port: 80 | 443;
}

/**
 * The lab with `real.test` delegated to NSD, its sites served by nginx, its mail by Postfix.
 *
 * @param closers what stops each thing that was started, in order
 */
export async function startRealInternet(
  folder: string,
  { postfix }: { postfix: boolean },
  closers: Close[],
): Promise<RealInternet> {
  const authority = await createAuthority();
  const [sites, leaves] = await plan(authority);
  const nsd = await startNsd(join(folder, 'nsd'), { [DOMAIN]: zoneFile() });
  closers.push(nsd.stop);
  // Knows another zone alone: lame for ours.
  const lame = await startNsd(join(folder, 'lame'), { 'other.test': OTHER_ZONE });
  closers.push(lame.stop);
  const nginx = await startNginx(join(folder, 'nginx'), sites);
  closers.push(nginx.stop);
  const routes = [
    ...routesTo(addressesOf('ns1'), 53, nsd.port),
    ...routesTo(addressesOf('ns2'), 53, nsd.port),
    ...routesTo(addressesOf('ns3'), 53, lame.port),
    ...sites.flatMap(({ addresses, port }, index) => routesTo(addresses, port, nginx.ports[index] ?? 0)),
  ];
  if (postfix) {
    const tls = await authority.issue({ names: [nameOf(EXCHANGERS.offering)] });
    const mail = await startPostfix(join(folder, 'postfix'), [
      { hostname: nameOf(EXCHANGERS.offering), tls },
      { hostname: nameOf(EXCHANGERS.plain) },
    ]);
    closers.push(mail.stop);
    routes.push(...routesTo(addressesOf(EXCHANGERS.offering), 25, mail.ports[0] ?? 0));
    routes.push(...routesTo(addressesOf(EXCHANGERS.plain), 25, mail.ports[1] ?? 0));
  }
  const lab = await startLab({
    zones: [knownZone()],
    authority,
    extraDelegations: [{ zone: DOMAIN, nameServers: ['ns1', 'ns2', 'ns3'].flatMap(glue) }],
    extraRoutes: routes,
  });
  closers.push(() => lab.close());
  const network = join(folder, 'network.json');
  await writeFile(network, JSON.stringify(lab.network));
  return { network, leaves };
}

async function plan(authority: Authority): Promise<[PlacedSite[], Map<string, X509Certificate>]> {
  const sites: PlacedSite[] = [];
  const leaves = new Map<string, X509Certificate>();
  for (const { label, addresses = [], http = TO_HTTPS, https } of HOSTS.filter(hasSite)) {
    const host = nameOf(label);
    if (http !== null) sites.push({ host, addresses, port: 80, directives: http });
    if (https === undefined) continue;
    const { key, cert } = await authority.issue({ names: [host], ...https.certificate });
    leaves.set(host, new X509Certificate(cert));
    const protocols = https.protocols ?? 'TLSv1.2 TLSv1.3';
    const directives = https.directives ?? GOOD_PAGE;
    sites.push({ host, addresses, port: 443, directives, tls: { key, cert, protocols } });
  }
  return [sites, leaves];
}

export function hasSite({ addresses, http, https }: RealHost): boolean {
  return addresses !== undefined && (https !== undefined || typeof http === 'string');
}

/** What the lab itself knows of the zone: who is asked about it, not what it serves. */
function knownZone(): ZoneSpec {
  return {
    name: DOMAIN,
    records: RECORDS.map(([label, type, rdata]) => `${label} 300 ${type} ${rdata}`),
    nameServers: [],
    sites: [],
    mail: [],
    knownTo: { crtsh: LOGGED, certspotter: [], rdap: REGISTRATION },
    faults: [],
  };
}

const REGISTRATION = {
  registrar: 'Example Registrar Ltd.',
  createdAt: '2020-02-03T04:05:06Z',
  expiresInDays: 300,
  statuses: ['client transfer prohibited'],
  secureDns: false,
  abuseEmail: 'abuse@registrar.example',
};

const OTHER_ZONE =
  '$ORIGIN other.test.\n@ 300 IN SOA ns hostmaster 1 7200 3600 1209600 300\n@ 300 IN NS ns\nns 300 IN A 192.0.2.1\n';

function zoneFile(): string {
  const lines = RECORDS.map(([label, type, rdata]) => `${label} ${ttlOf(type)} IN ${type} ${rdata}`);
  return `$ORIGIN ${DOMAIN}.\n${lines.join('\n')}\n`;
}

function addressesOf(label: string): readonly string[] {
  return HOSTS.find((host) => host.label === label)?.addresses ?? [];
}

function glue(label: string): { name: string; address: string }[] {
  return addressesOf(label).map((address) => ({ name: nameOf(label), address }));
}

function routesTo(addresses: readonly string[], port: number, local: number): Route[] {
  return addresses.map((address) => ({ address, port, to: { host: '127.0.0.1', port: local } }));
}
