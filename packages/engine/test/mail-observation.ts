import type { AnyCheck } from '../src/check.ts';
import { judge } from '../src/judge.ts';
import type { SmtpAnswer } from '../src/net.ts';
import type { AnyProbe } from '../src/probe.ts';
import { type BlockListsObservation, blockLists } from '../src/probes/block-lists.ts';
import {
  type MailExchangersObservation,
  mailExchangers,
  type ObservedExchange,
} from '../src/probes/mail-exchangers.ts';
import { type MailTlsaObservation, mailTlsa } from '../src/probes/mail-tlsa.ts';
import { type ReverseNamesObservation, reverseNames } from '../src/probes/reverse-names.ts';
import {
  type PolicyFile,
  type TransportPolicyObservation,
  transportPolicy,
} from '../src/probes/transport-policy.ts';
import type { DnsAnswer, MxRecord } from '../src/protocols/dns-answer.ts';
import { gone, none, present } from './dns-observation.ts';
import { type Judged, TARGET } from './judge-observation.ts';

export const ADDRESS = '192.0.2.25';
export const EXCHANGE = 'mx1.acme.test';
export const OBSERVED_AT = '2026-01-01T00:00:00.000Z';

type Greeted = Extract<SmtpAnswer, { state: 'present' }>;
type Session = Extract<Greeted['starttls'], { state: 'present' }>;

const ENDPOINT = { address: ADDRESS, port: 25 };

/** A TLS session in order. */
export function session(changed: Partial<Session> = {}): Session {
  return {
    state: 'present',
    ...ENDPOINT,
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    chain: [],
    pathError: null,
    alpn: null,
    durationMs: 1,
    ...changed,
  };
}

/** An exchanger that encrypts and relays for nobody. */
export function greeted(changed: Partial<Greeted> = {}): Greeted {
  return {
    state: 'present',
    ...ENDPOINT,
    banner: 'mx1.acme.test ESMTP',
    extensions: ['STARTTLS'],
    starttls: session(),
    relay: { state: 'refused', reply: '554 5.7.1 Relay access denied' },
    durationMs: 1,
    ...changed,
  };
}

/** Exchangers `mx1.acme.test`, `mx2.acme.test` ... with what differs from one in order. */
export function mail(...changes: Partial<ObservedExchange>[]): MailExchangersObservation {
  const exchanges = changes.map((changed, preference) => ({
    preference,
    exchange: `mx${preference + 1}.acme.test`,
    A: present(ADDRESS),
    AAAA: none,
    greeting: greeted(),
    ...changed,
  }));
  const records = exchanges.map(({ preference, exchange }) => ({ preference, exchange }));
  return { MX: present(...records), nullMx: false, exchanges };
}

export const NO_MAIL: MailExchangersObservation = { MX: none, nullMx: false, exchanges: [] };
export const NULL_MX: MailExchangersObservation = {
  MX: present({ preference: 0, exchange: '' }),
  nullMx: true,
  exchanges: [],
};
export const MX_UNKNOWN: DnsAnswer<MxRecord> = { state: 'unknown', reason: 'timeout' };

export const POLICY_LINES: readonly string[] = [
  'version: STSv1',
  'mode: enforce',
  'mx: *.acme.test',
  'max_age: 2419200',
];

/** The policy of MTA-STS as its server has it. */
export function policyFile(changed: Partial<Extract<PolicyFile, { state: 'present' }>> = {}): PolicyFile {
  return {
    state: 'present',
    address: '192.0.2.80',
    status: 200,
    contentType: 'text/plain',
    certificateError: null,
    body: POLICY_LINES.join('\n'),
    truncated: false,
    ...changed,
  };
}

/** An enforced policy, and reports about it. */
export function policies(changed: Partial<TransportPolicyObservation> = {}): TransportPolicyObservation {
  return {
    mtaSts: present('v=STSv1; id=20260101;'),
    tlsRpt: present('v=TLSRPTv1; rua=mailto:tls@acme.test'),
    policy: policyFile(),
    ...changed,
  };
}

export const NO_POLICIES: TransportPolicyObservation = { mtaSts: gone, tlsRpt: gone, policy: null };

export interface MailFacts {
  /** Of the name itself; the others are of the target. */
  mail?: MailExchangersObservation;
  policies?: TransportPolicyObservation;
  tlsa?: MailTlsaObservation;
  lists?: BlockListsObservation;
  reverse?: ReverseNamesObservation;
}

/** Judges what the probes of mail saw, as an analysis would, after a trip through their schemas and JSON. */
export function judgeMail(check: AnyCheck, facts: MailFacts, name = TARGET.name): Judged {
  const seen: [probe: AnyProbe, at: string, value: unknown][] = [
    [mailExchangers, name, facts.mail ?? NO_MAIL],
    [transportPolicy, TARGET.name, facts.policies ?? NO_POLICIES],
    [mailTlsa, TARGET.name, facts.tlsa ?? { MX: none, mxSecurity: null, exchanges: [] }],
    [blockLists, TARGET.name, facts.lists ?? { MX: none, exchangers: [], lists: [] }],
    [reverseNames, TARGET.name, facts.reverse ?? { MX: none, exchangers: [], addresses: [] }],
  ];
  const { verdicts, findings } = judge(
    {
      target: TARGET,
      entities: [{ kind: 'FQDN', name, attributes: {} }],
      observations: seen.map(([probe, at, value]) => ({
        module: probe.id,
        entity: `FQDN:${at}`,
        at: OBSERVED_AT,
        value: probe.observation.parse(JSON.parse(JSON.stringify(value))),
      })),
    },
    [check],
  );
  const [verdict] = verdicts;
  if (verdict === undefined || verdicts.length > 1) throw new Error('one verdict was expected');
  const failed = findings.map(({ code }) => code.slice(check.id.length + 1));
  return {
    outcome: verdict.outcome === 'fail' ? failed.join() : verdict.outcome,
    detail: verdict.detail,
    evidence: findings.map((finding) =>
      Object.fromEntries(finding.evidence.map(({ label, value }) => [label, value])),
    ),
    affects: findings.flatMap(({ affects }) => affects),
  };
}
