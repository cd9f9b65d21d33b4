import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** What the real-server tests need of Debian: a program of each package, to see whether it is there. */
const PROGRAMS: Record<string, string> = {
  nsd: '/usr/sbin/nsd',
  'nginx-light': '/usr/sbin/nginx',
  postfix: '/usr/sbin/postfix',
  openssl: '/usr/bin/openssl',
  bind9: '/usr/sbin/named',
  'bind9-utils': '/usr/bin/dnssec-signzone',
  'bind9-dnsutils': '/usr/bin/delv',
};

/** Says to Debian's maintainer scripts that no service is to be started: the tests start their own, on loopback. */
const POLICY = '/usr/sbin/policy-rc.d';

/** Installs what is missing when run as root; otherwise says how to, in a thrown sentence. */
export function ensureDebianPrograms(): void {
  const missing = Object.entries(PROGRAMS)
    .filter(([, path]) => !existsSync(path))
    .map(([name]) => name);
  if (missing.length === 0) return;
  const command = `apt-get update && apt-get install --yes --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0)
    throw new Error(`The real-server tests need Debian's ${missing.join(', ')}. Run as root: ${command}`);
  process.stderr.write(`installing ${missing.join(', ')} ...\n`);
  const ownPolicy = !existsSync(POLICY);
  if (ownPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const { status, stderr } = spawnSync('sh', ['-c', command], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (status !== 0) throw new Error(`"${command}" failed: ${stderr.trim().split('\n').at(-1)}`);
  } finally {
    if (ownPolicy) rmSync(POLICY, { force: true });
  }
}
