import type { Entity, EntityOf } from '@cyborux/contract';
import { z } from 'zod';
import type { Net } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { climb, endsClimb } from '../protocols/caa.ts';
import {
  deadEndSchema,
  followToDeadEnd,
  isNxdomain,
  type LookedUp,
  lookedUpSchema,
  lookUpHost,
} from '../protocols/dangling.ts';
import { delegatedNames } from '../protocols/delegation.ts';
import { mailbox, policyFrom, treeWalk } from '../protocols/dmarc.ts';
import { type DnsAnswer, recordsOf } from '../protocols/dns-answer.ts';
import { dnsAnswerSchema, type Lookup, lookupSchema } from '../protocols/dns-answer-schema.ts';
import {
  contactOf,
  MAX_RECORDS,
  nameEntities,
  productEntities,
  recordEntities,
} from '../protocols/dns-entities.ts';
import { rnameMailbox } from '../protocols/dns-rdata.ts';
import { normaliseName } from '../protocols/domain-name.ts';
import { canonicalAddress } from '../protocols/ip-address.ts';
import { redirectOf } from '../protocols/spf-record.ts';
import { aliasProducts } from '../protocols/technologies/product-entities.ts';
import { unmadeNames } from '../protocols/unmade-names.ts';
import type { Target } from '../scope.ts';

/** RFC 7208 section 4.6.4. */
const MAX_REDIRECTS = 10;
/** Exchangers, and name servers, whose addresses are looked up. */
const MAX_HOSTS = 13;
/** Servers of the zone that are tried for the TTLs that it gives itself. */
const MAX_SERVERS_FOR_TTL = 2;

const addressesSchema = z.object({
  name: z.string(),
  A: dnsAnswerSchema('A'),
  AAAA: dnsAnswerSchema('AAAA'),
});
type Addresses = z.infer<typeof addressesSchema>;

const TTL_TYPES = ['A', 'AAAA', 'MX', 'NS'] as const;

const observation = addressesSchema.extend({
  CNAME: dnsAnswerSchema('CNAME'),
  MX: dnsAnswerSchema('MX'),
  /** Null: not asked, for the name is not the target and has no mail exchanger. */
  TXT: dnsAnswerSchema('TXT').nullable(),
  /** Where an SPF record among them continues, redirect by redirect. */
  redirects: z.array(lookupSchema('TXT')),
  /** CAA from a name with addresses up to the first that has some (RFC 8659 section 3); of the target in any case. */
  CAA: z.array(lookupSchema('CAA')),
  /** The hosts that its MX records name. */
  exchangers: z.array(lookedUpSchema),
  /** Where its CNAME leads when that is nowhere. */
  deadEnd: deadEndSchema.nullable(),
  /** What is asked of the target alone. */
  apex: z
    .object({
      NS: dnsAnswerSchema('NS'),
      SOA: dnsAnswerSchema('SOA'),
      /** The walk for the policy that applies to the name (RFC 9989 section 4.10.1). */
      dmarc: z.array(lookupSchema('TXT')),
      /** Two names below that nobody made: addresses there come from a wildcard. */
      random: z.array(addressesSchema),
      /** The hosts that its NS records name, here or at the parent. */
      servers: z.array(lookedUpSchema),
      /** Seconds, as a server of the zone gives them; resolvers count down. Null: none of those asked did. */
      ttls: z.array(z.object({ type: z.enum(TTL_TYPES), seconds: z.int() })).nullable(),
    })
    .nullable(),
  /** The name leads to just the addresses that names below the target lead to which nobody made. */
  sameAsRandom: z.boolean(),
});
export type DnsRecordsObservation = z.infer<typeof observation>;

