import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** Signs zones for tests, on its own: nothing of the code under test is used here. Names end in a dot. */
export interface Record {
  name: string;
  type: string;
  ttl: number;
  rdata: Buffer;
}

export interface SigningKey {
  algorithm: number;
  flags: number;
  protocol: number;
  publicKey: Buffer;
  privateKey: KeyObject;
  rdata: Buffer;
  tag: number;
}

export interface ZoneOptions {
  name: string;
  /** `www 3600 A 192.0.2.1`: owner relative to the zone, `@` for the zone itself. */
  records: readonly string[];
  /** Empty: an unsigned zone. */
  keys?: readonly SigningKey[];
  denial?: 'nsec' | { iterations?: number; salt?: string; optOut?: boolean };
  /** Seconds since 1970. */
  inception?: number;
  expiration?: number;
  /** Delegations that opt-out leaves unhashed. */
  unhashed?: readonly string[];
}

export interface SignedZone {
  name: string;
  records: Record[];
  signed: boolean;
  nsec3: { iterations: number; salt: Buffer } | null;
}

export const NOW = Date.UTC(2026, 0, 15) / 1000;
const DAY = 86_400;

const TYPES: { [type: string]: number } = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  DNAME: 39,
  DS: 43,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3: 50,
  NSEC3PARAM: 51,
  TLSA: 52,
  CDS: 59,
  CDNSKEY: 60,
};

export function typeNumber(type: string): number {
  return TYPES[type] ?? Number(type.replace('TYPE', ''));
}

export function makeKey(algorithm: number, { flags = 257, protocol = 3, bits = 1024 } = {}): SigningKey {
  const { publicKey, privateKey } = keyPair(algorithm, bits);
  return keyFrom(algorithm, publicOctets(algorithm, publicKey), privateKey, flags, protocol);
}

/** The same key with other flags. */
export function withFlags(key: SigningKey, flags: number): SigningKey {
  return keyFrom(key.algorithm, key.publicKey, key.privateKey, flags, key.protocol);
}

function keyFrom(algorithm: number, octets: Buffer, privateKey: KeyObject, flags: number, protocol: number) {
  const rdata = Buffer.concat([uint16(flags), Buffer.from([protocol, algorithm]), octets]);
  return { algorithm, flags, protocol, publicKey: octets, privateKey, rdata, tag: tagOf(rdata) };
}

function keyPair(algorithm: number, bits: number) {
  if (algorithm === 13) return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (algorithm === 14) return generateKeyPairSync('ec', { namedCurve: 'P-384' });
  if (algorithm === 15) return generateKeyPairSync('ed25519');
  if (algorithm === 16) return generateKeyPairSync('ed448');
  return generateKeyPairSync('rsa', { modulusLength: bits });
}

function publicOctets(algorithm: number, key: KeyObject): Buffer {
  const jwk = key.export({ format: 'jwk' });
  const part = (text: unknown) => Buffer.from(String(text), 'base64url');
  if (algorithm === 15 || algorithm === 16) return part(jwk.x);
  if (algorithm === 13 || algorithm === 14) return Buffer.concat([part(jwk.x), part(jwk.y)]);
  const exponent = part(jwk.e);
  return Buffer.concat([Buffer.from([exponent.length]), exponent, part(jwk.n)]);
}

function tagOf(rdata: Buffer): number {
  let sum = 0;
  for (let at = 0; at < rdata.length; at += 1) sum += at & 1 ? (rdata[at] ?? 0) : (rdata[at] ?? 0) * 256;
  return (sum + Math.floor(sum / 65_536)) % 65_536;
}

/** `12345 13 2 abcdef`: the text of a DS record for a zone's key. */
export function dsText(zone: string, key: SigningKey, digestType = 2): string {
  const hash = { 1: 'sha1', 2: 'sha256', 4: 'sha384' }[digestType] ?? 'sha256';
  const digest = createHash(hash).update(nameOctets(zone)).update(key.rdata).digest('hex');
  return `${key.tag} ${key.algorithm} ${digestType} ${digest}`;
}

export function dsAnchor(zone: string, key: SigningKey, digestType = 2) {
  const [, , , digest = ''] = dsText(zone, key, digestType).split(' ');
  return { name: zone, keyTag: key.tag, algorithm: key.algorithm, digestType, digest };
}

export function signZone(options: ZoneOptions): SignedZone {
  const { name, keys = [], denial = 'nsec' } = options;
  const soa = '@ 3600 SOA ns.invalid. hostmaster.invalid. 1 7200 3600 1209600 3600';
  const plain = [soa, '@ 3600 NS ns.invalid.', ...options.records].map((text) => record(text, name));
  if (keys.length === 0) return { name, records: plain, signed: false, nsec3: null };
  const dnskeys = keys.map(({ rdata }) => ({ name, type: 'DNSKEY', ttl: 3600, rdata }));
  const all = [...plain, ...dnskeys];
  const parameters =
    denial === 'nsec'
      ? null
      : { iterations: denial.iterations ?? 0, salt: Buffer.from(denial.salt ?? '', 'hex') };
  const optOut = denial !== 'nsec' && denial.optOut === true;
  const proofs =
    parameters === null ? nsecs(name, all) : nsec3s(name, all, parameters, optOut, options.unhashed ?? []);
  const content = [...all, ...proofs];
  const signatures = setsOf(content)
    .filter((set) => isAuthoritative(set[0], content, name))
    .flatMap((set) => signersOf(set, keys).map((key) => signSet(set, key, name, options)));
  return { name, records: [...content, ...signatures], signed: true, nsec3: parameters };
}

