import { randomBytes } from 'node:crypto';
import { type Unknown, unknown } from '@cyborux/contract';
import { EXTENSION } from '../../protocols/tls-extension.ts';
import { createFlightReader } from '../../protocols/tls-flight.ts';
import { createKeyShare } from '../../protocols/tls-key-share.ts';
import { ALERT, WIRE_VERSION } from '../../protocols/tls-names.ts';
import { encodeOffer } from '../../protocols/tls-offer.ts';
import { alpnOf, bodyOf } from '../../protocols/tls-server-hello.ts';
import { suitesFor } from '../../protocols/tls-suite.ts';
import type { Presence, TlsFeatures, TlsSurvey } from '../../protocols/tls-survey.ts';
import { type Answered, type HelloOutcome, type Inquiry, readFlight } from './ask.ts';
import { chooseAll } from './choose.ts';
import { askModern, OLD_PROTOCOLS, type OldProtocol, type Openings } from './openings.ts';
import { asUnknown, isNothing } from './talk.ts';

/** What is offered by ALPN, in this order: of the web, then of those protocols that have STARTTLS beside. */
const ALPN_ASKED = [
  'h2',
  'http/1.1',
  'http/1.0',
  'spdy/3.1',
  'spdy/3',
  'imap',
  'pop3',
  'managesieve',
  'ftp',
  'xmpp-client',
  'xmpp-server',
  'postgresql',
  'dot',
  'acme-tls/1',
];
const NOT_ASKED = unknown('skipped', 'A light survey does not ask.');
/** How long tickets may be in coming once the handshake is over. */
const TICKET_WAIT_MS = 500;

/** The best flight of the versions before TLS 1.3. */
export function bestOld({ hellos }: Openings): (Answered & { protocol: OldProtocol }) | null {
  for (const protocol of OLD_PROTOCOLS.toReversed()) {
    const outcome = hellos[protocol];
    if (outcome.state === 'answered') return { ...outcome, protocol };
  }
  return null;
}

/** A flight of TLS 1.3 that could be read. */
export function readModern({ hellos }: Openings): Answered | null {
  const outcome = hellos['TLSv1.3'];
  return outcome.state === 'answered' && outcome.flight.isComplete && !outcome.hello.isRetry ? outcome : null;
}

/** Read from the openings, and from the few hellos that their own questions need. */
export async function surveyFeatures(
  inquiry: Inquiry,
  openings: Openings,
  depth: TlsSurvey['depth'],
): Promise<TlsFeatures> {
  const old = bestOld(openings);
  const modern = readModern(openings);
  const shows = (type: number): Presence =>
    old === null || old.protocol === 'SSLv3'
      ? 'notApplicable'
      : presence(bodyOf(old.hello.extensions, type) !== undefined);
  const flights = [old, modern].filter((each) => each !== null);
  const [alpn, fallbackScsv, encryptThenMac, tickets] = await Promise.all([
    depth === 'full' ? surveyAlpn(inquiry, old, modern) : { values: [], doubt: NOT_ASKED },
    surveyFallback(inquiry, openings),
    depth === 'full' ? surveyEncryptThenMac(inquiry, old) : NOT_ASKED,
    modern === null ? null : surveyTickets(inquiry, modern.hello.group),
  ]);
  const byTicket = shows(EXTENSION.sessionTicket);
  return {
    alpn,
    fallbackScsv,
    secureRenegotiation:
      old?.protocol === 'SSLv3'
        ? presence(bodyOf(old.hello.extensions, EXTENSION.renegotiationInfo) !== undefined)
        : shows(EXTENSION.renegotiationInfo),
    extendedMasterSecret: shows(EXTENSION.extendedMasterSecret),
    encryptThenMac,
    sessionTickets:
      byTicket === 'present' || tickets === null
        ? byTicket
        : isUnknownOr(tickets, (list) => presence(list.length > 0)),
    earlyData:
      tickets === null
        ? 'notApplicable'
        : isUnknownOr(tickets, (list) => presence(list.some(({ maxEarlyData }) => maxEarlyData > 0))),
    heartbeat: shows(EXTENSION.heartbeat),
    compression: old === null ? 'notApplicable' : presence(old.hello.compression !== 0),
    ocspStapling:
      flights.length === 0 ? 'notApplicable' : presence(flights.some(({ flight }) => flight.staple !== null)),
    signedTimestamps: flights.length === 0 ? 'notApplicable' : presence(flights.some(hasTimestamps)),
    clientCertificate:
      flights.length === 0
        ? 'notApplicable'
        : presence(flights.some(({ flight }) => flight.request !== null)),
  };
}

