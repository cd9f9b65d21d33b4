import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { allChecks, parseDomain } from '@cyborux/engine';
import { FAULT_ZONES, type LabNetwork, measureZone, startLab, ZONES, type ZoneSpec } from '@cyborux/lab';
import { compared, type Figure } from './figure.ts';
import { isInsideNamespace, missingPrograms, openRoutes, runInsideNamespace } from './lab-internet.ts';
import { ZONEMASTER_TAGS } from './zonemaster-tags.ts';

/** What a zone came to by both. */
interface Compared {
  zone: string;
  /** Codes of ours that Zonemaster tells as well. */
  both: string[];
  oursAlone: string[];
  /** Its messages that stand for none of our findings on this zone. */
  theirsAlone: string[];
  /** Whether a server hands out the zone: by us, by dnsrecon. */
  transfer: { ours: boolean; dnsrecon: boolean };
  ourSeconds: number;
  theirSeconds: number;
}

const DNS_CHECKS = new Set(allChecks.filter(({ category }) => category === 'dns').map(({ id }) => id));
const AT_ONCE = 2;
/** Where the lab's resolver is reached inside. */
const RESOLVER = '10.255.0.53';
/** True of every zone here: documentation addresses, and no IPv6 for the peer. */
const OF_THE_LAB = ['CN01_IPV6_DISABLED', 'NAMESERVER_IP_PRIVATE_NETWORK'];
const BUDGET_SECONDS = 120;

/** zonemaster-cli and our DNS checks over the lab's zones: what each tells, and how long it takes. */
export async function dnsComparison(): Promise<Figure[]> {
  const missing = missingPrograms(['zonemaster-cli', 'dnsrecon', 'nft', 'ip']);
  if (missing.length > 0) {
    throw new Error(
      `not installed: ${missing.join(', ')} (apt-get install zonemaster-cli dnsrecon nftables iproute2)`,
    );
  }
  if (!isInsideNamespace()) {
    process.exitCode = runInsideNamespace();
    return [];
  }
  const zones = [...ZONES, ...FAULT_ZONES].filter(isCompared);
  const lab = await startLab({ zones: [...ZONES, ...FAULT_ZONES] });
  openRoutes([...lab.network.routes, resolverRoute(lab.network)]);
  const folder = mkdtempSync(join(tmpdir(), 'cyborux-bench-'));
  const hints = join(folder, 'hints');
  writeFileSync(hints, hintsOf(lab.network));
  try {
    const outcomes = await eachOf(zones, (zone) => compareZone(zone, lab.network, hints));
    process.stdout.write(tableOf(outcomes));
    const sum = (pick: (outcome: Compared) => number) =>
      outcomes.reduce((total, outcome) => total + pick(outcome), 0);
    return [
      { name: 'dns-comparison.both', value: sum(({ both }) => both.length), unit: 'findings' },
      {
        name: 'dns-comparison.ours_alone',
        value: sum(({ oursAlone }) => oursAlone.length),
        unit: 'findings',
      },
      {
        name: 'dns-comparison.theirs_alone',
        value: sum(({ theirsAlone }) => theirsAlone.length),
        unit: 'messages',
      },
      {
        name: 'dns-comparison.transfers_as_dnsrecon',
        value: outcomes.filter(({ transfer }) => transfer.ours === transfer.dnsrecon).length,
        unit: `zones of ${outcomes.length}`,
      },
      compared(
        'dns-comparison.seconds',
        sum(({ ourSeconds }) => ourSeconds),
        's',
        'zonemaster-cli',
        sum(({ theirSeconds }) => theirSeconds),
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true });
    await lab.close();
  }
}

/** Zones with a fault in the DNS, and those without any. A silent server costs Zonemaster minutes, and tells nothing. */
function isCompared({ name, faults, open = [] }: ZoneSpec): boolean {
  const isReached = open.length === 0 && name.endsWith('.test') && parseDomain(name).ok;
  return isReached && (ZONES.some((zone) => zone.name === name) || faults.some(({ code }) => isOfDns(code)));
}

function isOfDns(code: string): boolean {
  return DNS_CHECKS.has(code.split('/')[0] ?? '');
}

async function compareZone(zone: ZoneSpec, network: LabNetwork, hints: string): Promise<Compared> {
  const accuracy = await measureZone(zone, network, BUDGET_SECONDS);
  const codes = [...accuracy.found, ...accuracy.invented]
    .filter(({ code, entity }) => entity === `FQDN:${zone.name}` && isOfDns(code))
    .map(({ code }) => code);
  const started = performance.now();
  const tags = await zonemaster(zone.name, hints);
  const theirSeconds = (performance.now() - started) / 1_000;
  const transfer = { ours: codes.includes('zone-transfer/open'), dnsrecon: await dnsrecon(zone.name) };
  const tagsOf = (code: string) => ZONEMASTER_TAGS[code] ?? [];
  const told = new Set(codes.flatMap(tagsOf));
  return {
    zone: zone.name,
    both: codes.filter((code) => tagsOf(code).some((tag) => tags.includes(tag))),
    oursAlone: codes.filter((code) => !tagsOf(code).some((tag) => tags.includes(tag))),
    theirsAlone: tags.filter((tag) => !told.has(tag)),
    transfer,
    ourSeconds: accuracy.seconds,
    theirSeconds,
  };
}

/** Its messages from NOTICE up, each once. */
function zonemaster(zone: string, hints: string): Promise<string[]> {
  const options = ['--json', '--raw', '--level', 'NOTICE', '--no-ipv6', '--hints', hints, zone];
  return new Promise((resolve, reject) => {
    execFile('zonemaster-cli', options, { maxBuffer: 2 ** 24 }, (error, stdout) => {
      try {
        const entries = JSON.parse(stdout) as { tag: string; level: string }[];
        resolve(
          [...new Set(entries.map(({ tag }) => tag))].filter((tag) => !OF_THE_LAB.includes(tag)).sort(),
        );
      } catch {
        reject(error ?? new Error(`zonemaster-cli said nothing that can be read about ${zone}`));
      }
    });
  });
}

/** Whether dnsrecon was handed the zone by one of its servers. */
function dnsrecon(zone: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile('dnsrecon', ['-d', zone, '-n', RESOLVER, '-t', 'axfr'], (_error, stdout) =>
      resolve(stdout.includes('Zone Transfer was successful')),
    );
  });
}

function resolverRoute({ resolvers: [resolver = ''] }: LabNetwork): LabNetwork['routes'][number] {
  const [host = '', port] = resolver.split(':');
  return { address: RESOLVER, port: 53, to: { host, port: Number(port) } };
}

function hintsOf({ rootServers }: LabNetwork): string {
  return rootServers
    .map(
      ({ name, address }) =>
        `. 3600000 NS ${name}.\n${name}. 3600000 ${address.includes(':') ? 'AAAA' : 'A'} ${address}\n`,
    )
    .join('');
}

async function eachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

function tableOf(outcomes: readonly Compared[]): string {
  const cell = (texts: readonly string[]) =>
    texts.length === 0 ? '' : texts.map((text) => `\`${text}\``).join(' ');
  return [
    '| zone | both | Cyborux alone | Zonemaster alone |',
    '| --- | --- | --- | --- |',
    ...outcomes.map(
      ({ zone, both, oursAlone, theirsAlone }) =>
        `| ${zone} | ${cell(both)} | ${cell(oursAlone)} | ${cell(theirsAlone)} |`,
    ),
    '',
  ].join('\n');
}