export const dnsRecords = defineProbe({
  id: 'dns-records',
  title: 'DNS records',
  accepts: 'FQDN',
  intrusiveness: 'light',
  timeoutMs: 40_000,
  observation,
  async observe({ name }, net, target): Promise<DnsRecordsObservation> {
    if (name === target.name) {
      const [here, apex, CAA] = await Promise.all([
        resolveName(name, net, target),
        resolveApex(name, net, target),
        climbForCaa(name, net),
      ]);
      return { ...here, CAA, apex, sameAsRandom: false };
    }
    const here = await resolveName(name, net, target);
    const own = addressesOf(here);
    if (own.length === 0) return { ...here, CAA: [], apex: null, sameAsRandom: false };
    const random = await resolveRandom(target.name, net);
    const sameAsRandom = random.every((each) => addressesOf(each).join() === own.join());
    return { ...here, CAA: sameAsRandom ? [] : await climbForCaa(name, net), apex: null, sameAsRandom };
  },
  *reveals(seen, { name }): Iterable<Entity> {
    const host = hostOf(seen);
    yield host;
    yield* aliasProducts(host.attributes.cname ?? [], name);
    const addresses = addressesOf(seen);
    for (const address of addresses) {
      const version = address.includes(':') ? 6 : 4;
      yield { kind: 'IPAddress', name: address, attributes: { version, hostnames: [name] } };
    }
    yield* recordEntities(name, 'A', seen.A);
    yield* recordEntities(name, 'AAAA', seen.AAAA);
    yield* recordEntities(name, 'CNAME', seen.CNAME);
    yield* recordEntities(name, 'MX', seen.MX);
    if (seen.TXT !== null) {
      yield* recordEntities(name, 'TXT', seen.TXT);
      yield* productEntities(name, recordsOf(seen.TXT));
    }
    for (const { name: owner, answer } of seen.CAA) yield* recordEntities(owner, 'CAA', answer);
    const targets = [...recordsOf(seen.CNAME), ...recordsOf(seen.MX).map(({ exchange }) => exchange)];
    yield* nameEntities([...targets, ...(seen.A.state === 'present' ? (seen.A.aliases ?? []) : [])]);
    if (seen.apex !== null) yield* revealApex(name, seen.apex);
  },
});

type Apex = NonNullable<DnsRecordsObservation['apex']>;

function* revealApex(name: string, apex: Apex): Iterable<Entity> {
  yield* recordEntities(name, 'NS', apex.NS);
  yield* recordEntities(name, 'SOA', apex.SOA);
  for (const { name: owner, answer } of apex.dmarc) yield* recordEntities(owner, 'TXT', answer);
  yield* nameEntities(recordsOf(apex.NS));
  for (const { rname } of recordsOf(apex.SOA).slice(0, 1)) {
    const contact = rnameMailbox(rname);
    if (contact !== null) yield contactOf(contact, 'hostmaster', `${name} SOA`);
  }
  const policy = policyFrom(name, apex.dmarc);
  if (policy.state !== 'present' || policy.inherited) return;
  for (const [role, uris] of [
    ['dmarc-reports', policy.record.rua],
    ['dmarc-failure-reports', policy.record.ruf],
  ] as const) {
    for (const address of uris.map(mailbox)) {
      if (address !== null) yield contactOf(address, role, `_dmarc.${name} TXT`);
    }
  }
}

async function resolveName(
  name: string,
  net: Net,
  target: Target,
): Promise<Omit<DnsRecordsObservation, 'apex' | 'sameAsRandom' | 'CAA'>> {
  const isApex = name === target.name;
  const A = await net.resolve(name, 'A');
  // NXDOMAIN holds for every type (RFC 8020), but a CNAME that leads nowhere answers with it too (RFC 6604 section 3).
  if (isNxdomain(A)) {
    const CNAME = await net.resolve(name, 'CNAME');
    const first = normaliseName(recordsOf(CNAME)[0] ?? '');
    const deadEnd = first === null ? null : await followToDeadEnd(first, target.registrable, net);
    const nothing = { redirects: [], exchangers: [], deadEnd };
    return { name, A, AAAA: A, CNAME, MX: A, TXT: isApex ? A : null, ...nothing };
  }
  const [AAAA, MX, CNAME] = await Promise.all([
    net.resolve(name, 'AAAA'),
    net.resolve(name, 'MX'),
    A.state === 'present' ? aliasOf(name, A, net) : net.resolve(name, 'CNAME'),
  ]);
  const [TXT, exchangers] = await Promise.all([
    isApex || MX.state === 'present' ? net.resolve(name, 'TXT') : null,
    lookUpHosts(
      recordsOf(MX).map(({ exchange }) => exchange),
      net,
      target,
    ),
  ]);
  const redirects = TXT === null ? [] : await followRedirects(TXT, net);
  return { name, A, AAAA, CNAME, MX, TXT, redirects, exchangers, deadEnd: null };
}

function lookUpHosts(names: readonly string[], net: Net, target: Target): Promise<LookedUp[]> {
  const hosts = [...new Set(names.map(normaliseName))].filter((name) => name !== null).sort();
  return Promise.all(hosts.slice(0, MAX_HOSTS).map((host) => lookUpHost(host, target.registrable, net)));
}

