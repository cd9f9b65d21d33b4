import type {
  CertificateSpec,
  Fault,
  MailSpec,
  PageSpec,
  SiteSpec,
  TlsSpec,
  TlsVersionsSpec,
  ZoneSpec,
} from '../spec.ts';
import { page } from './pages.ts';

/** A host of a zone: its records, its web site and what is wrong with it, in one place. */
export interface HostPlan {
  /** Relative to the zone; `@` is the apex. */
  label: string;
  /** IPv4 and IPv6 alike; the site is at each of them. */
  addresses?: readonly string[];
  /** CNAME target, absolute with its last dot; the site is at the addresses all the same. */
  alias?: string;
  site?: SitePlan;
  faults?: readonly string[];
}

/** What differs from a well-kept site. */
export interface SitePlan {
  title?: string;
  page?: PageSpec;
  /** Default: redirect to https. */
  http?: SiteSpec['http'];
  /** Default: the page. */
  https?: Exclude<SiteSpec['https'], object | undefined>;
  certificate?: Partial<CertificateSpec>;
  versions?: TlsVersionsSpec;
  tls?: TlsSpec;
}

export interface ZonePlan {
  name: string;
  nameServers: ZoneSpec['nameServers'];
  /** The zone's own NS set. Default: the names of its servers. */
  ns?: readonly string[];
  delegation?: NonNullable<ZoneSpec['delegation']>;
  signed?: NonNullable<ZoneSpec['signed']>;
  /** The SOA record, without its owner. Default: a good one. */
  soa?: string;
  /** RNAME of the SOA record. Default: `hostmaster` below the zone. */
  hostmaster?: string;
  hosts: readonly HostPlan[];
  /** Further records. NS, SOA and the hosts' addresses come by themselves. */
  records: readonly string[];
  mail?: readonly MailSpec[];
  knownTo?: Partial<ZoneSpec['knownTo']>;
  /** Codes that belong to no host's plan: of the apex, or of a label. */
  faults?: readonly PlannedFault[];
  open?: readonly Fault[];
  standIns?: NonNullable<ZoneSpec['standIns']>;
  healthy?: boolean;
  pointers?: NonNullable<ZoneSpec['pointers']>;
}

export const REGISTRATION = {
  registrar: 'Example Registrar Ltd.',
  createdAt: '2014-05-06T09:30:00Z',
  expiresInDays: 300,
  statuses: ['client transfer prohibited', 'client delete prohibited'],
  secureDns: false,
  abuseEmail: 'abuse@registrar.example',
};

/** SPF, DMARC and CAA of a domain whose mail goes through the exchangers given, or that has none. */
export function mailRecords(
  zone: string,
  exchangers: readonly string[],
): Record<'mx' | 'spf' | 'dmarc' | 'caa', string[]> {
  return {
    mx: exchangers.map((exchange, index) => `@ 300 MX ${(index + 1) * 10} ${exchange}.`),
    spf: [`@ 300 TXT "v=spf1${exchangers.length > 0 ? ' mx' : ''} -all"`],
    dmarc: [`_dmarc 300 TXT "v=DMARC1; p=reject; adkim=s; aspf=s; rua=mailto:dmarc@${zone}"`],
    caa: ['@ 300 CAA 0 issue "letsencrypt.org"', `@ 300 CAA 0 iodef "mailto:security@${zone}"`],
  };
}

export function zoneOf(plan: ZonePlan): ZoneSpec {
  const { name } = plan;
  const names = plan.hosts.map(({ label }) => fqdn(label, name));
  const ns = plan.ns ?? plan.nameServers.map((server) => server.name);
  const hostmaster = plan.hostmaster ?? `hostmaster.${name}`;
  const soa = plan.soa ?? `3600 SOA ${ns[0]}. ${hostmaster}. 2026010101 7200 3600 1209600 300`;
  const codes = [
    ...(plan.faults ?? []).map((each) => faultIn(each, name)),
    ...plan.hosts.flatMap(({ label, faults = [] }) => faults.map((code) => fault(code, fqdn(label, name)))),
  ];
  return {
    name,
    records: [
      `@ ${soa}`,
      ...new Set(ns.map((server) => `@ 3600 NS ${server}.`)),
      ...plan.hosts.flatMap(hostRecords),
      ...plan.records,
    ],
    nameServers: plan.nameServers,
    sites: plan.hosts.flatMap((host) => sitesOf(host, name)),
    mail: plan.mail ?? [],
    knownTo: {
      crtsh: names,
      certspotter: names,
      rdap: { ...REGISTRATION, secureDns: plan.signed !== undefined },
      ...plan.knownTo,
    },
    faults: codes,
    ...(plan.delegation && { delegation: plan.delegation }),
    ...(plan.pointers && { pointers: plan.pointers }),
    ...(plan.signed && { signed: plan.signed }),
    ...(plan.open && { open: plan.open }),
    ...(plan.standIns && { standIns: plan.standIns }),
    ...(plan.healthy && { healthy: true }),
  };
}

export type PlannedFault = string | { code: string; at: string };

export function faultIn(planned: PlannedFault, zone: string): Fault {
  return typeof planned === 'string' ? fault(planned, zone) : fault(planned.code, fqdn(planned.at, zone));
}

export function fault(code: string, host: string): Fault {
  return { code, entity: `FQDN:${host}` };
}

export function fqdn(label: string, zone: string): string {
  return label === '@' ? zone : `${label}.${zone}`;
}

function hostRecords({ label, addresses = [], alias }: HostPlan): string[] {
  if (alias !== undefined) return [`${label} 300 CNAME ${alias}`];
  return addresses.map((address) => `${label} 300 ${address.includes(':') ? 'AAAA' : 'A'} ${address}`);
}

function sitesOf({ label, addresses = [], site }: HostPlan, zone: string): SiteSpec[] {
  if (!site) return [];
  const host = fqdn(label, zone);
  const content = site.page ?? page(site.title ?? host);
  const https: SiteSpec['https'] = site.https ?? {
    page: content,
    certificate: { names: [host], ...site.certificate },
    ...(site.versions && { versions: site.versions }),
    ...(site.tls && { tls: site.tls }),
  };
  return addresses.map((address) => ({ host, address, http: site.http ?? 'redirect-to-https', https }));
}
