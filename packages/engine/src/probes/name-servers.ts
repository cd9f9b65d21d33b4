import { z } from 'zod';
import type { NameServer, Net, ServerQuestion } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { delegationSchema } from '../protocols/delegation.ts';
import { type DnsAnswer, isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { dnsAnswerSchema } from '../protocols/dns-answer-schema.ts';
import { canonicalAddress, reverseName } from '../protocols/ip-address.ts';
import {
  isAnswered,
  replyOf,
  type ServerReply,
  SMALL_PAYLOAD,
  serverReplySchema,
  servesZone,
  UNKNOWN_OPTION,
} from '../protocols/server-reply.ts';
import { originName } from '../protocols/team-cymru.ts';
import { eachAddress, type FoundServer, findServers } from '../protocols/zone-cut.ts';

/** Of the range for private use (RFC 6895 section 3.1). */
const UNKNOWN_TYPE = 65_280;
/** A name that exists, and that few servers have a reason to know. */
const FOREIGN_NAME = 'iana.org';

const asked = z.object({
  address: z.string(),
  PTR: dnsAnswerSchema('PTR'),
  /** Team Cymru's word on the route to the address. */
  origin: dnsAnswerSchema('TXT'),
  /** The first question, over UDP with EDNS. Silence, or a refusal, is all that the others then hold. */
  SOA: serverReplySchema,
  NS: serverReplySchema,
  /** SOA over TCP. */
  tcp: serverReplySchema,
  /** SOA without EDNS, when the first question met an error without it. */
  plain: serverReplySchema.nullable(),
  /** A name of another zone, recursion desired. */
  recursion: serverReplySchema,
  /** CHAOS TXT of `version.bind`. */
  version: serverReplySchema,
  /** What only a server that has the zone is asked. */
  AAAA: serverReplySchema.nullable(),
  unknownType: serverReplySchema.nullable(),
  /** What only a server that has the zone and EDNS is asked. */
  edns: z
    .object({ version1: serverReplySchema, unknownOption: serverReplySchema, small: serverReplySchema })
    .nullable(),
});

const server = z.object({
  name: z.string(),
  A: dnsAnswerSchema('A'),
  AAAA: dnsAnswerSchema('AAAA'),
  /** Null: not asked, for the address records tell. */
  CNAME: dnsAnswerSchema('CNAME').nullable(),
  /** Addresses that the parent has for it. */
  glue: z.array(z.string()),
  /** Its addresses as servers of the zone have them; asked only where the parent has another than the resolvers. */
  own: z.array(z.object({ A: dnsAnswerSchema('A'), AAAA: dnsAnswerSchema('AAAA') })).nullable(),
  asked: z.array(asked),
});

const observation = z.object({
  /** NODATA: the name is no zone of its own. */
  NS: dnsAnswerSchema('NS'),
  delegation: delegationSchema,
  /** Those that the parent or the zone itself names. */
  servers: z.array(server),
  /** CNAME of the MNAMEs that are none of the servers. */
  primaries: z.array(z.object({ name: z.string(), CNAME: dnsAnswerSchema('CNAME') })),
});
export type NameServersObservation = z.infer<typeof observation>;
export type ObservedNameServer = z.infer<typeof server>;
export type AskedAddress = z.infer<typeof asked>;

const MAX_PRIMARIES = 2;

export const nameServers = defineProbe({
  id: 'name-servers',
  title: 'Delegation of the zone, and its name servers, asked one by one',
  accepts: 'FQDN',
  only: (entity, target) => entity.name === target.name,
  intrusiveness: 'light',
  timeoutMs: 40_000,
  observation,
  async observe({ name: zone }, net): Promise<NameServersObservation> {
    const { NS, delegation, servers } = await findServers(zone, net);
    const answers = await Promise.all(eachAddress(servers).map((each) => askAddress(each, zone, net)));
    const observed = servers.map((each) => observeServer(each, answers, zone, net));
    const primaries = primariesOf(answers).filter((name) => servers.every((each) => each.name !== name));
    const aliases = primaries.map(async (name) => ({ name, CNAME: await net.resolve(name, 'CNAME') }));
    return {
      NS,
      delegation,
      servers: await Promise.all(observed),
      primaries: await Promise.all(aliases),
    };
  },
});

async function askAddress(server: NameServer, zone: string, net: Net): Promise<AskedAddress> {
  const { address } = server;
  const ask = async (question: Partial<ServerQuestion>) => {
    const { name, type, ...rest } = { name: zone, type: 'SOA' as const, ...question };
    return replyOf(await net.exchange(server, { name, type, ...rest }), name);
  };
  const [PTR, origin, SOA] = await Promise.all([
    net.resolve(reverseName(address), 'PTR'),
    net.resolve(originName(address), 'TXT'),
    ask({}),
  ]);
  const about = { address, PTR, origin, SOA };
  if (!isAnswered(SOA)) {
    const tcp = SOA.state === 'absent' ? await ask({ transport: 'tcp' }) : SOA;
    return { ...about, ...nothingAsked(SOA), tcp };
  }

  const edns = SOA.edns === null ? { edns: null } : {};
  const has = servesZone(SOA) || SOA.truncated || SOA.edns === null;
  const [tcp, recursion, version, served, extended, plain] = await Promise.all([
    ask({ transport: 'tcp', ...edns }),
    ask({ name: FOREIGN_NAME, recursion: true, ...edns }),
    ask({ name: 'version.bind', type: 'TXT', class: 'CH', ...edns }),
    has ? askZone(ask, edns) : NOTHING_SERVED,
    has && SOA.edns !== null ? askExtended(ask) : null,
    SOA.edns === null && SOA.rcode !== 'NOERROR' ? ask({ edns: null }) : null,
  ]);
  const told = extended?.unknownOption ?? null;
  const NS = hasNS(told) ? told : await ask({ type: 'NS', ...edns, transport: isCut(told) ? 'tcp' : 'udp' });
  return { ...about, tcp, recursion, version, ...served, edns: extended, plain, NS };
}

type Ask = (question: Partial<ServerQuestion>) => Promise<ServerReply>;

const NOTHING_SERVED = { AAAA: null, unknownType: null };

async function askZone(ask: Ask, edns: Pick<ServerQuestion, 'edns'>) {
  const [AAAA, unknownType] = await Promise.all([
    ask({ type: 'AAAA', ...edns }),
    ask({ type: UNKNOWN_TYPE, ...edns }),
  ]);
  return { AAAA, unknownType };
}

async function askExtended(ask: Ask) {
  const [version1, unknownOption, small] = await Promise.all([
    ask({ edns: { version: 1 } }),
    // One question for two answers: the NS records, and how the server takes the option.
    ask({ type: 'NS', edns: { options: [UNKNOWN_OPTION] } }),
    ask({ type: 'TXT', edns: { udpPayload: SMALL_PAYLOAD, dnssecOk: true } }),
  ]);
  return { version1, unknownOption, small };
}

function hasNS(reply: ServerReply | null): reply is ServerReply {
  return servesZone(reply) && !reply.truncated && reply.NS.length > 0;
}

function isCut(reply: ServerReply | null): boolean {
  return isAnswered(reply) && reply.truncated;
}

/** Who does not answer one question is not bothered with the others: they are unknown for the same reason. */
function nothingAsked(SOA: ServerReply): Omit<AskedAddress, 'address' | 'PTR' | 'origin' | 'SOA' | 'tcp'> {
  return { NS: SOA, plain: null, recursion: SOA, version: SOA, AAAA: SOA, unknownType: SOA, edns: null };
}

async function observeServer(
  { addresses, ...found }: FoundServer,
  answers: readonly AskedAddress[],
  zone: string,
  net: Net,
): Promise<ObservedNameServer> {
  const { name, A, AAAA, glue } = found;
  const told = new Set([...recordsOf(A), ...recordsOf(AAAA)].map(canonicalAddress));
  const isDisputed = glue.some((address) => !told.has(address));
  const isFound = [A, AAAA].some((answer) => answer.state === 'present');
  const [own, CNAME] = await Promise.all([
    isDisputed && isWithin(name, zone) ? askOwn(name, answers, net) : null,
    isFound ? null : net.resolve(name, 'CNAME'),
  ]);
  return {
    ...found,
    CNAME,
    own,
    asked: addresses.flatMap((address) => answers.filter((answer) => answer.address === address)),
  };
}

/** What each server of the zone has as the addresses of one of them. */
async function askOwn(name: string, answers: readonly AskedAddress[], net: Net) {
  const authorities = answers.filter(({ SOA, tcp }) => servesZone(SOA) || servesZone(tcp));
  return Promise.all(
    authorities.map(async ({ address }) => {
      const server = { name, address };
      const [A, AAAA] = await Promise.all([net.ask(server, name, 'A'), net.ask(server, name, 'AAAA')]);
      return { A: authoritative(A), AAAA: authoritative(AAAA) };
    }),
  );
}

function authoritative(answer: Awaited<ReturnType<Net['ask']>>): DnsAnswer<string> {
  if (isUnknown(answer)) return { state: 'unknown', reason: 'timeout' };
  if (!answer.authoritative) return { state: 'unknown', reason: 'refused' };
  return answer.answer as DnsAnswer<string>;
}

function primariesOf(answers: readonly AskedAddress[]): string[] {
  const names = answers.flatMap(({ SOA, tcp, plain }) =>
    [SOA, tcp, plain].flatMap((reply) => (isAnswered(reply) && reply.SOA !== null ? [reply.SOA.mname] : [])),
  );
  return [...new Set(names)]
    .filter((name) => name !== '')
    .sort()
    .slice(0, MAX_PRIMARIES);
}

function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}
