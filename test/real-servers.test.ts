import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { type Analysis, type FindingItem, type Page, splitEntityKey } from '@cyborux/contract';
import type { Report } from '@cyborux/engine';
import { ApiClient } from '../packages/cli/src/api-client.ts';
import {
  DOMAIN,
  EXCHANGERS,
  expectedRecords,
  HOSTS,
  NEEDS_POSTFIX,
  nameOf,
  ttlOf,
  UNMADE,
  WILDCARD_ADDRESS,
} from './real-zone.ts';
import { type CyboruxProcess, startCyborux } from './servers/cyborux.ts';
import { hasSite, type RealInternet, startRealInternet } from './servers/real-internet.ts';

/** Debian's NSD, nginx and Postfix, analysed by a real server through its API: what is told against what was configured. */

const asRoot = process.getuid?.() === 0;
const closers: (() => Promise<unknown>)[] = [];
let internet: RealInternet;
let server: CyboruxProcess;
let client: ApiClient;
let analysis: Analysis;
let report: Report;

before(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cyborux-real-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  // Postfix and PostgreSQL lay root's privileges down, and must still reach what is theirs.
  await chmod(folder, 0o755);
  internet = await startRealInternet(folder, { postfix: asRoot }, closers);
  server = await startCyborux({
    CYBORUX_HOME: join(folder, 'home'),
    CYBORUX_NETWORK: internet.network,
  });
  closers.push(() => server.stop());
  client = new ApiClient(server.url ?? '', server.operatorKey ?? '');
  const [id, printed] = await Promise.all([analyse(), scan()]);
  analysis = await client.get(`/api/analyses/${id}`);
  report = printed;
});

after(async () => {
  for (const close of closers.toReversed()) await close();
});

test('the mail servers are Postfix', { skip: asRoot ? false : 'Postfix starts as root only.' }, async () => {
  const services = await all<{ protocol: string; name: string; product: string; tls: boolean }>('services');
  const mail = services.filter(({ protocol }) => protocol === 'smtp');
  assert.deepEqual(
    mail.map(({ name, product, tls }) => [name, product, tls]).sort(),
    [
      [`${addressOf(EXCHANGERS.offering)}:25/tcp`, 'Postfix', true],
      [`${addressOf(EXCHANGERS.plain)}:25/tcp`, 'Postfix', false],
    ].sort(),
  );
});

test('the analysis comes to its end', () => {
  assert.equal(analysis.state, 'completed', JSON.stringify(analysis.not_done));
  const others = analysis.sources.filter(({ outcome }) => outcome !== 'answered');
  assert.deepEqual(others.map(({ source, outcome }) => `${source} ${outcome}`).sort(), [
    // They may be asked about fewer addresses than there are.
    'greynoise partial',
    'rdap-ip partial',
    // The registry answered over RDAP.
    'whois skipped',
  ]);
  assert.ok(analysis.sources.length > others.length);
});

test('the findings are the faults that were configured, no more and no less', async () => {
  const expected = HOSTS.flatMap(({ label, findings = [] }) =>
    findings
      .filter((code) => asRoot || !NEEDS_POSTFIX.includes(code))
      .map((code) => `${nameOf(label)} ${code}`),
  );
  const findings = await all<FindingItem>('findings');
  assert.deepEqual(findings.map(({ code, entity }) => `${entity} ${code}`).sort(), expected.sort());
});

test('the names are those of the zone, with the addresses that they lead to', async () => {
  const expected = [
    ...HOSTS.map(({ label, addresses = [], alias }) => ({
      name: nameOf(label),
      addresses: [...(HOSTS.find((host) => host.label === alias)?.addresses ?? addresses)].sort(),
      cname: alias === undefined ? [] : [nameOf(alias)],
      wildcard: false,
    })),
    ...UNMADE.map((label) => ({
      name: nameOf(label),
      addresses: [WILDCARD_ADDRESS],
      cname: [],
      wildcard: true,
    })),
  ];
  const found = await all<Subdomain>('subdomains');
  assert.deepEqual(
    found
      .map(({ name, addresses, cname, wildcard }) => ({
        name,
        addresses: addresses ?? [],
        cname: cname ?? [],
        wildcard: wildcard ?? false,
      }))
      .sort(byName),
    expected.sort(byName),
  );
});

