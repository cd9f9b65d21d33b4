import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Daemon, freePort, startDaemon } from '../test/servers/daemon.ts';

export const NAMES = 1_000_000;
const ZONE = 'bulk.test';
/** One name in so many is there: 2 %. */
const EXISTING = 50;
/** Processes of the server. */
const SERVERS = 2;

export function nameOf(index: number): string {
  return `host-${index}.${ZONE}`;
}

export function indexOf(name: string): number {
  return Number(name.slice('host-'.length, name.indexOf('.')));
}

/** Null where there is no such name. */
export function addressOf(index: number): string | null {
  return index % EXISTING === 0 ? `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}` : null;
}

/** The questions as dnsperf reads them. */
export async function writeQuestions(file: string): Promise<void> {
  await writeLines(file, function* () {
    for (let index = 0; index < NAMES; index += 1) yield `${nameOf(index)} A\n`;
  });
}

/** Debian's NSD with the zone, without rate limits. */
export async function startNsdWithZone(folder: string): Promise<Daemon & { port: number }> {
  await mkdir(folder, { recursive: true });
  const zoneFile = join(folder, 'zone');
  await writeLines(zoneFile, function* () {
    yield `$ORIGIN ${ZONE}.\n$TTL 300\n@ SOA ns admin 1 3600 600 86400 300\n@ NS ns\nns A 127.0.0.1\n`;
    for (let index = 0; index < NAMES; index += EXISTING) yield `host-${index} A ${addressOf(index)}\n`;
  });
  const port = await freePort();
  const config = join(folder, 'nsd.conf');
  await writeFile(
    config,
    `server:
  ip-address: 127.0.0.1@${port}
  username: ""
  chroot: ""
  zonesdir: "${folder}"
  pidfile: "${join(folder, 'nsd.pid')}"
  xfrdfile: "${join(folder, 'xfrd.state')}"
  zonelistfile: "${join(folder, 'zone.list')}"
  xfrdir: "${folder}"
  database: ""
  server-count: ${SERVERS}
  rrl-ratelimit: 0
remote-control:
  control-enable: no
zone:
  name: ${ZONE}
  zonefile: ${zoneFile}
`,
  );
  const daemon = await startDaemon('/usr/sbin/nsd', ['-d', '-c', config], [port]);
  return { ...daemon, port };
}

async function writeLines(file: string, lines: () => Generator<string>): Promise<void> {
  const handle = await open(file, 'w');
  try {
    let chunk = '';
    for (const line of lines()) {
      chunk += line;
      if (chunk.length < 1 << 16) continue;
      await handle.write(chunk);
      chunk = '';
    }
    await handle.write(chunk);
  } finally {
    await handle.close();
  }
}
