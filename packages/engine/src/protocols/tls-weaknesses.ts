import { type Unknown, unknown } from '@cyborux/contract';
import { groupOf } from './tls-group.ts';
import { TLS_PROTOCOLS, type TlsProtocol } from './tls-names.ts';
import { SSLV2_SUITES, ssl2SuiteName } from './tls-sslv2.ts';
import { suiteName, suiteOf, type TlsSuite } from './tls-suite.ts';
import type { Presence, SuiteList, TlsSurvey } from './tls-survey.ts';

/** Known weaknesses of TLS, as far as a server's own behaviour tells of them. */
export const TLS_WEAKNESSES = [
  'heartbleed',
  'ccs-injection',
  'robot',
  'drown',
  'poodle',
  'beast',
  'crime',
  'sweet32',
  'freak',
  'logjam',
  'rc4',
  'lucky13',
  'insecure-renegotiation',
  'anonymous-key-exchange',
  'null-encryption',
  'no-fallback-protection',
  'no-forward-secrecy',
] as const;
export type WeaknessName = (typeof TLS_WEAKNESSES)[number];

/**
 * `confirmed`: the server did it. `indication`: it offers what the attack needs; whether its software withstands it
 * cannot be told from here.
 */
export interface TlsWeakness {
  name: WeaknessName;
  state: 'present' | 'absent' | 'notApplicable' | Unknown;
  confidence: 'confirmed' | 'indication';
  /** What was seen, in IANA's names: suites with their protocol, primes, extensions. */
  evidence: readonly string[];
}

const OLD: readonly TlsProtocol[] = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2'];
const MAX_EVIDENCE = 50;

/** Each weakness, whether the server has it or not, in the order of `TLS_WEAKNESSES`. */
export function weaknessesOf(survey: TlsSurvey): TlsWeakness[] {
  const { behaviours, features } = survey;
  const cbc = ({ mode }: TlsSuite) => mode === 'CBC';
  const found: Record<WeaknessName, Judgement> = {
    heartbleed: seen(behaviours.heartbleed, 'answers a heartbeat request that is too short'),
    'ccs-injection': seen(behaviours.ccsInjection, 'takes a ChangeCipherSpec before any key exchange'),
    robot: seen(behaviours.robot, 'reacts differently to well-formed and ill-formed RSA key exchanges'),
    drown: drownOf(survey),
    poodle: offered(survey, ['SSLv3'], cbc),
    beast: { ...offered(survey, ['SSLv3', 'TLSv1'], cbc), confidence: 'indication' },
    crime: seen(features.compression, 'compresses with DEFLATE'),
    sweet32: offered(survey, OLD, ({ blockBits }) => blockBits === 64),
    freak: offered(survey, OLD, ({ isExport, keyExchange }) => isExport && keyExchange === 'RSA'),
    logjam: logjamOf(survey),
    rc4: offered(survey, OLD, ({ cipher }) => cipher.startsWith('RC4')),
    lucky13: lucky13Of(survey),
    'insecure-renegotiation': missing(features.secureRenegotiation, 'does not answer renegotiation_info'),
    'anonymous-key-exchange': offered(survey, OLD, ({ authentication }) => authentication === 'anon'),
    'null-encryption': offered(survey, TLS_PROTOCOLS, ({ mode }) => mode === 'none'),
    'no-fallback-protection': missing(features.fallbackScsv, 'accepts a fallback that is marked as one'),
    'no-forward-secrecy': offered(
      survey,
      OLD,
      ({ forwardSecret, authentication }) => !forwardSecret && authentication !== 'anon',
    ),
  };
  return TLS_WEAKNESSES.map((name) => ({ name, confidence: 'confirmed', ...found[name] }));
}

type Judgement = Omit<TlsWeakness, 'name' | 'confidence'> & Partial<Pick<TlsWeakness, 'confidence'>>;

function seen(presence: Presence, evidence: string): Judgement {
  return { state: presence, evidence: presence === 'present' ? [evidence] : [] };
}

function missing(presence: Presence, evidence: string): Judgement {
  if (presence === 'present') return { state: 'absent', evidence: [] };
  return presence === 'absent'
    ? { state: 'present', evidence: [evidence] }
    : { state: presence, evidence: [] };
}

/**
 * Is a suite of the kind accepted in one of the versions? Absent only when each of them was refused or was asked about to
 * the end.
 */
