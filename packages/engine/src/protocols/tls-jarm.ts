import { createHash } from 'node:crypto';
import { u16 } from './tls-bytes.ts';
import * as extensions from './tls-extension.ts';
import { encodeClientHello, records } from './tls-hello.ts';
import { RECORD } from './tls-names.ts';
import { alpnOf, type ServerHello } from './tls-server-hello.ts';

/**
 * JARM (version 1.0 of its public algorithm): ten hellos; suite, version, ALPN and extensions of the answers; a fuzzy
 * hash over them.
 */
export interface JarmProbe {
  version: number;
  suites: 'all' | 'no-1.3';
  order: Order;
  grease: boolean;
  /** Without `h2` and `http/1.1`. */
  rareAlpn: boolean;
  /** The supported_versions extension, up to which version. */
  supported: 'none' | '1.2' | '1.3';
  /** Of the ALPN names and of the versions. */
  extensionOrder: 'forward' | 'reverse';
}
type Order = 'forward' | 'reverse' | 'top-half' | 'bottom-half' | 'middle-out';

const SUITES =
  '0016 0033 0067 c09e c0a2 009e 0039 006b c09f c0a3 009f 0045 00be 0088 00c4 009a c008 c009 c023 c0ac c0ae c02b c00a ' +
  'c024 c0ad c0af c02c c072 c073 cca9 1302 1301 cc14 c007 c012 c013 c027 c02f c014 c028 c030 c060 c061 c076 c077 cca8 ' +
  '1305 1304 1303 cc13 c011 000a 002f 003c c09c c0a0 009c 0035 003d c09d c0a1 009d 0041 00ba 0084 00c0 0007 0004 0005';
const ALL = SUITES.split(' ').map((suite) => Number.parseInt(suite, 16));
/** The place in this order, from 1, stands for the suite in the hash. */
const RANKED = [
  ...ALL.filter((suite) => suite >> 8 !== 0x13).toSorted((a, b) => a - b),
  ...ALL.filter((suite) => suite >> 8 === 0x13).toSorted((a, b) => a - b),
];

/** `spdy/3` and `h2` stand together wherever the algorithm turns the order. */
const ALPN = [
  ['http/0.9'],
  ['http/1.0'],
  ['http/1.1'],
  ['spdy/1'],
  ['spdy/2'],
  ['spdy/3', 'h2'],
  ['h2c'],
  ['hq'],
];
const RARE_ALPN = [['http/0.9'], ['http/1.0'], ['spdy/1'], ['spdy/2'], ['spdy/3'], ['h2c'], ['hq']];
const NOTHING = '|||';

export const JARM_PROBES: readonly JarmProbe[] = [
  probe(0x0303, 'forward', '1.2', 'reverse'),
  probe(0x0303, 'reverse', '1.2', 'forward'),
  probe(0x0303, 'top-half', 'none', 'forward'),
  { ...probe(0x0303, 'bottom-half', 'none', 'forward'), rareAlpn: true },
  { ...probe(0x0303, 'middle-out', 'none', 'reverse'), rareAlpn: true, grease: true },
  probe(0x0302, 'forward', 'none', 'forward'),
  probe(0x0304, 'forward', '1.3', 'reverse'),
  probe(0x0304, 'reverse', '1.3', 'forward'),
  { ...probe(0x0304, 'forward', '1.3', 'forward'), suites: 'no-1.3' },
  { ...probe(0x0304, 'middle-out', '1.3', 'reverse'), grease: true },
];

function probe(
  version: number,
  order: Order,
  supported: JarmProbe['supported'],
  extensionOrder: JarmProbe['extensionOrder'],
): JarmProbe {
  return { version, suites: 'all', order, grease: false, rareAlpn: false, supported, extensionOrder };
}

