import { execFile, spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TLS_PROTOCOLS } from '../packages/engine/src/protocols/tls-names.ts';
import type { TlsSurvey } from '../packages/engine/src/protocols/tls-survey.ts';

const run = promisify(execFile);
/** Longer than testssl.sh needs for a local server on a busy machine. */
const TESTSSL_MS = 900_000;

/** Facts that all tools tell, each as a line: `protocol TLSv1.2`, `suite TLSv1.2 0xc02f`, `group TLSv1.3 0x001d`. */
export type TlsFactSet = ReadonlySet<string>;

export function isInstalled(command: string): boolean {
  return spawnSync('which', [command], { stdio: 'ignore' }).status === 0;
}

export function ourFacts(survey: TlsSurvey): TlsFactSet {
  const facts = new Set<string>();
  for (const protocol of TLS_PROTOCOLS) {
    if (survey.protocols[protocol].state === 'accepted') facts.add(`protocol ${protocol}`);
    for (const id of survey.suites[protocol]?.suites ?? []) facts.add(`suite ${protocol} ${hex(id)}`);
  }
  for (const id of survey.groups.tls12?.values ?? []) facts.add(`group TLSv1.2 ${hex(id)}`);
  for (const id of survey.groups.tls13?.values ?? []) facts.add(`group TLSv1.3 ${hex(id)}`);
  for (const id of survey.signatures.tls12?.values ?? []) facts.add(`signature TLSv1.2 ${hex(id)}`);
  for (const id of survey.signatures.tls13?.values ?? []) facts.add(`signature TLSv1.3 ${hex(id)}`);
  return facts;
}

/** sslscan's word for a server that signs although none of what it may sign with was offered. */
const ANY_SIGNATURE = '0xfdff';

/** sslscan's XML, whose lines hold an element each. */
export async function sslscan(port: number): Promise<TlsFactSet> {
  const { stdout } = await run('sslscan', ['--xml=-', '--show-sigs', `127.0.0.1:${port}`]);
  const facts = new Set<string>();
  const names: Record<string, string> = {
    cipher: 'suite',
    group: 'group',
    'connection-signature-algorithm': 'signature',
  };
  for (const [, element = '', rest = ''] of stdout.matchAll(/<([a-z-]+) ([^>]*)\/>/g)) {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(rest)?.[1] ?? '';
    const version = attribute('sslversion').replace(/\.0$/, '');
    if (element === 'protocol' && attribute('enabled') === '1') {
      const name = attribute('type') === 'ssl' ? 'SSLv' : 'TLSv';
      facts.add(`protocol ${name}${attribute('version').replace(/\.0$/, '')}`);
    }
    const kind = names[element];
    const id = attribute('id').toLowerCase();
    if (kind !== undefined && id !== ANY_SIGNATURE) facts.add(`${kind} ${version} ${id}`);
  }
  return facts;
}

/** The protocols that testssl.sh tells, which is run for all that it does by default. Its suites are not compared. */
export async function testssl(port: number, folder: string): Promise<TlsFactSet> {
  const file = join(folder, 'testssl.json');
  await rm(file, { force: true });
  const options = ['--quiet', '--color', '0', '--warnings', 'off', '--mapping', 'iana', '--jsonfile', file];
  // Its exit status counts findings.
  await run('testssl', [...options, `127.0.0.1:${port}`], { timeout: TESTSSL_MS, maxBuffer: 1 << 26 }).catch(
    () => null,
  );
  const findings = JSON.parse(await readFile(file, 'utf8')) as { id: string; finding: string }[];
  const facts = new Set<string>();
  const names: Record<string, string> = {
    SSLv2: 'SSLv2',
    SSLv3: 'SSLv3',
    TLS1: 'TLSv1',
    TLS1_1: 'TLSv1.1',
    TLS1_2: 'TLSv1.2',
    TLS1_3: 'TLSv1.3',
  };
  for (const { id, finding } of findings) {
    const protocol = names[id];
    if (protocol !== undefined && finding.startsWith('offered')) facts.add(`protocol ${protocol}`);
  }
  return facts;
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}