function offered(
  survey: TlsSurvey,
  protocols: readonly TlsProtocol[],
  isWeak: (suite: TlsSuite) => boolean,
): Judgement {
  const hits: string[] = [];
  for (const protocol of protocols) {
    for (const id of survey.suites[protocol]?.suites ?? []) {
      const suite = protocol === 'SSLv2' ? undefined : suiteOf(id);
      if (suite !== undefined && isWeak(suite)) hits.push(`${protocol} ${suite.name}`);
    }
  }
  if (hits.length > 0) return { state: 'present', evidence: hits.slice(0, MAX_EVIDENCE) };
  return { state: doubtAbout(survey, protocols) ?? 'absent', evidence: [] };
}

/** Why something could be missing from the suites of these versions; null when nothing is. */
export function doubtAbout(survey: TlsSurvey, protocols: readonly TlsProtocol[]): Unknown | null {
  for (const protocol of protocols) {
    const support = survey.protocols[protocol];
    if (support.state === 'unknown') return support;
    const list: SuiteList | undefined = survey.suites[protocol];
    if (support.state === 'accepted' && list === undefined) return unknown('skipped');
    if (list?.doubt !== undefined) return list.doubt;
  }
  return null;
}

/** SSLv2 in itself opens the key of every other version; without suites the export ones may still be forced. */
function drownOf({ protocols, suites }: TlsSurvey): Judgement {
  const { SSLv2 } = protocols;
  if (SSLv2.state === 'unknown') return { state: SSLv2, evidence: [] };
  if (SSLv2.state === 'refused') return { state: 'absent', evidence: [] };
  const names = (suites.SSLv2?.suites ?? []).map((id) => `SSLv2 ${ssl2SuiteName(id)}`);
  const weak = SSLV2_SUITES.some(({ id, bits }) => bits <= 56 && suites.SSLv2?.suites.includes(id));
  return {
    state: 'present',
    confidence: weak ? 'confirmed' : 'indication',
    evidence: ['accepts SSLv2', ...names],
  };
}

const WEAK_DH_BITS = 1024;

/** Export suites, or a prime that can be broken ahead of time; worse when many share it. */
function logjamOf(survey: TlsSurvey): Judgement {
  const weak = survey.dh.filter(({ bits }) => bits <= WEAK_DH_BITS);
  const primes = weak.map(({ bits, known, sha256 }) => `${bits}-bit prime ${known ?? sha256.slice(0, 16)}`);
  const exported = offered(survey, OLD, ({ isExport, keyExchange }) => isExport && /^DH/.test(keyExchange));
  if (primes.length > 0) {
    return { state: 'present', evidence: [...new Set(primes), ...exported.evidence].slice(0, MAX_EVIDENCE) };
  }
  if (exported.state !== 'absent') return exported;
  const unseen =
    offered(survey, OLD, ({ keyExchange }) => keyExchange === 'DHE').state === 'present' &&
    survey.dh.length === 0;
  return { state: unseen ? unknown('failed', 'The prime was not seen.') : 'absent', evidence: [] };
}

/** CBC whose MAC comes before the encryption: whether the padding is checked in constant time cannot be seen. */
function lucky13Of(survey: TlsSurvey): Judgement {
  const cbc = offered(survey, OLD, ({ mode }) => mode === 'CBC');
  if (cbc.state !== 'present' || survey.features.encryptThenMac !== 'present')
    return { ...cbc, confidence: 'indication' };
  const evidence = ['encrypt_then_mac protects clients that ask for it', ...cbc.evidence].slice(
    0,
    MAX_EVIDENCE,
  );
  return { state: 'present', confidence: 'indication', evidence };
}

/** Names for people: the suites of a protocol. */
export function suiteNames(survey: TlsSurvey, protocol: TlsProtocol): string[] {
  const name = protocol === 'SSLv2' ? ssl2SuiteName : suiteName;
  return (survey.suites[protocol]?.suites ?? []).map(name);
}

/** Does the server agree on keys that a quantum computer will not find? */
export function postQuantumOf({ protocols, groups }: TlsSurvey): Presence {
  const modern = protocols['TLSv1.3'];
  if (modern.state === 'unknown') return modern;
  if (modern.state === 'refused') return 'notApplicable';
  if (groups.tls13?.values.some((id) => groupOf(id)?.postQuantum)) return 'present';
  return groups.tls13?.doubt ?? 'absent';
}
