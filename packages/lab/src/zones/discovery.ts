import type { ZoneSpec } from '../spec.ts';
import { page } from './pages.ts';
import { mailRecords, REGISTRATION, zoneOf } from './plan.ts';

/** What there is to be found of a domain, and what must not be. */
export interface NameTruth {
  zone: string;
  /** Names with records of their own that sources tell of. */
  told: readonly string[];
  /** Names with records of their own that are told by nobody and are like those that are: gaps in numbered series. */
  alike: readonly string[];
  /** Labels that people commonly choose; told by nobody. */
  common: readonly string[];
  /** Names that sources tell of and that are no more. */
  gone: readonly string[];
  /** Told of, below a wildcard: they have no record of their own. */
  wild: readonly string[];
  /** In the same certificates, and others' own. */
  strangers: readonly string[];
}

const ROLES = ['api', 'app', 'auth', 'cache', 'cdn', 'ci', 'db', 'files', 'git', 'grafana', 'kafka', 'mail'];
const PLACES = ['ams', 'dub', 'fra', 'lon', 'mad', 'nyc', 'par', 'sfo', 'sin', 'syd'];
const STRANGERS = [
  'other.test',
  'notbig.test',
  'big.test.other.test',
  'www.healthy.test',
  'bigtest',
  '*.test',
];

/** 1,990 hosts that are told of, a series with gaps, and labels that anyone would try. */
export const BIG: NameTruth = crowd('big.test', { hosts: 1_950, gone: 400, wild: 200 });
/** 100,000 names: of six in ten that are told of there is a host, three are gone, one is a wildcard's. */
export const HUGE: NameTruth = crowd('huge.test', { hosts: 60_000, gone: 30_000, wild: 10_000 });

/** Domains of very many names, for measuring. Made when they are asked for; not part of the demo. */
export const DISCOVERY_ZONES: readonly ZoneSpec[] = [
  crowdZone(BIG, { server: '198.51.100.101', from: 102, certificateNames: 4 }),
  crowdZone(HUGE, { server: '198.51.100.111', from: 112, certificateNames: 100 }),
];

function crowd(zone: string, size: { hosts: number; gone: number; wild: number }): NameTruth {
  let told: string[] | undefined;
  const numbered = (count: number, label: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => `${label(index)}.${zone}`);
  return {
    zone,
    get told() {
      told ??= [
        ...numbered(size.hosts, (index) => `${hostLabel(index)}`),
        ...numbered(20, (index) => `web${String(2 * index + 1).padStart(2, '0')}`),
      ];
      return told;
    },
    alike: numbered(19, (index) => `web${String(2 * index + 2).padStart(2, '0')}`),
    common: ['intranet', 'jira', 'vpn', 'webmail'].map((label) => `${label}.${zone}`),
    get gone() {
      return numbered(size.gone, (index) => `old${spread(index)}.${PLACES[index % PLACES.length]}`);
    },
    get wild() {
      return numbered(size.wild, (index) => `t${spread(index)}.tenants`);
    },
    strangers: STRANGERS,
  };
}

function hostLabel(index: number): string {
  const role = ROLES[index % ROLES.length];
  return `${role}-${spread(index)}.${PLACES[Math.floor(index / ROLES.length) % PLACES.length]}`;
}

/** Letters, so that no series is seen in them; each number has its own. */
function spread(index: number): string {
  const letters = index.toString(26).padStart(4, '0');
  return [...letters].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('');
}

function crowdZone(
  truth: NameTruth,
  { server, from, certificateNames }: { server: string; from: number; certificateNames: number },
): ZoneSpec {
  const { zone: name } = truth;
  const web = `198.51.100.${from}`;
  const addresses = Array.from({ length: 8 }, (_, index) => `198.51.100.${from + 1 + index}`);
  const { spf, dmarc, caa } = mailRecords(name, []);
  const plain = zoneOf({
    name,
    nameServers: [{ name: `ns1.${name}`, address: server }],
    hosts: [
      { label: '@', addresses: [web], site: { page: page('Crowd') } },
      { label: 'www', addresses: [web], site: { page: page('Crowd') } },
      { label: 'ns1', addresses: [server] },
    ],
    records: [...spf, ...dmarc, ...caa],
  });
  const address = (index: number) => addresses[index % addresses.length] ?? web;
  return {
    ...plain,
    many: {
      addresses,
      records: () => [
        `*.tenants 300 A ${address(0)}`,
        ...[...truth.told, ...truth.alike, ...truth.common].map(
          (host, index) => `${host}. 300 A ${address(index)}`,
        ),
      ],
    },
    knownTo: {
      rdap: REGISTRATION,
      namesPerCertificate: certificateNames,
      get crtsh() {
        return [...truth.told, `ADMIN@${name}`, `*.tenants.${name}`, ...truth.wild, ...truth.gone];
      },
      get certspotter() {
        const some = truth.told.slice(0, 500);
        return some.flatMap((host, index) => [host, truth.strangers[index % truth.strangers.length] ?? '']);
      },
    },
  };
}
