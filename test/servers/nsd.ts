import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Daemon, freePort, startDaemon } from './daemon.ts';

/** Debian's NSD, authoritative for the zones, over UDP and TCP on one loopback port. */
export async function startNsd(
  folder: string,
  zones: Readonly<Record<string, string>>,
): Promise<Daemon & { port: number }> {
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const declarations: string[] = [];
  for (const [name, text] of Object.entries(zones)) {
    await writeFile(join(folder, `${name}.zone`), text);
    declarations.push(`zone:\n  name: ${name}\n  zonefile: ${join(folder, `${name}.zone`)}\n`);
  }
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
  server-count: 1
  rrl-ratelimit: 0
remote-control:
  control-enable: no
${declarations.join('')}`,
  );
  const daemon = await startDaemon('/usr/sbin/nsd', ['-d', '-c', config], [port]);
  return { ...daemon, port };
}
