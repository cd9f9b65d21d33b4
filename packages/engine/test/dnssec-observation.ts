import type { DnssecVerdict, SignedZoneFacts } from '../src/probes/dnssec.ts';
import type { DnskeyRecord, DsRecord } from '../src/protocols/dns-answer.ts';
import type { ObservedSignature, SignedServer } from '../src/protocols/signed-server.ts';
import { none, present } from './dns-observation.ts';
import { dsText, makeKey, type SigningKey } from './dnssec-signer.ts';

export const ZONE = 'acme.test';
/** The key of the zone in order. */
export const zoneKey = makeKey(13);
/** When `judgeObservation` says that things were seen. */
export const SEEN = Date.UTC(2026, 0, 1) / 1000;
const DAY = 86_400;

export function dnskey({ flags, protocol, algorithm, publicKey }: SigningKey): DnskeyRecord {
  return { flags, protocol, algorithm, publicKey: publicKey.toString('base64') };
}

export function ds(key: SigningKey, digestType = 2): DsRecord {
  const [, , , digest = ''] = dsText(`${ZONE}.`, key, digestType).split(' ');
  return { keyTag: key.tag, algorithm: key.algorithm, digestType, digest };
}

/** Days from the observation. */
export function signature(type: string, from = -2, until = 26, keyTag = zoneKey.tag): ObservedSignature {
  return { type, algorithm: 13, keyTag, inception: SEEN + from * DAY, expiration: SEEN + until * DAY };
}

export function verdict(type: string, changed: Partial<DnssecVerdict> = {}): DnssecVerdict {
  return {
    name: ZONE,
    type,
    unmade: false,
    absent: false,
    state: 'secure',
    reason: 'validated',
    detail: `${ZONE} ${type} is signed by ${ZONE}.`,
    zone: ZONE,
    ...changed,
  };
}

export function server(digit: number, changed: Partial<SignedServer> = {}): SignedServer {
  return {
    name: `ns${digit}.${ZONE}`,
    address: `192.0.2.${digit}`,
    DNSKEY: present(dnskey(zoneKey)),
    signatures: [signature('SOA')],
    ...changed,
  };
}

/** What the probe sees of a zone in which all is well. */
export function signedZone(changed: Partial<SignedZoneFacts> = {}): SignedZoneFacts {
  return {
    state: 'present',
    zone: ZONE,
    at: new Date(SEEN * 1000).toISOString(),
    verdicts: [
      ...['SOA', 'A', 'MX', 'TXT'].map((type) => verdict(type)),
      verdict('A', { name: `x1.${ZONE}`, unmade: true }),
      verdict('TLSA', { unmade: true }),
    ],
    chain: ['.', 'test', ZONE].map((zone) => ({ zone, state: 'secure' as const })),
    DS: present(ds(zoneKey)),
    DNSKEY: present(dnskey(zoneKey)),
    NSEC3PARAM: present({ hashAlgorithm: 1, flags: 0, iterations: 0, salt: '' }),
    CDS: present(ds(zoneKey)),
    CDNSKEY: present(dnskey(zoneKey)),
    signatures: ['DNSKEY', 'SOA', 'MX'].map((type) => signature(type)),
    denial: { kind: 'nsec3', iterations: 0, salt: '', optOut: false },
    next: null,
    servers: [server(1), server(2)],
    ...changed,
  };
}

/** The same of a zone that is not signed. */
export function unsignedZone(changed: Partial<SignedZoneFacts> = {}): SignedZoneFacts {
  const detail = `The parent of ${ZONE} proves that it has no DS record.`;
  return signedZone({
    verdicts: [verdict('SOA', { state: 'insecure', reason: 'no-ds', detail })],
    DS: none,
    DNSKEY: none,
    NSEC3PARAM: none,
    CDS: none,
    CDNSKEY: none,
    signatures: [],
    denial: null,
    servers: [],
    ...changed,
  });
}
