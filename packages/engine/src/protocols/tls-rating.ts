import { isUnknown } from '@cyborux/contract';
import { parseCertificate } from './certificate.ts';
import { CAPS, type Cap } from './tls-caps.ts';
import { groupOf } from './tls-group.ts';
import { TLS_PROTOCOLS, type TlsProtocol } from './tls-names.ts';
import { SSLV2_SUITES } from './tls-sslv2.ts';
import { suiteOf } from './tls-suite.ts';
import type { TlsSurvey } from './tls-survey.ts';

/** Of the SSL Labs SSL Server Rating Guide. */
export const RATING_GUIDE = '2009r';

/** The best first. `A+` needs HSTS, which is not TLS's to tell; `T`: not trusted, `M`: for another name. */
export const TLS_GRADES = ['A', 'A-', 'B', 'C', 'D', 'E', 'F', 'M', 'T'] as const;
export type TlsGrade = (typeof TLS_GRADES)[number];

export interface TlsRating {
  guide: typeof RATING_GUIDE;
  grade: TlsGrade;
  /** What the grade would be if the certificate were beyond doubt. */
  gradeWithoutTrust: TlsGrade;
  /** 0 to 100, and its three parts. */
  score: number;
  parts: { protocol: number; keyExchange: number; cipher: number };
  /** What holds the grade down, the worst first. */
  caps: readonly Cap[];
}

const PROTOCOL_SCORE: Record<TlsProtocol, number> = {
  SSLv2: 0,
  SSLv3: 80,
  TLSv1: 90,
  'TLSv1.1': 95,
  'TLSv1.2': 100,
  'TLSv1.3': 100,
};
const GRADE_FLOORS: readonly (readonly [TlsGrade, number])[] = [
  ['A', 80],
  ['B', 65],
  ['C', 50],
  ['D', 35],
  ['E', 20],
  ['F', 0],
];

/** 30 percent protocols, 30 key exchange, 40 ciphers, then the caps; a part of zero leaves nothing. */
export function rateTls(survey: TlsSurvey): TlsRating {
  const parts = {
    protocol: middle(acceptedBy(survey).map((protocol) => PROTOCOL_SCORE[protocol])),
    keyExchange: Math.min(...keyStrengths(survey).map(scoreOfKey), 100),
    cipher: middle(suiteBits(survey).map(scoreOfCipher)),
  };
  const isNothing = Object.values(parts).includes(0);
  const score = isNothing
    ? 0
    : Math.round(0.3 * parts.protocol + 0.3 * parts.keyExchange + 0.4 * parts.cipher);
  const byScore = GRADE_FLOORS.find(([, floor]) => score >= floor)?.[0] ?? 'F';
  const caps = CAPS.flatMap(({ applies, ...cap }) => (applies(survey) ? [cap] : [])).sort(
    (one, other) => rankOf(other.cap) - rankOf(one.cap),
  );
  const worst = (limits: readonly TlsGrade[]) =>
    limits.reduce((grade, cap) => (rankOf(cap) > rankOf(grade) ? cap : grade), byScore);
  const limits = caps.map(({ cap }) => cap);
  return {
    guide: RATING_GUIDE,
    grade: worst(limits),
    gradeWithoutTrust: worst(limits.filter((cap) => cap !== 'T' && cap !== 'M')),
    score,
    parts,
    caps,
  };
}

export function rankOf(grade: TlsGrade): number {
  return TLS_GRADES.indexOf(grade);
}

function acceptedBy({ protocols }: TlsSurvey): TlsProtocol[] {
  return TLS_PROTOCOLS.filter((protocol) => protocols[protocol].state === 'accepted');
}

/** Half of the best and half of the worst. */
function middle(scores: readonly number[]): number {
  return scores.length === 0 ? 0 : (Math.max(...scores) + Math.min(...scores)) / 2;
}

function suiteBits({ suites }: TlsSurvey): number[] {
  return TLS_PROTOCOLS.flatMap((protocol) =>
    (suites[protocol]?.suites ?? []).flatMap((id) => {
      if (protocol === 'SSLv2') return SSLV2_SUITES.find((each) => each.id === id)?.bits ?? [];
      return suiteOf(id)?.bits ?? [];
    }),
  );
}

function scoreOfCipher(bits: number): number {
  if (bits === 0) return 0;
  if (bits < 128) return 20;
  return bits < 256 ? 80 : 100;
}

/** In bits of RSA: of the certificates' keys, of primes and of curves; 0 where nobody is authenticated. */
function keyStrengths(survey: TlsSurvey): number[] {
  const suites = TLS_PROTOCOLS.flatMap((protocol) =>
    protocol === 'SSLv2' ? [] : (survey.suites[protocol]?.suites ?? []).flatMap((id) => suiteOf(id) ?? []),
  );
  const keys = survey.certificates.flatMap(({ chain: [leaf = ''] }) => {
    const certificate = parseCertificate(leaf);
    if (isUnknown(certificate) || certificate.keyBits === null) return [];
    return certificate.keyAlgorithm?.startsWith('E') ? rsaBitsOf(certificate.keyBits) : [certificate.keyBits];
  });
  const curves = [...(survey.groups.tls12?.values ?? []), ...(survey.groups.tls13?.values ?? [])];
  return [
    ...keys,
    ...survey.dh.filter(({ isAnonymous }) => !isAnonymous).map(({ bits }) => bits),
    ...curves.flatMap((id) => {
      const group = groupOf(id);
      return group?.kind === 'EC' ? rsaBitsOf(group.bits) : [];
    }),
    ...(suites.some(({ isExport }) => isExport) ? [512] : []),
    ...(suites.some(({ authentication }) => authentication === 'anon') ? [0] : []),
  ];
}

/** NIST SP 800-57 part 1, table 2. */
function rsaBitsOf(curveBits: number): number[] {
  if (curveBits < 160) return [512];
  if (curveBits < 224) return [1024];
  if (curveBits < 255) return [2048];
  return [curveBits < 384 ? 3072 : 7680];
}

function scoreOfKey(bits: number): number {
  if (bits === 0) return 0;
  if (bits < 512) return 20;
  if (bits < 1024) return 40;
  if (bits < 2048) return 80;
  return bits < 4096 ? 90 : 100;
}