/** Keys with the SEP flag sign the keys, the others what is left; a key alone signs all. */
function signersOf(set: readonly Record[], keys: readonly SigningKey[]): SigningKey[] {
  const entry = keys.filter(({ flags }) => (flags & 1) === 1);
  const others = keys.filter(({ flags }) => (flags & 1) === 0);
  if (set[0]?.type === 'DNSKEY') return entry.length > 0 ? entry : others;
  return others.length > 0 ? others : entry;
}

export function signSet(
  set: readonly Record[],
  key: SigningKey,
  signer: string,
  { inception = NOW - DAY, expiration = NOW + 30 * DAY, labels = -1 } = {},
): Record {
  const [first] = set;
  if (first === undefined) throw new RangeError('an empty set');
  const count = labels >= 0 ? labels : labelsOf(first.name).filter((label) => label !== '*').length;
  const head = Buffer.concat([
    uint16(typeNumber(first.type)),
    Buffer.from([key.algorithm, count]),
    uint32(first.ttl),
    uint32(expiration),
    uint32(inception),
    uint16(key.tag),
    nameOctets(signer),
  ]);
  const owner = nameOctets(first.name);
  const lines = [...set]
    .sort((one, other) => Buffer.compare(one.rdata, other.rdata))
    .map(({ type, ttl, rdata }) =>
      Buffer.concat([owner, uint16(typeNumber(type)), uint16(1), uint32(ttl), uint16(rdata.length), rdata]),
    );
  const signature = signOctets(key, Buffer.concat([head, ...lines]));
  return { name: first.name, type: 'RRSIG', ttl: first.ttl, rdata: Buffer.concat([head, signature]) };
}

