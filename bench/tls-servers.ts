import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type KeyFolder, startOpenssl } from '../packages/engine/src/net/tls/testing/openssl-server.ts';
import { freePort, startDaemon } from '../test/servers/daemon.ts';
import { startNginx } from '../test/servers/nginx.ts';

export interface BenchServer {
  name: string;
  port: number;
  stop(): Promise<void>;
}

type Start = (keys: KeyFolder, folder: string) => Promise<BenchServer | null>;

/** Real servers on loopback, from the strictest to the most lenient. Null: its program is not installed. */
const SERVERS: readonly Start[] = [
  openssl('openssl-modern', [
    '-min_protocol',
    'TLSv1.2',
    '-cipher',
    'ECDHE+AESGCM:ECDHE+CHACHA20',
    '-serverpref',
  ]),
  openssl('openssl-all', ['-cipher', 'ALL:@SECLEVEL=0', '-serverpref'], true),
  openssl('openssl-client-order', ['-cipher', 'DEFAULT:@SECLEVEL=0']),
  openssl('openssl-tls10', [
    '-cipher',
    'AES128-SHA:DHE-RSA-AES128-SHA:@SECLEVEL=0',
    '-max_protocol',
    'TLSv1',
  ]),
  openssl('openssl-tls13', ['-min_protocol', 'TLSv1.3', '-groups', 'X25519:P-521:ffdhe3072']),
  nginx('nginx', 'TLSv1.2 TLSv1.3'),
  // Where sslscan is at its fastest.
  nginx('nginx-tls12', 'TLSv1.2'),
  apache,
  haproxy,
  gnutls('gnutls-normal', 'NORMAL'),
  gnutls('gnutls-legacy', 'LEGACY:+VERS-TLS1.0:+VERS-TLS1.1:+3DES-CBC:+ARCFOUR-128:+DHE-RSA'),
];

export async function startServers(keys: KeyFolder): Promise<BenchServer[]> {
  const servers: BenchServer[] = [];
  for (const [index, start] of SERVERS.entries()) {
    const folder = join(keys.path, String(index));
    await mkdir(folder);
    const server = await start(keys, folder);
    if (server !== null) servers.push(server);
  }
  return servers;
}

function openssl(name: string, options: readonly string[], both = false): Start {
  return async ({ rsa, ec }) => {
    const second = both ? ['-dcert', ec.cert, '-dkey', ec.key] : [];
    const server = await startOpenssl(rsa, ['-www', ...options, ...second]);
    return { name, port: server.port, stop: async () => server[Symbol.asyncDispose]() };
  };
}

function nginx(name: string, protocols: string): Start {
  return async ({ rsa, ec }, folder) => {
    if (!existsSync('/usr/sbin/nginx')) return null;
    const [key, cert] = [await readFile(rsa.key, 'utf8'), await readFile(rsa.cert, 'utf8')];
    const directives = `ssl_certificate ${ec.cert}; ssl_certificate_key ${ec.key}; return 204;`;
    const daemon = await startNginx(folder, [
      { host: 'www.acme.test', tls: { key, cert, protocols }, directives },
    ]);
    return { name, port: daemon.ports[0] ?? 0, stop: () => daemon.stop() };
  };
}

async function apache({ rsa }: KeyFolder, folder: string): Promise<BenchServer | null> {
  const modules = '/usr/lib/apache2/modules';
  if (!existsSync('/usr/sbin/apache2') || !existsSync(`${modules}/mod_ssl.so`)) return null;
  const port = await freePort();
  const loaded = ['mpm_event', 'authz_core', 'socache_shmcb', 'ssl'].map(
    (name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`,
  );
  const config = join(folder, 'apache.conf');
  const lines = [
    ...loaded,
    `ServerRoot ${folder}`,
    `PidFile ${folder}/pid`,
    `ErrorLog ${folder}/error.log`,
    `Listen 127.0.0.1:${port}`,
    'ServerName www.acme.test',
    'SSLEngine on',
    `SSLCertificateFile ${rsa.cert}`,
    `SSLCertificateKeyFile ${rsa.key}`,
    'SSLProtocol all -SSLv3',
    'SSLCipherSuite HIGH:!aNULL',
    'SSLHonorCipherOrder on',
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  const daemon = await startDaemon('/usr/sbin/apache2', ['-f', config, '-DFOREGROUND'], [port]);
  return { name: 'apache', port, stop: () => daemon.stop() };
}

async function haproxy({ ec }: KeyFolder, folder: string): Promise<BenchServer | null> {
  if (!existsSync('/usr/sbin/haproxy')) return null;
  const port = await freePort();
  const [pem, config] = [join(folder, 'both.pem'), join(folder, 'haproxy.cfg')];
  await writeFile(pem, (await readFile(ec.cert, 'utf8')) + (await readFile(ec.key, 'utf8')));
  const lines = [
    'defaults',
    ' mode http',
    ' timeout client 5s',
    ' timeout server 5s',
    ' timeout connect 5s',
    'frontend tls',
    ` bind 127.0.0.1:${port} ssl crt ${pem} alpn h2,http/1.1`,
    ' http-request return status 204',
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  const daemon = await startDaemon('/usr/sbin/haproxy', ['-db', '-f', config], [port]);
  return { name: 'haproxy', port, stop: () => daemon.stop() };
}

function gnutls(name: string, priority: string): Start {
  return async ({ rsa }) => {
    if (!existsSync('/usr/bin/gnutls-serv')) return null;
    const port = await freePort();
    const files = ['--x509certfile', rsa.cert, '--x509keyfile', rsa.key];
    const options = ['--http', '--quiet', '--port', String(port), '--priority', priority, ...files];
    const daemon = await startDaemon('/usr/bin/gnutls-serv', options, [port]);
    return { name, port, stop: () => daemon.stop() };
  };
}
