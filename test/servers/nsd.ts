import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Daemon, freePort, startDaemon } from './daemon.ts';

export interface NsdSettings {
  /** Further addresses of loopback where it listens: `127.0.0.2@10053`. */
  addresses?: readonly string[];
  /** Zones that it hands out to everyone. */
  transfers?: readonly string[];
}

/** Debian's NSD, authoritative for the zones, over UDP and TCP on one loopback port. */
export async function startNsd(
  folder: string,
  zones: Readonly<Record<string, string>>,
  { addresses = [], transfers = [] }: NsdSettings = {},
): Promise<Daemon & { port: number }> {
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const declarations: string[] = [];
  for (const [name, text] of Object.entries(zones)) {
    const file = join(folder, `${name}.zone`);
    await writeFile(file, text);
    const transfer = transfers.includes(name) ? '  provide-xfr: 0.0.0.0/0 NOKEY\n' : '';
    declarations.push(`zone:\n  name: ${name}\n  zonefile: ${file}\n${transfer}`);
  }
  const config = join(folder, 'nsd.conf');
  await writeFile(
    config,
    `server:
${[`127.0.0.1@${port}`, ...addresses].map((each) => `  ip-address: ${each}\n`).join('')}  username: ""
  chroot: ""
  zonesdir: "${folder}"
  pidfile: "${join(folder, 'nsd.pid')}"
  xfrdfile: "${join(folder, 'xfrd.state')}"
  zonelistfile: "${join(folder, 'zone.list')}"
  xfrdir: "${folder}"
  database: ""
  server-count: 1
  rrl-ratelimit: 0
remote-control:
  control-enable: no
${declarations.join('')}`,
  );
  const daemon = await startDaemon('/usr/sbin/nsd', ['-d', '-c', config], [port]);
  return { ...daemon, port };
}
