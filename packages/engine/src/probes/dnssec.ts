import { type Unknown, unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import type { NameServer, Net, ServerExchange } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { recordsOf } from '../protocols/dns-answer.ts';
import { dnsAnswerSchema } from '../protocols/dns-answer-schema.ts';
import { type DnssecQuery, type DnssecResult, validate } from '../protocols/dnssec.ts';
import { nextName, readRaw, readSet } from '../protocols/dnssec-set.ts';
import { normaliseName, parentNames } from '../protocols/domain-name.ts';
import { canonicalAddress } from '../protocols/ip-address.ts';
import {
  readSignedServer,
  type SignedServer,
  signatureSchema,
  signaturesOf,
  signedServerSchema,
} from '../protocols/signed-server.ts';
import { unmadeNames } from '../protocols/unmade-names.ts';
import { inScope, type Target } from '../scope.ts';

/** Of the zone's servers, on how many addresses their keys are compared. */
const MAX_ADDRESSES = 8;
const ONE_ADDRESS = 1;
/** A type that stands below port labels alone (RFC 6698 section 3), so that no apex has it. */
const UNMADE_TYPE = 'TLSA';

const verdictSchema = z.object({
  name: z.string(),
  type: z.string(),
  /** What was asked for is made up, so that the answer must prove that it is not there. */
  unmade: z.boolean(),
  /** The answer was that there is none, which takes a proof as well. */
  absent: z.boolean(),
  state: z.enum(['secure', 'insecure', 'bogus', 'unknown']),
  reason: z.string(),
  detail: z.string(),
  /** The zone, or the cut to it, where it was decided. */
  zone: z.string(),
});
export type DnssecVerdict = z.infer<typeof verdictSchema>;

const denialSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nsec') }),
  z.object({ kind: z.literal('nsec3'), iterations: z.int(), salt: z.string(), optOut: z.boolean() }),
]);

const zoneSchema = z.object({
  state: z.literal('present'),
  /** The one that the name is in; signatures are of this zone. */
  zone: z.string(),
  /** ISO 8601: the time that the signatures were judged by. */
  at: z.string(),
  /** The SOA record first; what follows is asked of a zone with a way to its keys. */
  verdicts: z.array(verdictSchema),
  /** From the anchor down, as far as the SOA record led. */
  chain: z.array(z.object({ zone: z.string(), state: z.enum(['secure', 'insecure', 'bogus', 'unknown']) })),
  /** At the parent. */
  DS: dnsAnswerSchema('DS'),
  DNSKEY: dnsAnswerSchema('DNSKEY'),
  NSEC3PARAM: dnsAnswerSchema('NSEC3PARAM'),
  CDS: dnsAnswerSchema('CDS'),
  CDNSKEY: dnsAnswerSchema('CDNSKEY'),
  signatures: z.array(signatureSchema),
  /** How the zone denied, as far as it is proven. */
  denial: denialSchema.nullable(),
  /** Who comes after the apex by its NSEC record. */
  next: z.string().nullable(),
  servers: z.array(signedServerSchema),
});
export type SignedZoneFacts = z.infer<typeof zoneSchema>;

/** Absent: the name is in no zone of the domain. */
const observation = z.union([zoneSchema, z.object({ state: z.literal('absent') }), unknownSchema]);
export type DnssecObservation = z.infer<typeof observation>;

export const dnssec = defineProbe({
  id: 'dnssec',
  title: 'Signatures of the zone, followed from the root',
  accepts: 'FQDN',
  only: (entity, target) => entity.name === target.name,
  intrusiveness: 'light',
  timeoutMs: 40_000,
  observation,
  async observe({ name }, net, target): Promise<DnssecObservation> {
    const query = remembering(net.signed);
    const zone = await zoneAround(name, target, query);
    if (zone === null) return { state: 'absent' };
    if (typeof zone !== 'string') return zone;
    // A verdict on signatures is one of a moment: the moment is part of what was seen.
    const now = new Date();
    return observeZone(zone, query, net, now);
  },
});

interface Question {
  name: string;
  type: string;
  unmade: boolean;
}

