import { parse } from 'tldts';
import { z } from 'zod';
import type { Delegation } from '../net.ts';
import { type DnsAnswer, type Resolve, recordsOf } from './dns-answer.ts';
import { dnsAnswerSchema } from './dns-answer-schema.ts';
import { normaliseName } from './domain-name.ts';

const MAX_ALIASES = 10;
/** Top-level domains in which nobody can register at will. */
const CLOSED = new Set(['arpa', 'edu', 'gov', 'int', 'mil']);

export const registrationSchema = z.object({
  /** The registrable domain that a name belongs to. */
  domain: z.string(),
  /** `free`: its registry's own servers say that it does not exist. */
  state: z.enum(['registered', 'free', 'unknown']),
});
export type Registration = z.infer<typeof registrationSchema>;

export const lookedUpSchema = z.object({
  name: z.string(),
  A: dnsAnswerSchema('A'),
  AAAA: dnsAnswerSchema('AAAA'),
  /** Of a name that does not exist, and that is of another domain. */
  registration: registrationSchema.nullable(),
});
/** A host name that a record of the domain leads to. */
export type LookedUp = z.infer<typeof lookedUpSchema>;

export const deadEndSchema = z.object({
  /** The names that the aliases lead through; the last of them does not exist. */
  aliases: z.array(z.string()),
  registration: registrationSchema.nullable(),
});
export type DeadEnd = z.infer<typeof deadEndSchema>;

/** What the questions are put to. */
export interface Registries {
  resolve: Resolve;
  delegation(zone: string): Promise<Delegation>;
}

export function isNxdomain(answer: DnsAnswer): answer is { state: 'absent'; reason: 'nxdomain' } {
  return answer.state === 'absent' && answer.reason === 'nxdomain';
}

/** Neither of the two address questions finds the name. */
export function isNowhere({ A, AAAA }: Pick<LookedUp, 'A' | 'AAAA'>): boolean {
  return isNxdomain(A) && isNxdomain(AAAA);
}

/** @param own the registrable domain of the analysis: it is registered, whatever the DNS says */
export async function lookUpHost(name: string, own: string, net: Registries): Promise<LookedUp> {
  const [A, AAAA] = await Promise.all([net.resolve(name, 'A'), net.resolve(name, 'AAAA')]);
  const seen = { name, A, AAAA };
  const last = (A.state === 'present' ? A.aliases : undefined)?.at(-1) ?? name;
  return { ...seen, registration: isNowhere(seen) ? await registrationOf(last, own, net) : null };
}

/** Where the aliases of a name end that leads to nothing. null when somebody along the way keeps silent. */
export async function followToDeadEnd(first: string, own: string, net: Registries): Promise<DeadEnd | null> {
  const aliases = [first];
  for (;;) {
    const name = aliases.at(-1) ?? first;
    const answer = await net.resolve(name, 'CNAME');
    if (answer.state === 'unknown') return null;
    const next = normaliseName(recordsOf(answer)[0] ?? '');
    if (answer.state === 'absent') {
      const isGone = answer.reason === 'nxdomain';
      return isGone ? { aliases, registration: await registrationOf(name, own, net) } : null;
    }
    if (next === null || aliases.includes(next) || aliases.length >= MAX_ALIASES) return null;
    aliases.push(next);
  }
}

/**
 * Could anybody register the domain that a name is in? Resolvers may lie about names that they block, so that the
 * registry's own servers are asked. null when there is no such domain, or it is the provider's to hand out (a suffix
 * like `github.io`).
 */
export async function registrationOf(
  name: string,
  own: string,
  { resolve, delegation }: Registries,
): Promise<Registration | null> {
  const { domain, publicSuffix, isPrivate } = parse(name, { allowPrivateDomains: true });
  if (domain === null || domain === own || isPrivate || publicSuffix === null) return null;
  if (CLOSED.has(publicSuffix.split('.').at(-1) ?? '')) return null;
  const SOA = await resolve(domain, 'SOA');
  if (SOA.state === 'unknown') return { domain, state: 'unknown' };
  if (!isNxdomain(SOA)) return { domain, state: 'registered' };
  const cut = await delegation(domain);
  if (cut.state === 'unknown') return { domain, state: 'unknown' };
  // A top-level domain that is none has no registry: the root denies it.
  const isRegistry = cut.parent === publicSuffix || publicSuffix.endsWith(`.${cut.parent}`);
  const isFree = cut.state === 'absent' && cut.reason === 'nxdomain' && isRegistry;
  return { domain, state: isFree ? 'free' : 'registered' };
}
