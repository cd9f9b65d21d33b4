import { TLS_SUITE_LIST } from './tls-suite-list.ts';

export type SuiteMode = 'AEAD' | 'CBC' | 'stream' | 'none';

/** What a cipher suite's name says of it. */
export interface TlsSuite {
  id: number;
  /** IANA's name. */
  name: string;
  /** `RSA`, `DH`, `DHE`, `ECDH`, `ECDHE`, `PSK`, `SRP`, `KRB5`, `ECCPWD`, `GOST`; `any` in TLS 1.3, where it is chosen apart. */
  keyExchange: string;
  /** `RSA`, `ECDSA`, `DSS`, `anon`, `PSK`, `KRB5`, `GOST`; `any` in TLS 1.3. */
  authentication: string;
  /** `AES_128_GCM`. */
  cipher: string;
  /** Effective key length: 40 and 56 for export, 112 for 3DES (NIST SP 800-57), 0 without encryption. */
  bits: number;
  mode: SuiteMode;
  /** 64 or 128; null for streams and none. */
  blockBits: 64 | 128 | null;
  /** `MD5`, `SHA`, `SHA256` ... of the MAC, or of the PRF beside an AEAD. */
  hash: string;
  isExport: boolean;
  /** The key exchange keeps what was said secret when the server's key is found later. */
  forwardSecret: boolean;
  /** Wire versions of TLS that may use it. */
  minVersion: number;
  maxVersion: number;
}

const TLS_1_2 = 0x0303;
const TLS_1_3 = 0x0304;
/** Named as the older ones are, for TLS 1.3 alone: SM4 (RFC 8998), integrity only (RFC 9150), GOST (RFC 9367). */
const FOR_TLS_1_3 = [0x00c6, 0x00c7, 0xc0b4, 0xc0b5, 0xc103, 0xc104, 0xc105, 0xc106];

const suites = new Map(
  TLS_SUITE_LIST.trim()
    .split('\n')
    .map((line) => describe(Number.parseInt(line.slice(0, 4), 16), line.slice(5)))
    .map((suite) => [suite.id, suite]),
);

/** In the order of their numbers. */
export const TLS_SUITES: readonly TlsSuite[] = [...suites.values()];

const BY_WORTH = TLS_SUITES.toSorted((a, b) => worthOf(b) - worthOf(a));

export function suiteOf(id: number): TlsSuite | undefined {
  return suites.get(id);
}

/** IANA's name, or the number: `0x1A1A`. */
export function suiteName(id: number): string {
  return suites.get(id)?.name ?? `0x${id.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** What weaknesses go by: suites of one kind differ in the cipher's name and the hash alone. */
export function suiteKind(id: number): string {
  const suite = suites.get(id);
  if (suite === undefined) return String(id);
  const { keyExchange, authentication, mode, blockBits, bits, isExport } = suite;
  return [keyExchange, authentication, mode, blockBits, bits, isExport].join(' ');
}

/** Those that a version may use, the signalling values left out; what a careful client wishes for comes first. */
export function suitesFor(version: number): readonly TlsSuite[] {
  return BY_WORTH.filter(({ minVersion, maxVersion }) => minVersion <= version && version <= maxVersion);
}

function worthOf({ forwardSecret, authentication, mode, bits, cipher }: TlsSuite): number {
  const isUsual = /^(?:AES|CHACHA20)/.test(cipher) && !/CCM/.test(cipher);
  const signs = ['any', 'ECDSA', 'RSA'].includes(authentication);
  return (
    (signs ? 8 : 0) + (forwardSecret ? 4 : 0) + (mode === 'AEAD' ? 2 : 0) + (isUsual && bits >= 128 ? 1 : 0)
  );
}

function describe(id: number, bareName: string): TlsSuite {
  const name = `TLS_${bareName}`;
  const [exchange = '', protection = ''] = bareName.includes('_WITH_')
    ? bareName.split('_WITH_')
    : ['any', bareName];
  const isExport = exchange.includes('EXPORT');
  const mode = modeOf(protection);
  const hash = hashOf(protection);
  const keys = keysOf(exchange);
  const isNew = exchange === 'any' || FOR_TLS_1_3.includes(id);
  // The PSK suites with SHA-2 are for TLS 1.0 on (RFC 5487 section 3.2, RFC 5489 section 3.2).
  const needsTls12 = mode === 'AEAD' || (/^SHA(?:256|384)$/.test(hash) && !exchange.includes('PSK'));
  return {
    id,
    name,
    ...keys,
    cipher: cipherOf(protection),
    bits: bitsOf(protection, exchange),
    mode,
    blockBits:
      mode === 'CBC' ? (/3DES|DES|RC2|IDEA/.test(protection) ? 64 : 128) : mode === 'AEAD' ? 128 : null,
    hash,
    isExport,
    forwardSecret: isNew || ['DHE', 'ECDHE', 'ECCPWD'].includes(keys.keyExchange),
    minVersion: isNew ? TLS_1_3 : needsTls12 ? TLS_1_2 : 0x0300,
    maxVersion: isNew ? TLS_1_3 : TLS_1_2,
  };
}

function keysOf(exchange: string): { keyExchange: string; authentication: string } {
  if (exchange === 'any') return { keyExchange: 'any', authentication: 'any' };
  if (exchange.startsWith('GOST')) return { keyExchange: 'GOST', authentication: 'GOST' };
  const [keyExchange = '', authentication = keyExchange] = exchange
    .replace(/_?(?:EXPORT1024|EXPORT|FIPS)/, '')
    .split('_');
  if (exchange === 'PSK_DHE') return { keyExchange: 'DHE', authentication: 'PSK' };
  // SRP_SHA alone has no certificate (RFC 5054 section 2.7).
  if (keyExchange === 'SRP') return { keyExchange, authentication: exchange.split('_')[2] ?? 'SRP' };
  return { keyExchange, authentication };
}

function modeOf(protection: string): SuiteMode {
  if (/GCM|CCM|POLY1305|AEGIS|MGM/.test(protection)) return 'AEAD';
  if (/NULL|^SHA(?:256|384)_SHA/.test(protection)) return 'none';
  return /CBC/.test(protection) ? 'CBC' : 'stream';
}

function hashOf(protection: string): string {
  const last = protection.split('_').at(-1) ?? '';
  return /^(?:MD5|SHA|SHA256|SHA384)$/.test(last) ? last : 'SHA256';
}

function cipherOf(protection: string): string {
  return protection.replace(/_(?:MD5|SHA|SHA256|SHA384|IMIT|OMAC|OLD)$/, '').replace(/_IMIT$/, '');
}

function bitsOf(protection: string, exchange: string): number {
  if (modeOf(protection) === 'none') return 0;
  if (/3DES/.test(protection)) return 112;
  const named = /_(40|56|128|256)L?(?:_|$)/.exec(protection)?.[1];
  if (exchange.includes('EXPORT') && !exchange.includes('EXPORT1024')) return 40;
  if (/^DES(?:40)?_/.test(protection) && named === undefined) return protection.startsWith('DES40') ? 40 : 56;
  if (named !== undefined) return Number(named);
  if (/CHACHA20|28147|KUZNYECHIK|MAGMA/.test(protection)) return 256;
  return 128;
}
