import { spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Daemon, freePort, startDaemon } from './daemon.ts';

export interface PostfixOptions {
  hostname: string;
  /** PEM; left out: STARTTLS is not offered. */
  tls?: { key: string; cert: string };
}

/** Debian's Postfix with a configuration, queue and port of its own. Starts as root only. */
export async function startPostfix(
  folder: string,
  options: PostfixOptions,
): Promise<Daemon & { port: number }> {
  const port = await freePort();
  const [queue, lib] = [join(folder, 'queue'), join(folder, 'lib')];
  for (const path of [folder, queue, lib]) await mkdir(path, { recursive: true, mode: 0o755 });
  await chmod(folder, 0o755);
  spawnSync('chown', ['postfix', lib]);
  const tls = options.tls;
  if (tls !== undefined) {
    await writeFile(join(folder, 'key.pem'), tls.key, { mode: 0o600 });
    await writeFile(join(folder, 'cert.pem'), tls.cert);
  }
  await writeFile(
    join(folder, 'main.cf'),
    `compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${lib}
mail_owner = postfix
setgid_group = postdrop
myhostname = ${options.hostname}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination = ${options.hostname}
local_recipient_maps =
smtpd_peername_lookup = no
smtpd_relay_restrictions = reject_unauth_destination
smtpd_tls_security_level = ${tls === undefined ? 'none' : 'may'}
${tls === undefined ? '' : `smtpd_tls_key_file = ${join(folder, 'key.pem')}\nsmtpd_tls_cert_file = ${join(folder, 'cert.pem')}\ntls_random_source = dev:/dev/urandom`}
maillog_file = ${join(folder, 'mail.log')}
maillog_file_prefixes = ${folder}
`,
  );
  await writeFile(
    join(folder, 'master.cf'),
    `127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
rewrite unix - - n - - trivial-rewrite
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`,
  );
  const daemon = await startDaemon('/usr/sbin/postfix', ['-c', folder, 'start-fg'], [port]);
  return { ...daemon, port };
}
