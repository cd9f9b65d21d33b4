import { unknown } from '@cyborux/contract';
import type { Delegation, NameServer } from '../../net.ts';
import type { Asked } from './ask-servers.ts';
import type { AskAuthorities } from './authorities.ts';
import type { Zone } from './iteration.ts';
import type { DnsMessage } from './message.ts';
import { parentName, zoneText } from './name-tree.ts';
import { cutOf, readReferral } from './referral.ts';
import type { ZoneFinder } from './zone-finder.ts';

type Told = (Delegation & { state: 'present' })['referrals'][number];

/** All of the root's, and of the largest registries'. */
const MAX_ADDRESSES = 26;
const FAILURE_SECONDS = 5;
const LONGEST_SECONDS = 300;

/**
 * What each server of the parent says of the cut to the zone.
 *
 * @param zone canonical
 */
export async function findDelegation(
  zone: string,
  finder: ZoneFinder,
  ask: AskAuthorities,
  signal: AbortSignal,
): Promise<{ value: Delegation; seconds: number }> {
  const above = parentName(zone);
  if (above === null) return failed(unknown('malformed', 'The root is delegated by nobody.'));
  const found = await finder(above);
  if (found.state === 'unknown') return failed(found);
  const parent = found.zone;
  const told = await Promise.all(
    inOrder(parent.servers).map((server) => askServer(server, zone, parent, ask, signal)),
  );
  const referrals = told.map(({ server, answer }) => ({ server, answer }));
  const seconds = Math.min(LONGEST_SECONDS, ...told.map(({ ttl }) => ttl));
  const states = new Set(referrals.map(({ answer }) => answer.state));
  if (states.has('referral') || states.has('answer')) {
    const value: Delegation = { state: 'present', zone, parent: zoneText(parent.name), referrals };
    return { value, seconds };
  }
  // One that knows the name outweighs one that does not.
  for (const reason of ['nodata', 'nxdomain'] as const) {
    if (states.has(reason))
      return { value: { state: 'absent', parent: zoneText(parent.name), reason }, seconds };
  }
  const doubt = referrals.find(({ answer }) => answer.state === 'unknown')?.answer;
  return failed(doubt?.state === 'unknown' ? doubt : unknown('unreachable', 'The parent has no servers.'));
}

async function askServer(
  server: NameServer,
  zone: string,
  parent: Zone,
  ask: AskAuthorities,
  signal: AbortSignal,
): Promise<Told & { ttl: number }> {
  // With DO=1 the referral brings the DS records (RFC 4035 section 3.1.4).
  const question = { name: zone, type: 'NS', recursion: false } as const;
  const asked = await ask([server], question, { dnssecOk: true }, signal);
  return { server, ...readAnswer(asked, zone, parent) };
}

function readAnswer(asked: Asked, zone: string, parent: Zone): { answer: Told['answer']; ttl: number } {
  if (asked.state === 'unknown') {
    const { reason, detail } = asked;
    return { answer: unknown(reason, detail), ttl: FAILURE_SECONDS };
  }
  const { message } = asked;
  const referral = readReferral(message, parent.name, zone);
  if (referral !== null && referral.zone === zone) {
    const { NS, glue, DS, ttl } = referral;
    return { answer: { state: 'referral', NS, glue, DS }, ttl };
  }
  const own = cutOf(message, zone, message.answers);
  if (own.NS.length > 0) return { answer: { state: 'answer', NS: own.NS }, ttl: own.ttl };
  if (message.rcode === 'NXDOMAIN') return { answer: { state: 'nxdomain' }, ttl: negativeSeconds(message) };
  if (message.authoritative) return { answer: { state: 'nodata' }, ttl: negativeSeconds(message) };
  const detail = 'The server refers elsewhere, and not to the zone.';
  return { answer: unknown('refused', detail), ttl: FAILURE_SECONDS };
}

function negativeSeconds({ authority }: DnsMessage): number {
  for (const record of authority) {
    if (record.type === 'SOA') return Math.min(record.ttl, record.value.minimum);
  }
  return FAILURE_SECONDS;
}

/** In an order of their own, so that the same delegation is told alike each time; IPv4 of each server before IPv6. */
function inOrder(servers: readonly NameServer[]): NameServer[] {
  const key = ({ name, address }: NameServer) => `${address.includes(':') ? 6 : 4} ${name} ${address}`;
  return servers.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)).slice(0, MAX_ADDRESSES);
}

function failed(value: Delegation & { state: 'unknown' }): { value: Delegation; seconds: number } {
  return { value, seconds: FAILURE_SECONDS };
}
