import { randomBytes } from 'node:crypto';
import { unknown } from '@cyborux/contract';
import { records } from '../../protocols/tls-hello.ts';
import { ALERT, RECORD } from '../../protocols/tls-names.ts';
import { suiteOf } from '../../protocols/tls-suite.ts';
import type { Presence, TlsBehaviours, TlsFeatures, TlsSurvey } from '../../protocols/tls-survey.ts';
import { type Reaction, reactionTo } from './after-hello.ts';
import type { Inquiry } from './ask.ts';
import { bestOld } from './features.ts';
import type { OldProtocol, Openings } from './openings.ts';
import { surveyRobot } from './robot.ts';
import { asUnknown } from './talk.ts';

const HEARTBEAT_REQUEST = 1;
const CLOSE_NOTIFY = Buffer.of(1, 0);

/** The probes that need more than a hello. None reads memory, opens a session or lets a server do work twice. */
export async function surveyBehaviours(
  inquiry: Inquiry,
  openings: Openings,
  features: TlsFeatures,
  suites: TlsSurvey['suites'],
): Promise<TlsBehaviours> {
  const best = bestOld(openings);
  if (best === null)
    return { heartbleed: 'notApplicable', ccsInjection: 'notApplicable', robot: 'notApplicable' };
  const { protocol } = best;
  const accepted = suites[protocol]?.suites ?? [];
  const [heartbleed, ccsInjection, robot] = await Promise.all([
    features.heartbeat === 'present'
      ? surveyHeartbleed(inquiry, protocol, accepted)
      : ('notApplicable' as const),
    surveyCcsInjection(inquiry, protocol, accepted),
    surveyRobot(inquiry, protocol, accepted.filter(isRsaExchange)),
  ]);
  return { heartbleed, ccsInjection, robot };
}

function isRsaExchange(id: number): boolean {
  const suite = suiteOf(id);
  return suite?.keyExchange === 'RSA' && suite.authentication === 'RSA' && !suite.isExport;
}

/**
 * A request of no payload and without its padding, which must be passed over (RFC 6520 section 4). A server that does not
 * look at the length answers it, and gives away nothing, as nothing was asked for.
 */
async function surveyHeartbleed(
  inquiry: Inquiry,
  protocol: OldProtocol,
  suites: readonly number[],
): Promise<Presence> {
  const reaction = await reactionTo(inquiry, { protocol, suites }, (_, version) =>
    Buffer.concat([
      records(RECORD.heartbeat, version, Buffer.of(HEARTBEAT_REQUEST, 0, 0)),
      // Who passes over the request has something to answer now.
      records(RECORD.alert, version, CLOSE_NOTIFY),
    ]),
  );
  return judged(reaction, (seen) => seen.kind === 'record' && seen.type === RECORD.heartbeat);
}

/**
 * ChangeCipherSpec before any key was exchanged. A sound server calls it unexpected; one that takes it goes on to
 * decrypt what follows, and fails at that (CVE-2014-0224).
 */
async function surveyCcsInjection(
  inquiry: Inquiry,
  protocol: OldProtocol,
  suites: readonly number[],
): Promise<Presence> {
  const reaction = await reactionTo(inquiry, { protocol, suites }, (_, version) =>
    Buffer.concat([
      records(RECORD.changeCipherSpec, version, Buffer.of(1)),
      records(RECORD.handshake, version, randomBytes(64)),
    ]),
  );
  return judged(
    reaction,
    (seen) =>
      seen.kind === 'alert' && (seen.alert === ALERT.badRecordMac || seen.alert === ALERT.decryptionFailed),
  );
}

type Seen = Extract<Reaction, { state: 'reacted' }>;

function judged(
  reaction: Awaited<ReturnType<typeof reactionTo>>,
  isFaulty: (seen: Seen) => boolean,
): Presence {
  if (reaction.state === 'no-flight') return unknown('failed', 'No whole flight came.');
  if (reaction.state !== 'reacted') return asUnknown(reaction);
  if (isFaulty(reaction)) return 'present';
  return reaction.kind === 'quiet' ? unknown('timeout', 'The server did not react.') : 'absent';
}
