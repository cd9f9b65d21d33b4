import { getDiffieHellman } from 'node:crypto';
import type { TlsSpec } from '../../spec.ts';
import type { Trio } from '../trio.ts';
import { type FaultyHost, hostsWithFaults } from './hosts.ts';

type Script = Extract<TlsSpec, { script: unknown }>['script'];

const SSL_3 = 0x0300;
const TLS_1_1 = 0x0302;
const TLS_1_2 = 0x0303;
const TLS_1_3 = 0x0304;
const ECDHE_RSA_AES_GCM = 0xc02f;
const ECDHE_RSA_AES_CBC = 0xc013;
const ECDHE_RSA_RC4 = 0xc011;
const ECDHE_RSA_3DES = 0xc012;
const DHE_RSA_AES_GCM = 0x009e;
const DHE_RSA_EXPORT_DES40 = 0x0014;
const DH_ANON_AES_CBC = 0x006c;
const RSA_AES_GCM = 0x009c;
const RSA_AES_CBC = 0x002f;
const RSA_NULL = 0x003b;
const RSA_DES = 0x0009;
const RSA_EXPORT_RC4 = 0x0003;
const AES_128_GCM = 0x1301;
/** Cipher kinds of SSL 2.0: RC4 with 128 bits, and with 40 of them. */
const RC4_128 = 0x010080;
const RC4_128_EXPORT40 = 0x020080;

const POOR = 'tls-rating/poor';

/** Odd, and of so many bits; nobody reckons with it. */
function primeOf(bits: number): Buffer {
  return Buffer.alloc(bits / 8, 0xab);
}

/** What no distribution's server does any more, each on a host of its own. */
export const scripted: Trio = hostsWithFaults('tls-ancient', [
  old('sslv2', ['tls-version/sslv2', 'drown/possible', POOR], { ssl2: [RC4_128] }),
  old('sslv2-export', ['tls-version/sslv2', 'drown/vulnerable', POOR], { ssl2: [RC4_128, RC4_128_EXPORT40] }),
  old(
    'sslv3',
    [
      ...['tls-version/sslv3', 'poodle/cbc', 'tls-cipher/no-forward-secrecy'],
      ...['tls-fallback-scsv/missing', POOR],
    ],
    { versions: [SSL_3, TLS_1_2], suites: [ECDHE_RSA_AES_GCM, RSA_AES_CBC] },
  ),
  old('fallback', ['tls-version/legacy', 'tls-fallback-scsv/missing'], {
    versions: [TLS_1_1, TLS_1_2],
    suites: [ECDHE_RSA_AES_GCM, ECDHE_RSA_AES_CBC],
  }),
  old('heartbleed', ['heartbleed/vulnerable', POOR], { heartbeat: 'bleeds' }),
  old('heartbeat', [], { heartbeat: 'sound' }),
  old('ccs', ['ccs-injection/vulnerable', POOR], { earlyCcs: true }),
  suites('robot', ['robot/oracle', 'tls-cipher/no-forward-secrecy', POOR], [RSA_AES_GCM], { oracle: true }),
  old('compression', ['tls-compression/deflate', POOR], { deflate: true }),
  old('renegotiation', ['tls-renegotiation/insecure', POOR], { oldRenegotiation: true }),
  suites('freak', ['freak/export', 'tls-cipher/export', POOR], [RSA_EXPORT_RC4]),
  suites(
    'logjam',
    ['logjam/weak-group', 'tls-cipher/export', 'tls-key-exchange/dh-broken', POOR],
    [DHE_RSA_EXPORT_DES40],
    { prime: primeOf(512) },
  ),
  suites('dh-weak', ['tls-key-exchange/dh-weak'], [DHE_RSA_AES_GCM], { prime: primeOf(1536) }),
  suites(
    'dh-common',
    ['tls-key-exchange/dh-weak', 'tls-key-exchange/common-prime', 'logjam/weak-group'],
    [DHE_RSA_AES_GCM],
    { prime: getDiffieHellman('modp2').getPrime() },
  ),
  suites('null', ['tls-cipher/null', POOR], [RSA_NULL]),
  suites('anonymous', ['tls-cipher/anonymous', POOR], [DH_ANON_AES_CBC]),
  suites('rc4', ['tls-cipher/rc4', POOR], [ECDHE_RSA_RC4]),
  suites('des', ['tls-cipher/des', POOR], [RSA_DES]),
  suites('triple-des', ['tls-cipher/triple-des', POOR], [ECDHE_RSA_3DES]),
  suites('rsa', ['tls-cipher/no-forward-secrecy'], [RSA_AES_GCM]),
  old('cbc', ['tls-cipher/cbc-only'], { suites: [ECDHE_RSA_AES_CBC] }),
  old('early-data', ['early-data/accepted'], {
    versions: [TLS_1_3],
    suites: [AES_128_GCM],
    maxEarlyData: 16_384,
  }),
  old('tickets', [], { versions: [TLS_1_3], suites: [AES_128_GCM] }),
]);

/** TLS 1.2 with one suite that is sound, and what the script says beside. */
function old(label: string, faults: readonly string[], script: Partial<Script>): FaultyHost {
  const whole: Script = { versions: [TLS_1_2], suites: [ECDHE_RSA_AES_GCM], ...script };
  return { label, faults, site: () => ({ tls: { script: whole } }) };
}

/** The sound suite comes first. */
function suites(
  label: string,
  faults: readonly string[],
  more: readonly number[],
  script: Partial<Script> = {},
): FaultyHost {
  return old(label, faults, { suites: [ECDHE_RSA_AES_GCM, ...more], ...script });
}
