import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface OpensslServer extends AsyncDisposable {
  port: number;
}

/** Files of a throw-away key and its self-signed certificate. */
export interface KeyFiles {
  key: string;
  cert: string;
}

export interface KeyFolder extends Disposable {
  path: string;
  rsa: KeyFiles;
  ec: KeyFiles;
}

export function makeKeys(): KeyFolder {
  const path = mkdtempSync(join(tmpdir(), 'cyborux-tls-'));
  const make = (name: string, algorithm: readonly string[]): KeyFiles => {
    const files = { key: join(path, `${name}.key`), cert: join(path, `${name}.crt`) };
    const out = ['-keyout', files.key, '-out', files.cert, '-subj', '/CN=www.acme.test', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', '-nodes', ...algorithm, ...out], { stdio: 'ignore' });
    return files;
  };
  const rsa = make('rsa', ['-newkey', 'rsa:2048']);
  const ec = make('ec', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']);
  return { path, rsa, ec, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** `openssl s_server` on a free port of loopback. */
export async function startOpenssl(keys: KeyFiles, options: readonly string[]): Promise<OpensslServer> {
  const place = ['-accept', '127.0.0.1:0', '-cert', keys.cert, '-key', keys.key];
  // Without its page the program takes what it reads for what it is to send: nothing, and no end.
  const child = spawn('openssl', ['s_server', ...place, ...options], { stdio: ['pipe', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const [, found] = /ACCEPT \S+:([0-9]+)/.exec(output) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
    exited.then(() => reject(new Error(`openssl s_server ended: ${output.slice(-500)}`)));
  });
  return {
    port,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
