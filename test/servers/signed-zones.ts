import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** BIND's names of them. */
export type KeyAlgorithm =
  | 'RSASHA1'
  | 'NSEC3RSASHA1'
  | 'RSASHA256'
  | 'RSASHA512'
  | 'ECDSAP256SHA256'
  | 'ECDSAP384SHA384'
  | 'ED25519'
  | 'ED448';

export interface KeySpec {
  algorithm: KeyAlgorithm;
  /** Of an RSA key. Default 2048. */
  bits?: number;
  /** Default `csk`: one key signs all. */
  role?: 'csk' | 'ksk' | 'zsk';
  /** By dnssec-revoke, before the zone is signed. */
  revoked?: boolean;
}

export type Digest = 'SHA-1' | 'SHA-256' | 'SHA-384';

export interface ZoneToSign {
  /** `x.test`, `.` */
  name: string;
  /** Lines of a zone file below `$TTL 300`. */
  records: readonly string[];
  /** None: the zone is not signed. */
  keys: readonly KeySpec[];
  denial: 'nsec' | { iterations: number; salt?: string; optOut?: boolean };
  /** YYYYMMDDHHMMSS. Default: from an hour ago for thirty days. */
  validity?: { from: string; until: string };
  /** DS records of the keys that are not revoked. */
  digests: readonly Digest[];
  /** Of the signed zone. */
  edit?: Edit;
}

export interface SignedZone {
  name: string;
  text: string;
  /** Rdata. */
  DS: readonly string[];
  /** Rdata of those of revoked keys, as they were before. */
  revokedDS: readonly string[];
}

/** Changes the lines of a signed zone: one record each, all in full (`www.x.test. 300 IN RRSIG A 13 ...`). */
export type Edit = (lines: readonly string[]) => readonly string[];

const run = promisify(execFile);
/** More rounds than that BIND does not sign with. */
const BIND_ITERATIONS = 150;

/** Signs with Debian's dnssec-keygen and dnssec-signzone; with ldns-signzone what BIND refuses to sign. */
export async function signZone(folder: string, zone: ZoneToSign): Promise<SignedZone> {
  const { name, records, keys, digests, edit = (lines) => lines } = zone;
  await mkdir(folder, { recursive: true });
  const source = join(folder, 'source');
  const unsigned = `$ORIGIN ${name === '.' ? '' : name}.\n$TTL 300\n${records.join('\n')}\n`;
  await writeFile(source, unsigned);
  if (keys.length === 0) return { name, text: unsigned, DS: [], revokedDS: [] };
  const active: string[] = [];
  const revoked: string[] = [];
  for (const key of keys) {
    const file = await generate(folder, name, key);
    if (key.revoked) revoked.push(file);
    else if (key.role !== 'zsk') active.push(file);
  }
  const DS = await delegationSigners(folder, active, digests);
  const revokedDS = await delegationSigners(folder, revoked, digests);
  for (const file of revoked) await run('/usr/bin/dnssec-revoke', ['-r', '-K', folder, file]);
  const { denial } = zone;
  const isBeyondBind = denial !== 'nsec' && denial.iterations > BIND_ITERATIONS;
  const target = join(folder, 'signed');
  await (isBeyondBind ? signWithLdns(folder, zone, active, target) : signWithBind(folder, zone, target));
  const lines = (await readFile(target, 'utf8')).split('\n').filter((line) => /^[^;\s]/.test(line));
  return { name, text: `${edit(lines).join('\n')}\n`, DS, revokedDS };
}

async function generate(
  folder: string,
  name: string,
  { algorithm, bits = 2048, role }: KeySpec,
): Promise<string> {
  const size = algorithm.includes('RSA') ? ['-b', `${bits}`] : [];
  const flags = role === 'zsk' ? [] : ['-f', 'KSK'];
  const { stdout } = await run('/usr/bin/dnssec-keygen', [
    '-q',
    '-K',
    folder,
    '-a',
    algorithm,
    ...size,
    ...flags,
    name,
  ]);
  return stdout.trim();
}

async function delegationSigners(
  folder: string,
  keys: readonly string[],
  digests: readonly Digest[],
): Promise<string[]> {
  const options = digests.flatMap((digest) => ['-a', digest]);
  const told = keys.map((key) => run('/usr/bin/dnssec-dsfromkey', [...options, join(folder, key)]));
  const lines = (await Promise.all(told)).flatMap(({ stdout }) => stdout.trim().split('\n'));
  return lines.map((line) => line.replace(/^\S+ IN DS /, ''));
}

async function signWithBind(
  folder: string,
  { name, denial, keys, validity }: ZoneToSign,
  target: string,
): Promise<void> {
  const isSplit = keys.some(({ role }) => role === 'zsk');
  await run('/usr/bin/dnssec-signzone', [
    ...['-q', '-P', '-S', '-K', folder, '-d', folder, '-o', name, '-O', 'full', '-f', target],
    ...(isSplit ? ['-x'] : ['-z']),
    ...(validity === undefined ? [] : ['-s', validity.from, '-e', validity.until]),
    ...(denial === 'nsec' ? [] : ['-3', denial.salt ?? '-', '-H', `${denial.iterations}`]),
    ...(denial !== 'nsec' && denial.optOut ? ['-A'] : []),
    join(folder, 'source'),
  ]);
}

async function signWithLdns(
  folder: string,
  { name, denial }: ZoneToSign,
  keys: readonly string[],
  target: string,
): Promise<void> {
  const hashing = denial === 'nsec' ? [] : ['-n', '-t', `${denial.iterations}`];
  const files = keys.map((key) => join(folder, key));
  await run('/usr/bin/ldns-signzone', [
    ...hashing,
    '-o',
    name,
    '-f',
    target,
    join(folder, 'source'),
    ...files,
  ]);
}

/** Owner and type of a line; of a signature the type that it covers. */
function readLine(line: string): { owner: string; type: string; covers: string } {
  const [owner = '', , , type = '', covers = ''] = line.split(/\s+/);
  return { owner: owner.toLowerCase(), type, covers };
}

function isSignature(line: string, owner: string, of: string): boolean {
  const read = readLine(line);
  return read.type === 'RRSIG' && read.covers === of && (owner === '*' || read.owner === owner);
}

/** Without records of the type, their signatures left; owner `*`: all. */
export function withoutRecords(owner: string, type: string): Edit {
  return (lines) =>
    lines.filter((line) => {
      const read = readLine(line);
      return read.type !== type || (owner !== '*' && read.owner !== owner);
    });
}

/** Without signatures of records of the type; owner `*`: all. */
export function withoutSignatures(owner: string, type: string, algorithm?: number): Edit {
  return (lines) =>
    lines.filter((line) => {
      const ofAlgorithm = algorithm === undefined || line.split(/\s+/)[5] === `${algorithm}`;
      return !(isSignature(line, owner, type) && ofAlgorithm);
    });
}

/** With signatures that do not hold: a bit in the middle differs. */
export function withBadSignatures(owner: string, type: string): Edit {
  return (lines) => lines.map((line) => (isSignature(line, owner, type) ? turned(line) : line));
}

function turned(line: string): string {
  const at = line.length - 20;
  return `${line.slice(0, at)}${line[at] === 'A' ? 'B' : 'A'}${line.slice(at + 1)}`;
}

/** With other data than what was signed. */
export function replaced(from: string, to: string): Edit {
  return (lines) => lines.map((line) => line.replace(from, to));
}

/** Leaves one owner's records as they are. */
export function besides(owner: string, edit: Edit): Edit {
  return (lines) => lines.flatMap((line) => (readLine(line).owner === owner ? [line] : edit([line])));
}
