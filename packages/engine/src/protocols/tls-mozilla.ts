import { isUnknown } from '@cyborux/contract';
import { parseCertificate } from './certificate.ts';
import { shownTo } from './tls-caps.ts';
import { groupName } from './tls-group.ts';
import { TLS_PROTOCOLS, type TlsProtocol } from './tls-names.ts';
import { suiteName } from './tls-suite.ts';
import type { TlsSurvey } from './tls-survey.ts';

/** Of Mozilla's Server Side TLS guidelines. `old` is not in 6.0 any more: it is that of 5.7. */
export const MOZILLA_VERSION = '6.0';
export const MOZILLA_PROFILES = ['modern', 'intermediate', 'old'] as const;
export type MozillaProfile = (typeof MOZILLA_PROFILES)[number];

interface Profile {
  protocols: readonly TlsProtocol[];
  /** IANA's names, of TLS 1.2 and before. */
  suites: readonly string[];
  keys: readonly string[];
  rsaBits: number;
  dhBits: number;
  maxDays: number;
}

const TLS13_SUITES = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];
const GROUPS = ['X25519MLKEM768', 'x25519', 'secp256r1', 'secp384r1'];

const FORWARD = ['ECDSA', 'RSA'].flatMap((key) =>
  ['AES_128_GCM_SHA256', 'AES_256_GCM_SHA384', 'CHACHA20_POLY1305_SHA256'].map(
    (cipher) => `TLS_ECDHE_${key}_WITH_${cipher}`,
  ),
);
const OLD_SUITES = [
  ...FORWARD,
  ...['AES_128_GCM_SHA256', 'AES_256_GCM_SHA384', 'CHACHA20_POLY1305_SHA256'].map(
    (cipher) => `TLS_DHE_RSA_WITH_${cipher}`,
  ),
  ...['ECDSA', 'RSA'].flatMap((key) =>
    ['AES_128_CBC_SHA256', 'AES_128_CBC_SHA', 'AES_256_CBC_SHA384', 'AES_256_CBC_SHA'].map(
      (cipher) => `TLS_ECDHE_${key}_WITH_${cipher}`,
    ),
  ),
  ...['AES_128_CBC_SHA256', 'AES_256_CBC_SHA256'].map((cipher) => `TLS_DHE_RSA_WITH_${cipher}`),
  ...[
    ...['AES_128_GCM_SHA256', 'AES_256_GCM_SHA384', 'AES_128_CBC_SHA256', 'AES_256_CBC_SHA256'],
    ...['AES_128_CBC_SHA', 'AES_256_CBC_SHA', '3DES_EDE_CBC_SHA'],
  ].map((cipher) => `TLS_RSA_WITH_${cipher}`),
];

const PROFILES: Record<MozillaProfile, Profile> = {
  modern: {
    protocols: ['TLSv1.3'],
    suites: [],
    keys: ['EC 256', 'EC 384'],
    rsaBits: Number.POSITIVE_INFINITY,
    dhBits: Number.POSITIVE_INFINITY,
    maxDays: 90,
  },
  intermediate: {
    protocols: ['TLSv1.2', 'TLSv1.3'],
    suites: FORWARD,
    keys: ['EC 256', 'EC 384'],
    rsaBits: 2048,
    dhBits: 2048,
    maxDays: 366,
  },
  old: {
    protocols: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
    suites: OLD_SUITES,
    keys: ['EC 256', 'EC 384'],
    rsaBits: 2048,
    dhBits: 1024,
    maxDays: 366,
  },
};

export interface ProfileMatch {
  /** The strictest that the server keeps to; null: none. */
  profile: MozillaProfile | null;
  /** What each of the others would have otherwise. */
  deviations: Record<MozillaProfile, readonly string[]>;
}

/** Which of the profiles does a server keep to? Only a full survey can tell: null for a light one, and where lists are in doubt. */
export function mozillaProfileOf(survey: TlsSurvey): ProfileMatch | null {
  const lists = [...Object.values(survey.suites), survey.groups.tls12, survey.groups.tls13];
  if (survey.depth === 'light' || lists.some((list) => list?.doubt !== undefined)) return null;
  const deviations = {
    modern: deviationsFrom(PROFILES.modern, survey),
    intermediate: deviationsFrom(PROFILES.intermediate, survey),
    old: deviationsFrom(PROFILES.old, survey),
  };
  const profile = MOZILLA_PROFILES.find((name) => deviations[name].length === 0) ?? null;
  return { profile, deviations };
}

function deviationsFrom(profile: Profile, survey: TlsSurvey): string[] {
  const accepted = TLS_PROTOCOLS.filter((protocol) => survey.protocols[protocol].state === 'accepted');
  const found = accepted
    .filter((protocol) => !profile.protocols.includes(protocol))
    .map((protocol) => `${protocol} is accepted`);
  if (survey.protocols['TLSv1.3'].state === 'refused') found.push('TLSv1.3 is not accepted');
  for (const protocol of profile.protocols) {
    const allowed = protocol === 'TLSv1.3' ? TLS13_SUITES : profile.suites;
    const others = (survey.suites[protocol]?.suites ?? [])
      .map(suiteName)
      .filter((name) => !allowed.includes(name));
    found.push(...others.map((name) => `${protocol} with ${name}`));
  }
  const groups = [...(survey.groups.tls12?.values ?? []), ...(survey.groups.tls13?.values ?? [])];
  const others = [...new Set(groups.map(groupName))].filter((name) => !GROUPS.includes(name));
  found.push(...others.map((name) => `group ${name}`));
  const primes = survey.dh.filter(({ bits }) => bits < profile.dhBits);
  if (profile.dhBits !== Number.POSITIVE_INFINITY) {
    found.push(...primes.map(({ bits }) => `a Diffie-Hellman prime of ${bits} bits`));
  }
  return [...found, ...certificateDeviations(profile, survey)];
}

const DAY = 86_400_000;

function certificateDeviations({ keys, rsaBits, maxDays }: Profile, survey: TlsSurvey): string[] {
  return shownTo(survey).flatMap(({ chain: [der = ''] }) => {
    const leaf = parseCertificate(der);
    if (isUnknown(leaf)) return [];
    const bits = leaf.keyBits ?? 0;
    const key = `${leaf.keyAlgorithm} ${bits}`;
    const isGood = leaf.keyAlgorithm === 'RSA' ? bits >= rsaBits : keys.includes(key);
    const days = Math.round((Date.parse(leaf.notAfter) - Date.parse(leaf.notBefore)) / DAY);
    return [
      ...(isGood ? [] : [`a key of ${key} bits in the certificate`]),
      ...(days > maxDays ? [`a certificate for ${days} days`] : []),
    ];
  });
}