async function observeZone(zone: string, query: DnssecQuery, net: Net, now: Date): Promise<SignedZoneFacts> {
  const judge = async (question: Question) => ({
    ...question,
    result: await validate(question, query, { anchors: net.anchors, now }),
  });
  const [soa, ds, keys] = await Promise.all([
    judge({ name: zone, type: 'SOA', unmade: false }),
    query(zone, 'DS'),
    query(zone, 'DNSKEY'),
  ]);
  const isSecure = soa.result.state === 'secure';
  const { answer: DNSKEY, signatures } = readSet(keys, zone, 'DNSKEY');
  const hasKeys = DNSKEY.state === 'present';
  const [others, servers, extras] = await Promise.all([
    Promise.all((isSecure ? furtherQuestions(zone) : []).map(judge)),
    hasKeys ? askServers(zone, net) : [],
    hasKeys ? askExtras(zone, query) : NO_EXTRAS,
  ]);
  const judged = [soa, ...others];
  const types = judged.filter(({ unmade }) => !unmade).map(({ type }) => type);
  const sets = types.map(async (type) => {
    const set = readRaw(await query(zone, type), zone, type);
    return signaturesOf(set.signatures, type);
  });
  const denials = judged.flatMap(({ unmade, result }) => (unmade ? result.chain : []));
  return {
    state: 'present',
    zone,
    at: now.toISOString(),
    verdicts: judged.map(verdictOf),
    chain: soa.result.chain.map(({ zone: each, state }) => ({ zone: each, state })),
    DS: readSet(ds, zone, 'DS').answer,
    DNSKEY,
    ...extras,
    signatures: [...signaturesOf(signatures, 'DNSKEY'), ...(await Promise.all(sets)).flat()],
    denial: denials.find((each) => each.zone === zone && each.denial !== null)?.denial ?? null,
    next: isSecure ? nextName(await query(zone, UNMADE_TYPE), zone) : null,
    servers,
  };
}

/** What the apex often has, and what it surely has not. */
function furtherQuestions(zone: string): Question[] {
  return [
    ...['A', 'MX', 'TXT'].map((type) => ({ name: zone, type, unmade: false })),
    ...unmadeNames(zone)
      .slice(0, 1)
      .map((name) => ({ name, type: 'A', unmade: true })),
    { name: zone, type: UNMADE_TYPE, unmade: true },
  ];
}

/** The closest zone at or above a name, not above the domain: the one that has an SOA record there. */
async function zoneAround(
  name: string,
  target: Target,
  query: DnssecQuery,
): Promise<string | null | Unknown> {
  for (const each of [name, ...parentNames(name)]) {
    if (!inScope(each, { ...target, name: target.registrable })) break;
    const { answer } = readRaw(await query(each, 'SOA'), each, 'SOA');
    if (answer.state === 'unknown') return answer;
    if (answer.state === 'present') return each;
  }
  return null;
}

function verdictOf({ name, type, unmade, result }: Question & { result: DnssecResult }): DnssecVerdict {
  const { state, reason, detail, zone, answer } = result;
  return { name, type, unmade, absent: answer?.state === 'absent', state, reason, detail, zone };
}

const NONE = { state: 'absent', reason: 'nodata' } as const;
const NO_EXTRAS = { NSEC3PARAM: NONE, CDS: NONE, CDNSKEY: NONE };

async function askExtras(zone: string, query: DnssecQuery) {
  const [NSEC3PARAM, CDS, CDNSKEY] = await Promise.all([
    query(zone, 'NSEC3PARAM'),
    query(zone, 'CDS'),
    query(zone, 'CDNSKEY'),
  ]);
  return {
    NSEC3PARAM: readSet(NSEC3PARAM, zone, 'NSEC3PARAM').answer,
    CDS: readSet(CDS, zone, 'CDS').answer,
    CDNSKEY: readSet(CDNSKEY, zone, 'CDNSKEY').answer,
  };
}

async function askServers(zone: string, net: Net): Promise<SignedServer[]> {
  const NS = await net.resolve(zone, 'NS');
  const names = recordsOf(NS)
    .map(normaliseName)
    .filter((name) => name !== null);
  const found = await Promise.all([...new Set(names)].sort().map((name) => addressesOf(name, net)));
  return Promise.all(
    found
      .flat()
      .slice(0, MAX_ADDRESSES)
      .map((server) => askServer(server, zone, net)),
  );
}

async function addressesOf(name: string, net: Net): Promise<NameServer[]> {
  const answers = await Promise.all([net.resolve(name, 'A'), net.resolve(name, 'AAAA')]);
  return answers.flatMap((answer) =>
    recordsOf(answer)
      .map(canonicalAddress)
      .filter((address) => address !== null)
      .sort()
      .slice(0, ONE_ADDRESS)
      .map((address) => ({ name, address })),
  );
}

async function askServer(server: NameServer, zone: string, net: Net): Promise<SignedServer> {
  const [DNSKEY, SOA] = await Promise.all([
    askSigned(server, zone, 'DNSKEY', net),
    askSigned(server, zone, 'SOA', net),
  ]);
  return readSignedServer(server, zone, { DNSKEY, SOA });
}

/** Over TCP when the response is too long for UDP. */
async function askSigned(
  server: NameServer,
  name: string,
  type: 'SOA' | 'DNSKEY',
  net: Net,
): Promise<ServerExchange> {
  const question = { name, type, edns: { dnssecOk: true } };
  const exchange = await net.exchange(server, question);
  if (exchange.state !== 'answered' || !exchange.truncated) return exchange;
  return net.exchange(server, { ...question, transport: 'tcp' });
}

/** Each question is asked once, whoever asks. */
function remembering(query: DnssecQuery): DnssecQuery {
  const asked = new Map<string, ReturnType<DnssecQuery>>();
  return (name, type) => {
    const key = `${name} ${type}`;
    const known = asked.get(key) ?? query(name, type);
    asked.set(key, known);
    return known;
  };
}
