import { type Unknown, unknown } from '@cyborux/contract';
import type { AskedAddress, NameServersObservation, ObservedNameServer } from '../probes/name-servers.ts';
import { isUnknown } from './dns-answer.ts';
import { type Answered, isAnswered, isSilent, type ServerReply, servesZone } from './server-reply.ts';

/** An address of a name server, and what it said. */
export interface ServerAddress extends AskedAddress {
  server: string;
}

export interface ZoneServers extends NameServersObservation {
  /** Of all servers. */
  addresses: ServerAddress[];
}

/** The servers of a zone; null when the name is no zone of its own. */
export function zoneServers(seen: NameServersObservation): ZoneServers | null | Unknown {
  const { NS, delegation, servers } = seen;
  if (NS.state !== 'present' && delegation.state !== 'present') {
    return NS.state === 'absent' || delegation.state === 'absent' ? null : NS;
  }
  const addresses = servers.flatMap(({ name, asked }) => asked.map((each) => ({ ...each, server: name })));
  return { ...seen, addresses };
}

/** As above, when at least one server answered. */
export function answeringServers(seen: NameServersObservation): ZoneServers | null | Unknown {
  const zone = zoneServers(seen);
  if (zone === null || isUnknown(zone)) return zone;
  if (zone.addresses.some(({ SOA, tcp }) => isAnswered(SOA) || isAnswered(tcp))) return zone;
  const silent = zone.addresses.find(({ SOA }) => isSilent(SOA))?.SOA;
  return isSilent(silent ?? null) ? (silent as Unknown) : unknown('unreachable', 'no name server answers');
}

/** `ns1.example.com (192.0.2.1)` */
export function serverText({ server, address }: Pick<ServerAddress, 'server' | 'address'>): string {
  return `${server} (${address})`;
}

const MAX_LISTED = 8;

export function listText(texts: readonly string[]): string {
  const more = texts.length - MAX_LISTED;
  const listed = texts.slice(0, MAX_LISTED).join(', ');
  return more > 0 ? `${listed} and ${more} more` : listed;
}

/**
 * Who should have answered a question and did not, as a sentence; null when the question is settled. An address that we
 * have no way to does not matter when another of the server answers.
 *
 * @param pick the reply in question; null when the question was none for this server
 */
export function silenceOn(
  { servers }: Pick<ZoneServers, 'servers'>,
  pick: (asked: AskedAddress) => ServerReply | null,
): string | null {
  for (const server of servers) {
    if (isUnfound(server)) return `The addresses of ${server.name} could not be learnt.`;
    const replies = server.asked.map((asked) => ({ address: asked.address, reply: pick(asked) }));
    const answers = replies.some(({ reply }) => isAnswered(reply));
    for (const { address, reply } of replies) {
      if (!isSilent(reply) || (answers && isOutOfReach(reply))) continue;
      return `${serverText({ server: server.name, address })} did not answer.`;
    }
  }
  return null;
}

/** There may be an address, but nobody told it. */
export function isUnfound({ A, AAAA, asked }: ObservedNameServer): boolean {
  return asked.length === 0 && (isUnknown(A) || isUnknown(AAAA));
}

/** The zone's data as this address has them; null when it did not show any. */
export function soaReply({ SOA, plain, tcp }: AskedAddress): Answered | null {
  return [SOA, plain, tcp].filter(servesZone).find((reply) => reply.SOA !== null) ?? null;
}

function isOutOfReach({ reason }: Unknown): boolean {
  return reason === 'unreachable' || reason === 'blocked';
}