async function followRedirects(TXT: DnsAnswer<string>, net: Net): Promise<Lookup<'TXT'>[]> {
  const lookups: Lookup<'TXT'>[] = [];
  let name = redirectOf(recordsOf(TXT));
  while (name !== null && lookups.length < MAX_REDIRECTS) {
    const answer = await net.resolve(name, 'TXT');
    lookups.push({ name, answer });
    name = redirectOf(recordsOf(answer));
  }
  return lookups;
}

/** The CNAME that an answer went through; the answer itself does not tell its TTL. */
async function aliasOf(
  name: string,
  answer: Extract<DnsAnswer<string>, { state: 'present' }>,
  net: Net,
): Promise<DnsAnswer<string>> {
  const [alias] = answer.aliases ?? [];
  if (alias === undefined) return { state: 'absent', reason: 'nodata' };
  const told = await net.resolve(name, 'CNAME');
  return told.state === 'present' ? told : { state: 'present', records: [alias] };
}

async function resolveRandom(domain: string, net: Net): Promise<Addresses[]> {
  return Promise.all(
    unmadeNames(domain).map(async (name) => {
      const [A, AAAA] = await Promise.all([net.resolve(name, 'A'), net.resolve(name, 'AAAA')]);
      return { name, A, AAAA };
    }),
  );
}

async function resolveApex(name: string, net: Net, target: Target): Promise<Apex> {
  const [NS, delegation, SOA, dmarc, random] = await Promise.all([
    net.resolve(name, 'NS'),
    net.delegation(name),
    net.resolve(name, 'SOA'),
    treeWalk(name, net.resolve, 'policy'),
    resolveRandom(name, net),
  ]);
  const servers = await lookUpHosts([...recordsOf(NS), ...delegatedNames(delegation)], net, target);
  return { NS, SOA, dmarc, random, servers, ttls: await askForTtls(name, servers, net) };
}

/** What the first server of the zone that answers says. */
async function askForTtls(name: string, servers: readonly LookedUp[], net: Net): Promise<Apex['ttls']> {
  const addressed = servers.flatMap(({ name: host, A, AAAA }) => {
    const [address] = addressesOf({ A, AAAA });
    return address === undefined ? [] : [{ name: host, address }];
  });
  for (const server of addressed.slice(0, MAX_SERVERS_FOR_TTL)) {
    const NS = await net.ask(server, name, 'NS');
    if (NS.state === 'unknown' || !NS.authoritative || NS.answer.state !== 'present') continue;
    const asked = TTL_TYPES.map(async (type) => {
      const told = type === 'NS' ? NS : await net.ask(server, name, type);
      if (told.state === 'unknown' || told.answer.state !== 'present') return [];
      return told.answer.ttl === undefined ? [] : [{ type, seconds: told.answer.ttl }];
    });
    return (await Promise.all(asked)).flat();
  }
  return null;
}

async function climbForCaa(name: string, net: Net): Promise<Lookup<'CAA'>[]> {
  const lookups: Lookup<'CAA'>[] = [];
  for (const each of climb(name)) {
    const answer = await net.resolve(each, 'CAA');
    lookups.push({ name: each, answer });
    if (endsClimb(answer)) break;
  }
  return lookups;
}

function hostOf(seen: DnsRecordsObservation): EntityOf<'FQDN'> {
  const { A, AAAA } = seen;
  const states = [A.state, AAAA.state];
  const resolution = states.includes('present')
    ? 'present'
    : states.includes('unknown')
      ? 'unknown'
      : 'absent';
  const aliases = A.state === 'present' ? A.aliases : AAAA.state === 'present' ? AAAA.aliases : undefined;
  const cname = (aliases ?? recordsOf(seen.CNAME)).map(normaliseName).filter((alias) => alias !== null);
  return {
    kind: 'FQDN',
    name: seen.name,
    attributes: {
      resolution,
      ...(resolution === 'present' && { addresses: addressesOf(seen) }),
      ...(cname.length > 0 && { cname }),
      ...(seen.sameAsRandom && { wildcard: true }),
    },
  };
}

function addressesOf({ A, AAAA }: Pick<Addresses, 'A' | 'AAAA'>): string[] {
  const texts = [...recordsOf(A).slice(0, MAX_RECORDS), ...recordsOf(AAAA).slice(0, MAX_RECORDS)];
  const addresses = texts.map(canonicalAddress).filter((address) => address !== null);
  return [...new Set(addresses)].sort();
}
