import type { Finding, Observation, Unknown } from '@cyborux/contract';
import type { AnyCheck } from '../src/check.ts';
import { judge } from '../src/judge.ts';
import { tlsSurvey } from '../src/probes/tls-survey.ts';
import type { ShownCertificate, TlsSurvey, TlsSurveyAnswer } from '../src/protocols/tls-survey.ts';
import { alternativeNames, basicConstraints, extension, generalName } from './certificate-extensions.ts';
import { tlv } from './der-bytes.ts';
import { ABSENT, HOST } from './judge-host.ts';
import { type CertificateWish, ecKey, makeCertificate } from './make-certificate.ts';

export const REFUSED = { state: 'refused', by: 'alert', detail: 'protocol_version' } as const;
export const ACCEPTED = { state: 'accepted' } as const;
export const TIMEOUT: Unknown = { state: 'unknown', reason: 'timeout' };

const caKey = ecKey();
export const rootCa = makeCertificate({ commonName: 'Acme Root', key: caKey, ca: true });
export const intermediateKey = ecKey();
export const intermediateCa = makeCertificate({
  commonName: 'Acme CA',
  key: intermediateKey,
  issuer: { commonName: 'Acme Root', key: caKey },
  ca: true,
});

/** Two timestamps; no log made them. */
export const TIMESTAMPS = extension(
  '1.3.6.1.4.1.11129.2.4.2',
  tlv(0x04, Buffer.from('0006000101000102', 'hex')),
);

/** A leaf of the intermediate CA for HOST, with timestamps. */
export function leafOf(wish: CertificateWish = {}, more: readonly Buffer[] = [TIMESTAMPS]): string {
  const names = wish.names ?? [HOST];
  return makeCertificate({
    commonName: HOST,
    issuer: { commonName: 'Acme CA', key: intermediateKey },
    extensions: [basicConstraints(false), alternativeNames(...names.map(generalName.dns)), ...more],
    ...wish,
  });
}

export function shown(chain: readonly string[], wish: Partial<ShownCertificate> = {}): ShownCertificate {
  return {
    chain: [...chain],
    withName: true,
    withoutName: true,
    protocols: ['TLSv1.2', 'TLSv1.3'],
    staple: null,
    timestamps: null,
    path: { ok: true, reasons: [] },
    ...wish,
  };
}

const soundLeaf = leafOf();

/** TLS 1.2 with ECDHE and AEAD, and TLS 1.3; with what the test says instead. */
export function survey(wish: Partial<TlsSurvey> = {}): TlsSurvey {
  return {
    state: 'present',
    depth: 'full',
    surveyedAs: null,
    address: '192.0.2.1',
    port: 443,
    servername: HOST,
    starttls: null,
    protocols: {
      SSLv2: REFUSED,
      SSLv3: REFUSED,
      TLSv1: REFUSED,
      'TLSv1.1': REFUSED,
      'TLSv1.2': ACCEPTED,
      'TLSv1.3': ACCEPTED,
    },
    suites: {
      'TLSv1.2': { suites: [0xc02b, 0xc02c], order: 'server' },
      'TLSv1.3': { suites: [0x1301, 0x1302], order: 'client' },
    },
    groups: { tls12: { values: [29, 23] }, tls13: { values: [0x11ec, 29, 23] } },
    signatures: { tls12: { values: [0x0403] }, tls13: { values: [0x0403] } },
    dh: [],
    certificates: [shown([soundLeaf, intermediateCa])],
    features: {
      alpn: { values: ['h2', 'http/1.1'] },
      secureRenegotiation: 'present',
      extendedMasterSecret: 'present',
      encryptThenMac: 'notApplicable',
      sessionTickets: 'present',
      earlyData: 'absent',
      heartbeat: 'absent',
      compression: 'absent',
      ocspStapling: 'absent',
      signedTimestamps: 'absent',
      fallbackScsv: 'present',
      clientCertificate: 'absent',
    },
    behaviours: { heartbleed: 'notApplicable', ccsInjection: 'absent', robot: 'notApplicable' },
    fingerprints: { jarm: '0'.repeat(62), server: '' },
    connections: 60,
    durationMs: 90,
    ...wish,
  };
}

/** The sound server with these suites in TLS 1.2. */
export function withSuites(...suites: number[]): TlsSurvey {
  return survey({ suites: { ...survey().suites, 'TLSv1.2': { suites, order: 'server' } } });
}

export function withFeatures(wish: Partial<TlsSurvey['features']>): TlsSurvey {
  return survey({ features: { ...survey().features, ...wish } });
}

export function withProtocols(wish: Partial<TlsSurvey['protocols']>): TlsSurvey {
  return survey({ protocols: { ...survey().protocols, ...wish } });
}

export interface Judged {
  /** `pass`, `open`, ..., or the keys of the findings. */
  verdict: string;
  findings: Finding[];
  detail: string;
}

export const OBSERVED_AT = new Date();

/** Judges one host by its survey, in the way of the runner. */
export function judgeSurvey(check: AnyCheck, answer: TlsSurveyAnswer, at = OBSERVED_AT): Judged {
  const value = tlsSurvey.observation.parse(answer);
  const observation: Observation = {
    module: tlsSurvey.id,
    entity: `FQDN:${HOST}`,
    at: at.toISOString(),
    value,
  };
  const { verdicts, findings } = judge(
    {
      target: { name: 'acme.test', registrable: 'acme.test' },
      entities: [{ kind: 'FQDN', name: HOST, attributes: {} }],
      observations: [observation],
    },
    [check],
  );
  const keys = findings.map(({ code }) => code.slice(check.id.length + 1));
  const detail = verdicts[0]?.detail ?? '';
  return { verdict: keys.sort().join(', ') || (verdicts[0]?.outcome ?? 'none'), findings, detail };
}

/** Whatever the check: nothing listens, something that is no TLS, silence. */
export const WITHOUT_TLS: readonly [what: string, answer: TlsSurveyAnswer, verdict: string][] = [
  ['nothing listens', ABSENT, 'notApplicable'],
  ['it is no TLS', { state: 'rejected', reason: 'not-tls', detail: 'no TLS record' }, 'notApplicable'],
  ['the port is silent', TIMEOUT, 'open'],
];
