import type { CertificateSpec, PageSpec, PortBehaviour, SiteSpec, TlsSpec, TlsVersionsSpec } from './spec.ts';

export interface HttpSite {
  host: string;
  page: PageSpec | 'redirect-to-https';
}

export interface HttpsSite {
  host: string;
  page: PageSpec;
  certificate: CertificateSpec;
}

/** What one (address, port) does. */
export type PortPlan = { address: string; port: 80 | 443 } & (
  | { kind: 'behaviour'; behaviour: PortBehaviour }
  | { kind: 'http'; sites: readonly HttpSite[] }
  | {
      kind: 'https';
      sites: readonly HttpsSite[];
      versions: TlsVersionsSpec | undefined;
      tls: TlsSpec | undefined;
    }
);

/** Sites share the ports of their address, so they must agree about them. Throws when they do not. */
export function planPorts(sites: readonly SiteSpec[]): PortPlan[] {
  return [...Map.groupBy(sites, (site) => site.address)].flatMap(([address, here]) => [
    ...planHttp(address, here),
    ...planHttps(address, here),
  ]);
}

function planHttp(address: string, here: readonly SiteSpec[]): PortPlan[] {
  const port = 80;
  const sites: HttpSite[] = [];
  const behaviours = new Set<PortBehaviour>();
  for (const { host, http } of here) {
    if (http === undefined) continue;
    if (http === 'redirect-to-https' || typeof http === 'object') sites.push({ host, page: http });
    else behaviours.add(http);
  }
  const behaviour = theOne([...behaviours], sites, `${address}:${port}`);
  if (behaviour !== undefined) return [{ kind: 'behaviour', address, port, behaviour }];
  return sites.length === 0 ? [] : [{ kind: 'http', address, port, sites }];
}

function planHttps(address: string, here: readonly SiteSpec[]): PortPlan[] {
  const port = 443;
  const sites: HttpsSite[] = [];
  const behaviours = new Set<PortBehaviour>();
  const settings = new Map<string, { versions: TlsVersionsSpec | undefined; tls: TlsSpec | undefined }>();
  for (const { host, https } of here) {
    if (https === undefined) continue;
    if (typeof https === 'string') {
      behaviours.add(https);
      continue;
    }
    sites.push({ host, page: https.page, certificate: https.certificate });
    const { versions, tls } = https;
    settings.set(JSON.stringify([versions, tls]), { versions, tls });
  }
  const behaviour = theOne([...behaviours], sites, `${address}:${port}`);
  if (behaviour !== undefined) return [{ kind: 'behaviour', address, port, behaviour }];
  if (sites.length === 0) return [];
  if (settings.size > 1) throw new Error(`Sites at ${address} differ in their TLS versions.`);
  const [{ versions, tls } = { versions: undefined, tls: undefined }] = settings.values();
  return [{ kind: 'https', address, port, sites, versions, tls }];
}

function theOne(
  behaviours: readonly PortBehaviour[],
  sites: readonly { host: string }[],
  place: string,
): PortBehaviour | undefined {
  if (behaviours.length > 1) throw new Error(`${place} cannot be both ${behaviours.join(' and ')}.`);
  const [behaviour] = behaviours;
  if (behaviour !== undefined && sites.length > 0) {
    throw new Error(`${place} cannot be ${behaviour} and serve ${sites[0]?.host}.`);
  }
  const hosts = sites.map((site) => site.host);
  const twice = hosts.find((host, index) => hosts.indexOf(host) !== index);
  if (twice !== undefined) throw new Error(`${place} serves ${twice} twice.`);
  return behaviour;
}