test('each page has the title and the status that nginx gave it', async () => {
  const found = await all<Subdomain>('subdomains');
  for (const { label } of HOSTS.filter(hasSite)) {
    const { title, http_status } = found.find(({ name }) => name === nameOf(label)) ?? {};
    const expected = label === 'start' ? [null, 302] : [nameOf(label), 200];
    assert.deepEqual([title, http_status], expected, label);
  }
});

test('the addresses are those of the zone, and what is behind the wildcard', async () => {
  const expected = new Set([...HOSTS.flatMap(({ addresses = [] }) => addresses), WILDCARD_ADDRESS]);
  const found = await all<{ name: string; version: number; asn: number | null }>('ip-addresses');
  assert.deepEqual(found.map(({ name }) => name).sort(), [...expected].sort());
  for (const { name, version, asn } of found) {
    assert.equal(version, name.includes(':') ? 6 : 4, name);
    assert.equal(asn === null, name.startsWith('10.'), name);
  }
});

test('the web services are the ports of nginx, with its version where it tells it', async () => {
  const version = /nginx\/(\S+)/.exec(spawnSync('/usr/sbin/nginx', ['-v'], { encoding: 'utf8' }).stderr)?.[1];
  assert.match(version ?? '', /^\d+\.\d+/);
  const expected = HOSTS.filter(hasSite).flatMap(({ label, addresses = [], http, https }) => {
    // Of several addresses the first one that answers is looked at.
    const at = addresses[0]?.includes(':') ? `[${addresses[0]}]` : addresses[0];
    return [
      ...(http === null ? [] : [[`${at}:80/tcp`, 'http', 'nginx', null, false]]),
      ...(https === undefined
        ? []
        : [[`${at}:443/tcp`, 'https', 'nginx', label === 'talkative' ? version : null, true]]),
    ];
  });
  const services = await all<Service>('services');
  assert.deepEqual(
    services
      .filter(({ protocol }) => protocol !== 'smtp')
      .map(({ name, protocol, product, version, tls }) => [name, protocol, product, version, tls])
      .sort(),
    expected.sort(),
  );
});

test('the DNS records are those that NSD serves, to the last byte of the long ones', async () => {
  const found = await all<{ name: string; type: string; ttl: number }>('dns-records');
  assert.deepEqual(found.map(({ name }) => name).sort(), expectedRecords().sort());
  assert.deepEqual(
    found.filter(({ type, ttl }) => ttl !== ttlOf(type)),
    [],
  );
});

test('the certificates in use are the very ones that nginx was given', async () => {
  const found = await all<Certificate>('certificates');
  const given = new Set(
    [...internet.leaves.values()].map((leaf) => leaf.fingerprint256.replaceAll(':', '').toLowerCase()),
  );
  // Postfix shows one of its own.
  const used = found.filter(({ in_use, name }) => in_use && given.has(name));
  assert.deepEqual(
    used.map(({ name, serial, not_after, key_bits }) => ({ name, serial, not_after, key_bits })).sort(byName),
    [...internet.leaves.values()]
      .map((leaf) => ({
        name: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
        serial: leaf.serialNumber.toLowerCase(),
        not_after: leaf.validToDate.toISOString(),
        key_bits: leaf.publicKey.asymmetricKeyDetails?.modulusLength ?? 256,
      }))
      .sort(byName),
  );
});