function presence(is: boolean): Presence {
  return is ? 'present' : 'absent';
}

type Tickets = readonly { lifetime: number; maxEarlyData: number }[] | Unknown;

function isUnknownOr(
  tickets: Tickets,
  judge: (list: readonly { maxEarlyData: number }[]) => Presence,
): Presence {
  return 'state' in tickets ? tickets : judge(tickets);
}

export function timestampsOf({ flight, hello }: Pick<Answered, 'flight' | 'hello'>): Buffer | null {
  return flight.certificate?.timestamps ?? bodyOf(hello.extensions, EXTENSION.signedTimestamps) ?? null;
}

function hasTimestamps(answer: Answered): boolean {
  return timestampsOf(answer) !== null;
}

/** Servers answer the extension only where it means something, with a CBC suite (RFC 7366 section 2). */
async function surveyEncryptThenMac(
  inquiry: Inquiry,
  old: { protocol: OldProtocol } | null,
): Promise<Presence> {
  if (old === null || old.protocol === 'SSLv3') return 'notApplicable';
  const { protocol } = old;
  const suites = suitesFor(WIRE_VERSION[protocol]).flatMap(({ id, mode }) => (mode === 'CBC' ? [id] : []));
  const outcome = await inquiry.ask({ protocol, suites });
  if (isNothing(outcome)) return asUnknown(outcome);
  if (outcome.state === 'refused') return 'notApplicable';
  return presence(bodyOf(outcome.hello.extensions, EXTENSION.encryptThenMac) !== undefined);
}

async function surveyAlpn(
  inquiry: Inquiry,
  old: { protocol: OldProtocol } | null,
  modern: Answered | null,
): Promise<TlsFeatures['alpn']> {
  const group = modern?.hello.group ?? null;
  const ask = async (alpn: readonly string[]): Promise<HelloOutcome> => {
    if (old !== null && old.protocol !== 'SSLv3') return await inquiry.ask({ protocol: old.protocol, alpn });
    return await askModern(inquiry, [group ?? 0], [group ?? 0], { alpn });
  };
  if ((old === null || old.protocol === 'SSLv3') && group === null) return { values: [] };
  const { chosen, doubt } = await chooseAll(ALPN_ASKED, ask, ({ hello, flight }) => {
    const name = alpnOf(hello.extensions) ?? alpnOf(flight.encryptedExtensions);
    return name ?? undefined;
  });
  return { values: [...chosen], ...(doubt === null ? {} : { doubt }) };
}

/** RFC 7507: with the signal, a version below the best one is to be refused. */
async function surveyFallback(inquiry: Inquiry, { hellos }: Openings): Promise<Presence> {
  const accepted = [...OLD_PROTOCOLS, 'TLSv1.3' as const].filter(
    (protocol) => hellos[protocol].state === 'answered',
  );
  const below = accepted.at(-2);
  if (below === undefined) return 'notApplicable';
  const outcome = await inquiry.ask({ protocol: below, fallback: true });
  if (isNothing(outcome)) return asUnknown(outcome);
  if (outcome.state === 'answered') return 'absent';
  if (outcome.by === 'alert' && outcome.alert === ALERT.inappropriateFallback) return 'present';
  return unknown('failed', `The fallback was refused otherwise: ${outcome.detail}.`);
}

/** Ends a handshake of TLS 1.3 as a client does, says good-bye, and reads the tickets that come. */
async function surveyTickets(inquiry: Inquiry, group: number | null): Promise<Tickets> {
  const share = group === null ? null : createKeyShare(group);
  if (group === null || share === null) return unknown('skipped', 'No share can be made for the group.');
  const outcome = await inquiry.talk(async (open): Promise<{ state: 'tickets'; tickets: Tickets }> => {
    const offer = {
      protocol: 'TLSv1.3',
      groups: [group],
      shares: [share],
      servername: inquiry.target.servername,
    } as const;
    const { message, bytes } = encodeOffer(offer, randomBytes(64));
    const reader = createFlightReader(message, [share]);
    open.send(bytes);
    await readFlight(open, reader, 'flight');
    const finished = reader.finish();
    if (finished === null)
      return { state: 'tickets', tickets: unknown('failed', 'The handshake did not come to its end.') };
    open.send(finished);
    for (;;) {
      const chunk = await open.next(TICKET_WAIT_MS);
      if (typeof chunk === 'string') break;
      reader.push(chunk);
    }
    return { state: 'tickets', tickets: reader.flight.tickets };
  });
  return outcome.state === 'tickets' ? outcome.tickets : asUnknown(outcome);
}
