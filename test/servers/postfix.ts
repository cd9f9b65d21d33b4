import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Daemon, freePort, startDaemon } from './daemon.ts';

export interface Exchanger {
  hostname: string;
  /** PEM; left out: STARTTLS is not offered. */
  tls?: { key: string; cert: string };
  /** Parameters of main.cf that differ, without spaces. */
  settings?: Readonly<Record<string, string>>;
}

/** Debian's Postfix with a configuration and queue of its own, each exchanger on a loopback port. Starts as root only. */
export async function startPostfix(
  folder: string,
  exchangers: readonly Exchanger[],
): Promise<Daemon & { ports: number[] }> {
  const [queue, lib] = [join(folder, 'queue'), join(folder, 'lib')];
  for (const path of [folder, queue, lib]) await mkdir(path, { recursive: true });
  spawnSync('chown', ['postfix', lib]);
  await writeFile(join(folder, 'main.cf'), settings(folder, queue, lib));
  const ports: number[] = [];
  const services: string[] = [];
  for (const exchanger of exchangers) {
    const port = await freePort();
    ports.push(port);
    services.push(await service(folder, port, exchanger));
  }
  await writeFile(join(folder, 'master.cf'), `${services.join('')}${INNER_SERVICES}`);
  // The first process only waits for the one that does the work.
  const pid = async () => Number(await readFile(join(queue, 'pid', 'master.pid'), 'utf8'));
  const daemon = await startDaemon('/usr/sbin/postfix', ['-c', folder, 'start-fg'], ports, pid);
  return { ...daemon, ports };
}

function settings(folder: string, queue: string, lib: string): string {
  return `compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${lib}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
local_recipient_maps =
smtpd_peername_lookup = no
smtpd_relay_restrictions = reject_unauth_destination
tls_random_source = dev:/dev/urandom
maillog_file = ${join(folder, 'mail.log')}
maillog_file_prefixes = ${folder}
`;
}

async function service(folder: string, port: number, exchanger: Exchanger): Promise<string> {
  const { hostname, tls, settings = {} } = exchanger;
  const changes = Object.entries(settings).map(([name, value]) => `  -o ${name}=${value}\n`);
  const common = `127.0.0.1:${port} inet n - n - - smtpd\n  -o myhostname=${hostname}\n${changes.join('')}`;
  if (tls === undefined) return `${common}  -o smtpd_tls_security_level=none\n`;
  const chain = join(folder, `${hostname}.pem`);
  await writeFile(chain, tls.key + tls.cert, { mode: 0o600 });
  return `${common}  -o smtpd_tls_security_level=may\n  -o smtpd_tls_chain_files=${chain}\n`;
}

const INNER_SERVICES = `cleanup unix n - n - 0 cleanup
rewrite unix - - n - - trivial-rewrite
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;