test('the versions of TLS are those of ssl_protocols', async () => {
  const surveys = new Map<string, TlsSurvey>();
  for (const { module, entity, value } of await observed()) {
    if (module === 'tls-survey') surveys.set(splitEntityKey(entity).name, value as TlsSurvey);
  }
  for (const { label, https } of HOSTS) {
    if (https === undefined) continue;
    const { protocols = {} } = surveys.get(nameOf(label)) ?? {};
    const accepted = Object.keys(protocols).filter((name) => protocols[name]?.state === 'accepted');
    assert.deepEqual(accepted, (https.protocols ?? 'TLSv1.2 TLSv1.3').split(' '), label);
  }
});

test('a private address in the zone is not dialled: what is there stays unknown', async () => {
  const value = (await observed()).find(
    ({ module, entity }) => module === 'http-response' && entity === `FQDN:office.${DOMAIN}`,
  )?.value as { http: { state: string; reason: string } };
  assert.deepEqual([value.http.state, value.http.reason], ['unknown', 'blocked']);
});

test('the command without a server comes to the same findings and entities', async () => {
  const findings = await all<FindingItem>('findings');
  assert.deepEqual(
    report.findings.map(({ fingerprint }) => fingerprint).sort(),
    findings.map(({ fingerprint }) => fingerprint).sort(),
  );
  assert.deepEqual(report.result.score, analysis.score);
  const names = (kind: string) =>
    report.entities.filter((entity) => entity.kind === kind).map(({ name }) => name);
  for (const [kind, endpoint] of [
    ['FQDN', 'subdomains'],
    ['Service', 'services'],
    ['DNSRecord', 'dns-records'],
    ['TLSCertificate', 'certificates'],
  ] as const) {
    const stored = await all<{ name: string }>(endpoint);
    assert.deepEqual(names(kind).sort(), stored.map(({ name }) => name).sort());
  }
});

interface Subdomain {
  name: string;
  addresses: string[] | null;
  cname: string[] | null;
  wildcard: boolean | null;
  title: string | null;
  http_status: number | null;
}

interface Service {
  name: string;
  protocol: string;
  product: string | null;
  version: string | null;
  tls: boolean;
}

interface Certificate {
  name: string;
  serial: string;
  not_after: string;
  key_bits: number;
  in_use: boolean;
}

interface TlsSurvey {
  protocols: Record<string, { state: string }>;
}

async function analyse(): Promise<string> {
  const { id } = await client.post<Analysis>('/api/analyze-domain', { domain: DOMAIN });
  for await (const event of client.events(id)) if (event.type === 'result') break;
  return id;
}

/** `cyborux scan real.test --json`, without a server. */
async function scan(): Promise<Report> {
  const main = join(import.meta.dirname, '../packages/cli/src/main.ts');
  const args = [main, 'scan', DOMAIN, '--network', internet.network, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout);
}

/** Every item of an entity endpoint, page by page. */
async function all<T>(endpoint: string): Promise<T[]> {
  const items: T[] = [];
  for (let number = 1; ; number += 1) {
    const path = `/api/domains/${DOMAIN}/${endpoint}?per_page=30&page=${number}`;
    const page = await client.get<Page<T>>(path);
    items.push(...page.items);
    if (number >= page.total_pages) return items;
  }
}

/** What was observed, read from the stored events. */
async function observed(): Promise<{ module: string; entity: `FQDN:${string}`; value: unknown }[]> {
  const response = await fetch(`${server.url}/api/analyses/${analysis.id}/events?include=observation`, {
    headers: { authorization: `Bearer ${server.operatorKey}` },
  });
  const blocks = (await response.text())
    .split('\n\n')
    .filter((block) => /^event: ?observation$/m.test(block));
  return blocks.map((block) => JSON.parse(/^data: ?(.*)$/m.exec(block)?.[1] ?? '').observation);
}

function addressOf(label: string): string {
  return HOSTS.find((host) => host.label === label)?.addresses?.[0] ?? '';
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
