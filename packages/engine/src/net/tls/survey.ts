import { setMaxListeners } from 'node:events';
import { isIP } from 'node:net';
import { type Unknown, unknown } from '@cyborux/contract';
import type { Resolve } from '../../net.ts';
import { serverFingerprint } from '../../protocols/tls-fingerprint.ts';
import { hasKeyShare } from '../../protocols/tls-key-share.ts';
import type { TlsProtocol } from '../../protocols/tls-names.ts';
import type { SuiteList, Support, TlsSurvey, TlsSurveyAnswer } from '../../protocols/tls-survey.ts';
import { type HelloOutcome, type Inquiry, openInquiry } from './ask.ts';
import { surveyBehaviours } from './behaviours.ts';
import { askForEachKey, type CertificateCollection, collectCertificates } from './certificates.ts';
import { collectDh } from './dh.ts';
import { bestOld, readModern, surveyFeatures } from './features.ts';
import { surveyCurves, surveyGroups13, surveySignatures12, surveySignatures13 } from './groups.ts';
import { surveyJarm } from './jarm.ts';
import { surveyLists } from './light.ts';
import {
  type Beginning,
  OLD_PROTOCOLS,
  type OldProtocol,
  type Openings,
  openAll,
  type Ssl2Outcome,
} from './openings.ts';
import { surveySuites } from './suites.ts';
import { asUnknown, type TalkOptions, type TlsTarget } from './talk.ts';

export interface SurveyOptions extends TalkOptions {
  /** For all hellos together, in milliseconds. What is not answered by then is unknown. Default 60,000. */
  surveyMs?: number;
  /** Default `full`: some hundred hellos. `light`: some twenty, enough to judge by. */
  depth?: TlsSurvey['depth'];
  /** What was asked before. */
  begun?: Beginning;
}

const DEFAULT_SURVEY_MS = 60_000;

/**
 * All that a TLS server shows of itself: versions, suites, groups, signatures, certificates, extensions, fingerprints,
 * and how it behaves towards the probes of known faults, as many hellos at once as the gate lets in.
 *
 * @throws never for what the server does
 */
export async function surveyTls(
  target: TlsTarget,
  resolve: Resolve,
  options: SurveyOptions,
  signal: AbortSignal,
): Promise<TlsSurveyAnswer> {
  const startedAt = performance.now();
  const within = AbortSignal.any([signal, AbortSignal.timeout(options.surveyMs ?? DEFAULT_SURVEY_MS)]);
  // Every hello under way listens.
  setMaxListeners(0, within);
  const limits = { signal, within };
  const named = withName(target);
  const inquiry = openInquiry(named, resolve, options, limits);
  const openings = await openAll(inquiry, options.begun);
  const answered = [openings.SSLv2, ...Object.values(openings.hellos)].filter(
    ({ state }) => state === 'answered',
  );
  if (answered.length === 0) return nothingOf(openings);
  const address = addressOf(openings) ?? named.address ?? named.host;
  const { servername: _, ...unnamed } = named;
  // One of a name's addresses, so that all is said of the same server.
  const here = openInquiry({ ...named, address }, resolve, options, limits);
  const nameless = openInquiry({ ...unnamed, address }, resolve, options, limits);
  const depth = options.depth ?? 'full';
  const facts = await surveyAll(here, nameless, openings, depth);
  const connections = [inquiry, here, nameless].map((each) => each.connections());
  return {
    state: 'present',
    depth,
    surveyedAs: null,
    address,
    port: named.port,
    servername: named.servername ?? null,
    starttls: named.starttls ?? null,
    ...facts,
    connections: connections.reduce((sum, count) => sum + count, 0),
    durationMs: Math.round(performance.now() - startedAt),
  };
}

/** Addresses are no server names (RFC 6066 section 3). */
function withName(target: TlsTarget): TlsTarget {
  const { servername, ...rest } = target;
  return servername === undefined || isIP(servername) !== 0 ? rest : target;
}

type Facts = Pick<
  TlsSurvey,
  | 'protocols'
  | 'suites'
  | 'groups'
  | 'signatures'
  | 'dh'
  | 'certificates'
  | 'features'
  | 'behaviours'
  | 'fingerprints'
>;

async function surveyAll(
  inquiry: Inquiry,
  nameless: Inquiry,
  openings: Openings,
  depth: TlsSurvey['depth'],
): Promise<Facts> {
  const certificates = collectCertificates();
  const isNamed = inquiry.target.servername !== undefined;
  for (const outcome of Object.values(openings.hellos)) certificates.take(outcome, isNamed);
  if (openings.SSLv2.state === 'answered') certificates.takeSsl2(openings.SSLv2);
  const [lists, features, jarm] = await Promise.all([
    depth === 'full'
      ? enumerate(inquiry, nameless, openings, certificates)
      : surveyLists(inquiry, nameless, openings, certificates),
    surveyFeatures(inquiry, openings, depth),
    depth === 'full' ? surveyJarm(inquiry) : unknown('skipped', 'A light survey does not ask.'),
  ]);
  const behaviours = await surveyBehaviours(inquiry, openings, features, lists.suites);
  const answers = Object.values(openings.hellos).flatMap((outcome) =>
    outcome.state === 'answered'
      ? [{ hello: outcome.hello, encryptedExtensions: outcome.flight.encryptedExtensions }]
      : [],
  );
  return {
    protocols: protocolsOf(openings),
    ...lists,
    suites: { ...ssl2Suites(openings.SSLv2), ...lists.suites },
    certificates: certificates.all(),
    features,
    behaviours,
    fingerprints: {
      jarm,
      server: serverFingerprint(answers),
    },
  };
}