function signOctets({ algorithm, privateKey }: SigningKey, octets: Buffer): Buffer {
  if (algorithm === 15 || algorithm === 16) return sign(null, octets, privateKey);
  if (algorithm === 13 || algorithm === 14) {
    const hash = algorithm === 13 ? 'sha256' : 'sha384';
    return sign(hash, octets, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  }
  return sign({ 5: 'sha1', 7: 'sha1', 10: 'sha512' }[algorithm] ?? 'sha256', octets, privateKey);
}

/** Signatures cover neither what lies below a cut nor the NS records at it. */
function isAuthoritative(first: Record | undefined, all: readonly Record[], zone: string): boolean {
  if (first === undefined) return false;
  const cut = cutAbove(first.name, all, zone);
  if (cut === null) return true;
  return cut === first.name && ['DS', 'NSEC', 'NSEC3'].includes(first.type);
}

/** The delegation that a name is at or below. */
export function cutAbove(name: string, all: readonly Record[], zone: string): string | null {
  for (let above = name; above !== zone; above = parent(above)) {
    if (all.some((each) => each.name === above && each.type === 'NS')) return above;
  }
  return null;
}

function nsecs(zone: string, all: readonly Record[]): Record[] {
  const owners = [...new Set(all.map(({ name }) => name))]
    .filter((name) => [null, name].includes(cutAbove(name, all, zone)))
    .sort(canonically);
  return owners.map((name, index) => {
    const next = owners[(index + 1) % owners.length] ?? zone;
    const types = [...typesAt(name, all), 'RRSIG', 'NSEC'];
    return { name, type: 'NSEC', ttl: 3600, rdata: Buffer.concat([nameOctets(next), bitmap(types)]) };
  });
}

function nsec3s(
  zone: string,
  all: readonly Record[],
  parameters: { iterations: number; salt: Buffer },
  optOut: boolean,
  unhashed: readonly string[],
): Record[] {
  const names = new Set<string>();
  for (const { name } of all) {
    if (![null, name].includes(cutAbove(name, all, zone)) || unhashed.includes(name)) continue;
    for (let above = name; above !== parent(zone); above = parent(above)) {
      names.add(above);
      if (above === '.') break;
    }
  }
  const hashed = [...names]
    .map((name) => ({ name, hash: hashOf(name, parameters) }))
    .sort((one, other) => Buffer.compare(one.hash, other.hash));
  return hashed.map(({ name, hash }, index) => {
    const next = hashed[(index + 1) % hashed.length]?.hash ?? hash;
    const types = typesAt(name, all);
    const delegation = types.includes('NS') && !types.includes('SOA');
    const signed = types.length > 0 && (!delegation || types.includes('DS'));
    const head = Buffer.concat([Buffer.from([1, optOut ? 1 : 0]), uint16(parameters.iterations)]);
    const rdata = Buffer.concat([
      head,
      Buffer.from([parameters.salt.length]),
      parameters.salt,
      Buffer.from([next.length]),
      next,
      bitmap(signed ? [...types, 'RRSIG'] : types),
    ]);
    const owner = zone === '.' ? `${base32hex(hash)}.` : `${base32hex(hash)}.${zone}`;
    return { name: owner, type: 'NSEC3', ttl: 3600, rdata };
  });
}

export function hashOf(name: string, { iterations, salt }: { iterations: number; salt: Buffer }): Buffer {
  let hash = createHash('sha1').update(nameOctets(name)).update(salt).digest();
  for (let round = 0; round < iterations; round += 1)
    hash = createHash('sha1').update(hash).update(salt).digest();
  return hash;
}

export function base32hex(octets: Buffer): string {
  let value = 0n;
  for (const octet of octets) value = value * 256n + BigInt(octet);
  return value.toString(32).padStart((octets.length * 8) / 5, '0');
}

/** Below a cut there are only the records of the cut itself. */
function typesAt(name: string, all: readonly Record[]): string[] {
  const types = new Set(all.filter((each) => each.name === name).map(({ type }) => type));
  const delegation = types.has('NS') && !types.has('SOA');
  return [...types].filter((type) => !delegation || type === 'NS' || type === 'DS');
}

function bitmap(types: readonly string[]): Buffer {
  const windows = new Map<number, Buffer>();
  for (const number of types.map(typeNumber)) {
    const window = windows.get(number >> 8) ?? Buffer.alloc(32);
    windows.set(number >> 8, window);
    const at = (number & 255) >> 3;
    window[at] = (window[at] ?? 0) | (0x80 >> (number & 7));
  }
  const parts = [...windows].sort(([one], [other]) => one - other);
  return Buffer.concat(
    parts.map(([window, bits]) => {
      const length = bits.findLastIndex((octet) => octet !== 0) + 1;
      return Buffer.concat([Buffer.from([window, length]), bits.subarray(0, length)]);
    }),
  );
}

export function setsOf(records: readonly Record[]): Record[][] {
  return [...Map.groupBy(records, ({ name, type }) => `${name} ${type}`).values()];
}

/** RFC 4034 section 6.1. */
function canonically(one: string, other: string): number {
  const left = labelsOf(one).reverse();
  const right = labelsOf(other).reverse();
  for (const [index, label] of left.entries()) {
    const against = right[index];
    if (against === undefined) return 1;
    const order = Buffer.compare(Buffer.from(label, 'latin1'), Buffer.from(against, 'latin1'));
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** `www 3600 MX 10 mail`: names in the data that have no trailing dot are relative too. */
export function record(text: string, zone: string): Record {
  const [owner = '', ttl = '', type = '', ...fields] = text.split(/\s+/);
  return { name: absolute(owner, zone), type, ttl: Number(ttl), rdata: rdataOf(type, fields, zone) };
}

function rdataOf(type: string, fields: readonly string[], zone: string): Buffer {
  const [first = '', second = ''] = fields;
  const name = (text: string) => nameOctets(absolute(text, zone));
  switch (type) {
    case 'A':
      return Buffer.from(first.split('.').map(Number));
    case 'NS':
    case 'CNAME':
    case 'DNAME':
      return name(first);
    case 'MX':
      return Buffer.concat([uint16(Number(first)), name(second)]);
    case 'SOA':
      return Buffer.concat([
        name(first),
        name(second),
        ...fields.slice(2).map((each) => uint32(Number(each))),
      ]);
    case 'TXT':
      return Buffer.concat(
        fields.map((each) => Buffer.concat([Buffer.from([each.length]), Buffer.from(each)])),
      );
    case 'DS':
    case 'CDS':
      return Buffer.concat([
        uint16(Number(first)),
        Buffer.from([Number(second), Number(fields[2])]),
        Buffer.from(fields[3] ?? '', 'hex'),
      ]);
    default:
      return Buffer.from(first, 'hex');
  }
}

function absolute(name: string, zone: string): string {
  if (name === '@') return zone;
  if (name.endsWith('.')) return name;
  return zone === '.' ? `${name}.` : `${name}.${zone}`;
}

export function parent(name: string): string {
  if (name === '.') return '';
  return name.slice(name.indexOf('.') + 1) || '.';
}

function labelsOf(name: string): string[] {
  return name === '.' ? [] : name.slice(0, -1).split('.');
}

/** In lower case. */
export function nameOctets(name: string): Buffer {
  const labels = labelsOf(name).map((label) => Buffer.from(label.toLowerCase(), 'latin1'));
  return Buffer.concat([
    ...labels.flatMap((label) => [Buffer.from([label.length]), label]),
    Buffer.from([0]),
  ]);
}

function uint16(value: number): Buffer {
  return Buffer.from([(value >> 8) & 255, value & 255]);
}

function uint32(value: number): Buffer {
  return Buffer.concat([uint16(Math.floor(value / 65_536) & 0xffff), uint16(value & 0xffff)]);
}