/** @param random 96 octets: the hello's random, its session id, its share of x25519; the first decides on GREASE */
export function encodeJarmHello(
  jarm: JarmProbe,
  servername: string,
  random: Buffer,
): { message: Buffer; bytes: Buffer } {
  const grease = jarm.grease ? [extensions.GREASE[(random[0] ?? 0) % 16] ?? 0x0a0a] : [];
  const suites = jarm.suites === 'all' ? ALL : ALL.filter((suite) => suite >> 8 !== 0x13);
  const message = encodeClientHello({
    version: Math.min(jarm.version, 0x0303),
    random: random.subarray(0, 32),
    sessionId: random.subarray(32, 64),
    suites: [...grease, ...ordered(suites, jarm.order)],
    compressions: [0],
    extensions: jarmExtensions(jarm, servername, grease, random.subarray(64, 96)),
  });
  return {
    message,
    bytes: records(RECORD.handshake, jarm.version === 0x0304 ? 0x0301 : jarm.version, message),
  };
}

function jarmExtensions(jarm: JarmProbe, servername: string, grease: readonly number[], share: Buffer) {
  const names = jarm.rareAlpn ? RARE_ALPN : ALPN;
  const versions = jarm.supported === '1.2' ? [0x0301, 0x0302, 0x0303] : [0x0301, 0x0302, 0x0303, 0x0304];
  const shares = [
    ...grease.map((group) => ({ group, publicKey: Buffer.of(0) })),
    { group: 29, publicKey: share },
  ];
  return [
    ...grease.map((type) => extensions.extension(type)),
    extensions.serverName(servername),
    extensions.extension(extensions.EXTENSION.extendedMasterSecret),
    extensions.extension(extensions.EXTENSION.maxFragmentLength, Buffer.of(1)),
    extensions.renegotiationInfo(),
    extensions.supportedGroups([29, 23, 24, 25]),
    extensions.extension(extensions.EXTENSION.pointFormats, Buffer.of(1, 0)),
    extensions.sessionTicket(),
    extensions.alpn(ordered(names, jarm.extensionOrder).flat()),
    extensions.signatureAlgorithms([0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201]),
    extensions.keyShares(shares),
    extensions.pskModes(),
    ...(jarm.supported === 'none'
      ? []
      : [extensions.supportedVersions([...grease, ...ordered(versions, jarm.extensionOrder)])]),
  ];
}

function ordered<T>(values: readonly T[], order: Order): T[] {
  const middle = Math.floor(values.length / 2);
  const isOdd = values.length % 2 === 1;
  if (order === 'forward') return [...values];
  if (order === 'reverse') return values.toReversed();
  if (order === 'bottom-half') return values.slice(isOdd ? middle + 1 : middle);
  if (order === 'top-half')
    return [...values.slice(middle, isOdd ? middle + 1 : middle), ...values.slice(0, middle).toReversed()];
  const upper = values.slice(isOdd ? middle + 1 : middle);
  const lower = values.slice(0, middle).toReversed();
  return [
    ...values.slice(middle, isOdd ? middle + 1 : middle),
    ...upper.flatMap((value, index) => [value, lower[index] as T]),
  ];
}

/** One answer in the algorithm's notation: suite, version, ALPN, extensions. Null: an alert, or no hello. */
export function jarmAnswer(hello: ServerHello | null): string {
  if (hello === null) return NOTHING;
  const types = hello.extensions.map(({ type }) => hex(type)).join('-');
  // The version of the message itself, which is 1.2 in TLS 1.3.
  const version = Math.min(hello.version, 0x0303);
  return `${hex(hello.suite)}|${hex(version)}|${alpnOf(hello.extensions) ?? ''}|${types}`;
}

/** @param answers of the ten hellos, in their order */
export function jarmHash(answers: readonly string[]): string {
  if (answers.every((answer) => answer === NOTHING)) return '0'.repeat(62);
  const parts = answers.map((answer) => answer.split('|'));
  const fuzzy = parts.map(([suite = '', version = '']) => rank(suite) + letter(version)).join('');
  const rest = parts.map(([, , alpn = '', types = '']) => alpn + types).join('');
  return fuzzy + createHash('sha256').update(rest).digest('hex').slice(0, 32);
}

function rank(suite: string): string {
  if (suite === '') return '00';
  const at = RANKED.indexOf(Number.parseInt(suite, 16));
  return ((at === -1 ? RANKED.length : at) + 1).toString(16).padStart(2, '0');
}

function letter(version: string): string {
  return version === '' ? '0' : ('abcdef'[Number.parseInt(version.slice(3, 4), 16)] ?? '0');
}

function hex(value: number): string {
  return u16(value).toString('hex');
}