/** Every list to its end. */
async function enumerate(
  inquiry: Inquiry,
  nameless: Inquiry,
  openings: Openings,
  certificates: CertificateCollection,
) {
  const [modern, old] = await Promise.all([
    surveyModern(inquiry, nameless, openings, certificates),
    surveyOld(inquiry, nameless, openings, certificates),
  ]);
  return {
    suites: { ...old.suites, ...modern.suites },
    groups: { tls12: old.curves, tls13: modern.groups },
    signatures: { tls12: old.signatures, tls13: modern.signatures },
    dh: old.dh,
  };
}

async function surveyModern(
  inquiry: Inquiry,
  nameless: Inquiry,
  openings: Openings,
  certificates: CertificateCollection,
) {
  const opening = openings.hellos['TLSv1.3'];
  if (opening.state !== 'answered') return { suites: {}, groups: null, signatures: null };
  const isNamed = inquiry.target.servername !== undefined;
  const group = readModern(openings)?.hello.group ?? null;
  const computable = group !== null && hasKeyShare(group) ? group : null;
  const [suites, groups, signatures] = await Promise.all([
    surveySuites(inquiry, 'TLSv1.3', () => {}),
    surveyGroups13(inquiry),
    computable === null
      ? null
      : surveySignatures13(inquiry, computable, (outcome) => certificates.take(outcome, isNamed)),
    isNamed
      ? askForEachKey(nameless, 'TLSv1.3', computable, [], (outcome) => certificates.take(outcome, false))
      : null,
  ]);
  return { suites: { 'TLSv1.3': suites }, groups, signatures };
}

async function surveyOld(
  inquiry: Inquiry,
  nameless: Inquiry,
  openings: Openings,
  certificates: CertificateCollection,
) {
  const best = bestOld(openings);
  const none = { suites: {} as TlsSurvey['suites'], curves: null, signatures: null, dh: [] };
  if (best === null) return none;
  const isNamed = inquiry.target.servername !== undefined;
  const accepted = OLD_PROTOCOLS.filter((protocol) => openings.hellos[protocol].state === 'answered');
  const dh = collectDh();
  const seen = (outcome: HelloOutcome) => {
    certificates.take(outcome, isNamed);
    dh.take(outcome);
  };
  const lists = new Map<OldProtocol, Promise<SuiteList>>(
    accepted.toReversed().map((protocol) => [protocol, surveySuites(inquiry, protocol, seen)]),
  );
  const ofBest = (await lists.get(best.protocol))?.suites ?? [];
  const [curves, signatures] = await Promise.all([
    surveyCurves(inquiry, best.protocol, ofBest),
    best.protocol === 'TLSv1.2' ? surveySignatures12(inquiry, ofBest, seen) : null,
    askForEachKey(inquiry, best.protocol, null, ofBest, seen),
    isNamed
      ? askForEachKey(nameless, best.protocol, null, ofBest, (outcome) => certificates.take(outcome, false))
      : null,
  ]);
  const suites: TlsSurvey['suites'] = {};
  for (const [protocol, list] of lists) suites[protocol] = await list;
  return { suites, curves, signatures, dh: dh.all() };
}

function protocolsOf({ SSLv2, hellos }: Openings): Record<TlsProtocol, Support> {
  return {
    SSLv2: supportOf(SSLv2),
    SSLv3: supportOf(hellos.SSLv3),
    TLSv1: supportOf(hellos.TLSv1),
    'TLSv1.1': supportOf(hellos['TLSv1.1']),
    'TLSv1.2': supportOf(hellos['TLSv1.2']),
    'TLSv1.3': supportOf(hellos['TLSv1.3']),
  };
}

function supportOf(outcome: HelloOutcome | Ssl2Outcome): Support {
  if (outcome.state === 'answered') return { state: 'accepted' };
  if (outcome.state === 'refused') return { state: 'refused', by: outcome.by, detail: outcome.detail };
  return asUnknown(outcome);
}

function ssl2Suites(outcome: Ssl2Outcome): TlsSurvey['suites'] {
  return outcome.state === 'answered' ? { SSLv2: { suites: [...outcome.suites], order: 'client' } } : {};
}

function addressOf({ hellos }: Openings): string | undefined {
  return Object.values(hellos).find((outcome) => outcome.state === 'answered')?.address;
}

/** No version came about: nobody there, no TLS, or nobody can say. */
function nothingOf({ SSLv2, hellos }: Openings): TlsSurveyAnswer {
  const outcomes = [...Object.values(hellos).toReversed(), SSLv2].filter((each) => each.state !== 'answered');
  const doubt = outcomes.find((each): each is Unknown => each.state === 'unknown');
  const barred = outcomes.find((each) => each.state === 'no-start');
  if (barred !== undefined) return { state: 'rejected', reason: 'no-starttls', detail: barred.reason };
  const nobody = outcomes.find((each) => each.state === 'absent');
  const refusals = outcomes.filter((each) => each.state === 'refused');
  if (nobody !== undefined && refusals.length === 0) return nobody;
  const said =
    refusals.find(({ by }) => by === 'alert') ?? refusals.find(({ by }) => by === 'other-protocol');
  if (said === undefined && doubt !== undefined) return doubt;
  const first = said ?? refusals[0];
  if (first === undefined) return unknown('failed', 'No hello was answered.');
  const reason =
    first.by === 'other-version' ? 'alert' : first.by === 'other-protocol' ? 'not-tls' : first.by;
  return { state: 'rejected', reason, detail: first.detail };
}
