import { unknown } from '@cyborux/contract';
import type { AskAuthorities } from './authorities.ts';
import type { DnsUnknown } from './client.ts';
import type { Iteration, Zone } from './iteration.ts';
import type { DnsMessage } from './message.ts';
import { labelCount, parentName } from './name-tree.ts';
import { cutOf, readReferral } from './referral.ts';

/** Finds the zone that a name lies in, cut by cut, those cuts too whose two sides are on the same servers. */
export type ZoneFinder = (name: string) => Promise<FoundZone>;
export type FoundZone = { state: 'found'; zone: Zone } | DnsUnknown;

/** Nobody nests zones deeper; each label costs a question. */
const MAX_LABELS = 40;
const KEPT_MS = 300_000;
const FAILURE_MS = 5_000;

export function createZoneFinder(
  iteration: Iteration,
  ask: AskAuthorities,
  signal: AbortSignal,
  now = () => performance.now(),
): ZoneFinder {
  const known = new Map<string, { found: Promise<FoundZone>; expiresAt: number }>();

  /** Each label of a name at most once, however many names it is part of. */
  const find = (name: string): Promise<FoundZone> => {
    if (name === '') return Promise.resolve({ state: 'found', zone: iteration.root });
    const kept = known.get(name);
    if (kept !== undefined && kept.expiresAt > now()) return kept.found;
    const found = descend(name);
    const entry = { found, expiresAt: Number.POSITIVE_INFINITY };
    known.set(name, entry);
    found.then(({ state }) => {
      entry.expiresAt = now() + (state === 'unknown' ? FAILURE_MS : KEPT_MS);
    });
    return found;
  };

  const descend = async (name: string): Promise<FoundZone> => {
    const above = await find(parentName(name) ?? '');
    if (above.state === 'unknown') return above;
    const { zone } = above;
    const isAnswer = (message: DnsMessage) => cutIn(message, zone, name) !== null || message.authoritative;
    const question = { name, type: 'NS', recursion: false } as const;
    const asked = await ask(zone.servers, question, { isAnswer }, signal);
    if (asked.state === 'unknown') return unknown(asked.reason, asked.detail);
    const cut = cutIn(asked.message, zone, name);
    // Without a cut, or when the name is said not to exist (some say so of a name that only has names below it): on.
    if (cut === null) return above;
    const below = await iteration.enter(cut, zone, signal);
    if (below.servers.length > 0) return { state: 'found', zone: below };
    return unknown('unreachable', `No address of the servers of ${name} can be found.`);
  };

  return async (name) => {
    if (labelCount(name) > MAX_LABELS)
      return unknown('budget', 'The name has too many labels to look at each.');
    return await find(name);
  };
}

/** A referral, or the answer of a server that serves both sides of the cut. */
function cutIn(message: DnsMessage, above: Zone, name: string) {
  const referral = readReferral(message, above.name, name);
  if (referral !== null) return referral;
  const isBelow =
    message.authoritative && message.answers.some(({ type, owner }) => type === 'NS' && owner === name);
  return isBelow ? cutOf(message, name, message.answers) : null;
}
