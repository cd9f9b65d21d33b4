import type { Entity } from '@cyborux/contract';
import { z } from 'zod';
import type { Net } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { climb, endsClimb } from '../protocols/caa.ts';
import { mailbox, policyFrom, treeWalk } from '../protocols/dmarc.ts';
import type { DnsAnswer, DnsRecords, DnsType } from '../protocols/dns-answer.ts';
import { recordsOf } from '../protocols/dns-answer.ts';
import { dnsAnswerSchema, type Lookup, lookupSchema } from '../protocols/dns-answer-schema.ts';
import { rdataText, rnameMailbox } from '../protocols/dns-rdata.ts';
import { normaliseName } from '../protocols/domain-name.ts';
import { canonicalAddress } from '../protocols/ip-address.ts';
import { redirectOf } from '../protocols/spf-record.ts';
import { unmadeNames } from '../protocols/unmade-names.ts';

/** Records of one type that become entities: what lies beyond is no inventory but an attack. */
const MAX_RECORDS = 100;
/** RFC 7208 section 4.6.4. */
const MAX_REDIRECTS = 10;

const addressesSchema = z.object({
  name: z.string(),
  A: dnsAnswerSchema('A'),
  AAAA: dnsAnswerSchema('AAAA'),
});
type Addresses = z.infer<typeof addressesSchema>;

const observation = addressesSchema.extend({
  CNAME: dnsAnswerSchema('CNAME'),
  MX: dnsAnswerSchema('MX'),
  /** Null: not asked, for the name is not the target and has no mail exchanger. */
  TXT: dnsAnswerSchema('TXT').nullable(),
  /** Where an SPF record among them continues, redirect by redirect. */
  redirects: z.array(lookupSchema('TXT')),
  /** What is asked of the target alone. */
  apex: z
    .object({
      NS: dnsAnswerSchema('NS'),
      SOA: dnsAnswerSchema('SOA'),
      /** CAA from the name up to the first that has some (RFC 8659 section 3). */
      CAA: z.array(lookupSchema('CAA')),
      /** The walk for the policy that applies to the name (RFC 9989 section 4.10.1). */
      dmarc: z.array(lookupSchema('TXT')),
      /** Two names below that nobody made: addresses there come from a wildcard. */
      random: z.array(addressesSchema),
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
      const [here, apex] = await Promise.all([resolveName(name, net, true), resolveApex(name, net)]);
      return { ...here, apex, sameAsRandom: false };
    }
    const here = await resolveName(name, net, false);
    const own = addressesOf(here);
    if (own.length === 0) return { ...here, apex: null, sameAsRandom: false };
    const random = await resolveRandom(target.name, net);
    return {
      ...here,
      apex: null,
      sameAsRandom: random.every((each) => addressesOf(each).join() === own.join()),
    };
  },
  *reveals(seen, { name }): Iterable<Entity> {
    yield hostOf(seen);
    const addresses = addressesOf(seen);
    for (const address of addresses) {
      const version = address.includes(':') ? 6 : 4;
      yield { kind: 'IPAddress', name: address, attributes: { version, hostnames: [name] } };
    }
    yield* recordEntities(name, 'A', seen.A);
    yield* recordEntities(name, 'AAAA', seen.AAAA);
    yield* recordEntities(name, 'CNAME', seen.CNAME);
    yield* recordEntities(name, 'MX', seen.MX);
    if (seen.TXT !== null) yield* recordEntities(name, 'TXT', seen.TXT);
    const targets = [...recordsOf(seen.CNAME), ...recordsOf(seen.MX).map(({ exchange }) => exchange)];
    yield* nameEntities([...targets, ...(seen.A.state === 'present' ? (seen.A.aliases ?? []) : [])]);
    if (seen.apex !== null) yield* revealApex(name, seen.apex);
  },
});

type Apex = NonNullable<DnsRecordsObservation['apex']>;

function* revealApex(name: string, apex: Apex): Iterable<Entity> {
  yield* recordEntities(name, 'NS', apex.NS);
  yield* recordEntities(name, 'SOA', apex.SOA);
  for (const { name: owner, answer } of apex.CAA) yield* recordEntities(owner, 'CAA', answer);
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
  isApex: boolean,
): Promise<Omit<DnsRecordsObservation, 'apex' | 'sameAsRandom'>> {
  const A = await net.resolve(name, 'A');
  // NXDOMAIN holds for every type (RFC 8020), but a CNAME that leads nowhere answers with it too (RFC 6604 section 3).
  if (A.state === 'absent' && A.reason === 'nxdomain') {
    const CNAME = await net.resolve(name, 'CNAME');
    return { name, A, AAAA: A, CNAME, MX: A, TXT: isApex ? A : null, redirects: [] };
  }
  const [AAAA, MX, CNAME] = await Promise.all([
    net.resolve(name, 'AAAA'),
    net.resolve(name, 'MX'),
    A.state === 'present' ? aliasOf(name, A, net) : net.resolve(name, 'CNAME'),
  ]);
  const TXT = isApex || MX.state === 'present' ? await net.resolve(name, 'TXT') : null;
  return { name, A, AAAA, CNAME, MX, TXT, redirects: TXT === null ? [] : await followRedirects(TXT, net) };
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

async function resolveApex(name: string, net: Net): Promise<Apex> {
  const [NS, SOA, CAA, dmarc, random] = await Promise.all([
    net.resolve(name, 'NS'),
    net.resolve(name, 'SOA'),
    climbForCaa(name, net),
    treeWalk(name, net.resolve, 'policy'),
    resolveRandom(name, net),
  ]);
  return { NS, SOA, CAA, dmarc, random };
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

function hostOf(seen: DnsRecordsObservation): Entity {
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

function* recordEntities<T extends DnsType>(
  owner: string,
  type: T,
  answer: DnsAnswer<DnsRecords[T]>,
): Iterable<Entity> {
  if (answer.state !== 'present') return;
  // Records at the end of a CNAME belong to that name, not to this one.
  const end = answer.aliases?.at(-1);
  const at = normaliseName(end ?? owner);
  if (at === null) return;
  for (const record of answer.records.slice(0, MAX_RECORDS)) {
    const rdata = rdataText(type, record);
    // Behind a CNAME the smallest TTL may be the alias'.
    const ttl = answer.ttl === undefined || end !== undefined ? {} : { ttl: answer.ttl };
    yield {
      kind: 'DNSRecord',
      name: `${at} ${type} ${rdata}`,
      attributes: { owner: at, type, rdata, ...ttl },
    };
  }
}

function* nameEntities(names: readonly string[]): Iterable<Entity> {
  for (const name of new Set(names.slice(0, MAX_RECORDS).map(normaliseName))) {
    if (name !== null) yield { kind: 'FQDN', name, attributes: {} };
  }
}

function contactOf(address: string, role: string, publishedIn: string): Entity {
  return {
    kind: 'ContactRecord',
    name: `mailto:${address}`,
    attributes: { contact_type: 'email', role, published_in: publishedIn },
  };
}
