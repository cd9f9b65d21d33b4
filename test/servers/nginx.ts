import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Daemon, freePort, startDaemon } from './daemon.ts';

export interface NginxSite {
  host: string;
  tls?: {
    /** PEM. */
    key: string;
    cert: string;
    /** As in `ssl_protocols`. */
    protocols: string;
    /** As in `ssl_ciphers`. Default: what is in order in each version, whatever the key. */
    ciphers?: string;
    /** Clients that name another server, or none, are turned away. */
    onlyByName?: boolean;
  };
  /** Directives of the server block. */
  directives: string;
}

/** The lowest security level lets old versions and short keys in, and SHA-1, which is left out. */
const SOUND = `ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:@SECLEVEL=0;
  ssl_ecdh_curve X25519:prime256v1:secp384r1;
  ssl_conf_command SignatureAlgorithms ECDSA+SHA256:RSA-PSS+SHA256:RSA+SHA256;`;

/** Debian's nginx: every site on a loopback port of its own, in the order of the sites. */
export async function startNginx(
  folder: string,
  sites: readonly NginxSite[],
): Promise<Daemon & { ports: number[] }> {
  await mkdir(folder, { recursive: true });
  const ports: number[] = [];
  const blocks: string[] = [];
  for (const [index, site] of sites.entries()) {
    const port = await freePort();
    ports.push(port);
    blocks.push(await serverBlock(folder, `${index}-${site.host}`, port, site));
  }
  const config = join(folder, 'nginx.conf');
  await writeFile(
    config,
    `daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${join(folder, 'nginx.pid')};
error_log ${join(folder, 'error.log')};
events { worker_connections 256; }
http {
  access_log off;
  default_type text/html;
  client_body_temp_path ${join(folder, 'body')};
  proxy_temp_path ${join(folder, 'proxy')};
  fastcgi_temp_path ${join(folder, 'fastcgi')};
  uwsgi_temp_path ${join(folder, 'uwsgi')};
  scgi_temp_path ${join(folder, 'scgi')};
${blocks.join('\n')}
}
`,
  );
  const daemon = await startDaemon('/usr/sbin/nginx', ['-c', config, '-e', join(folder, 'error.log')], ports);
  return { ...daemon, ports };
}

async function serverBlock(folder: string, name: string, port: number, site: NginxSite): Promise<string> {
  if (site.tls === undefined) {
    return `server { listen 127.0.0.1:${port}; server_name ${site.host}; ${site.directives} }`;
  }
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  await writeFile(key, site.tls.key, { mode: 0o600 });
  await writeFile(cert, site.tls.cert);
  const doorkeeper = site.tls.onlyByName
    ? `server {
  listen 127.0.0.1:${port} ssl default_server;
  ssl_protocols ${site.tls.protocols};
  ssl_ecdh_curve X25519:prime256v1:secp384r1;
  ssl_reject_handshake on;
}\n`
    : '';
  return `${doorkeeper}server {
  listen 127.0.0.1:${port} ssl;
  server_name ${site.host};
  ssl_certificate ${cert};
  ssl_certificate_key ${key};
  ssl_protocols ${site.tls.protocols};
  ${site.tls.ciphers === undefined ? SOUND : `ssl_ciphers ${site.tls.ciphers};`}
  ${site.directives}
}`;
}
