import { setTimeout as sleep } from 'node:timers/promises';
import { type DnsListener, listenDns, type Reply, type Transport } from './dns-listener.ts';
import { ROOT, toWire } from './dns-name.ts';
import {
  CLASS_CHAOS,
  CLASS_IN,
  decodeMessage,
  encodeMessage,
  FLAG,
  isAtOrBelow,
  lower,
  type Message,
  parentOf,
  type Question,
  RCODE,
  TYPE,
  toText,
  typeText,
  type WireName,
  type WireRecord,
} from './dns-wire.ts';
import { secured, wholeZone } from './dnssec/signing.ts';
import type { Resolution } from './iteration.ts';
import { plain } from './recursor.ts';
import { ednsReply, misread, type Quirks, questionReply, unknownOptions } from './server-quirks.ts';
import { chaosText, compressionLoop, fitted, refuse, reply, transferred, truncated } from './server-reply.ts';
import type { NameServerBehaviour, NameServerSpec } from './spec.ts';
import { lookUp, type Zone, type ZoneAnswer } from './zone.ts';

/** A zone on one name server, and how that server treats it. */
export interface HostedZone extends Omit<NameServerSpec, 'name' | 'address' | 'replace' | 'unsigned'> {
  zone: Zone;
}

/** Resolves for servers that do so for everyone. */
export type ResolveForeign = (name: WireName, type: number) => Promise<Resolution>;

const VERSION_NAMES: ReadonlySet<string> = new Set(['version.bind', 'version.server']);

/** What a lame server points to: the root (an upward referral). */
const UPWARD: readonly WireRecord[] = [
  { name: ROOT, type: TYPE.NS, ttl: 518_400, rdata: [toWire('a.root-servers.net.')] },
];

/** One authoritative name server on a loopback port of its own. */
export async function startNameServer(
  hosted: readonly HostedZone[],
  resolveForeign?: ResolveForeign,
): Promise<DnsListener> {
  const tcp = hosted.find(({ port }) => port?.startsWith('tcp-'))?.port;
  return listenDns(
    async (bytes, transport) => {
      if (transport === 'tcp' && tcp === 'tcp-silent') return 'silence';
      const query = readQuery(bytes);
      return query ? answerQuery(hosted, query, transport, resolveForeign) : 'silence';
    },
    { tcp: tcp !== 'tcp-refused' },
  );
}

/** A query whose header holds but whose rest does not is answered FORMERR; what is no query is not answered. */
function readQuery(bytes: Buffer): Message | null {
  if (bytes.length < 12 || (bytes.readUInt16BE(2) & FLAG.QR) !== 0) return null;
  try {
    return decodeMessage(bytes);
  } catch {
    return {
      id: bytes.readUInt16BE(0),
      flags: bytes.readUInt16BE(2),
      question: null,
      answers: [],
      authorities: [],
      additionals: [],
      edns: null,
    };
  }
}

async function answerQuery(
  hosted: readonly HostedZone[],
  received: Message,
  transport: Transport,
  resolveForeign: ResolveForeign | undefined,
): Promise<Reply> {
  const { question } = received;
  if (!question) return refuse(received, RCODE.FORMERR);
  if ((received.flags & 0x7800) !== 0) return refuse(received, RCODE.NOTIMP);
  const home = question.class === CLASS_IN ? zoneFor(hosted, question) : null;
  const behaviour = home ? behaviourTowards(home, question) : 'answer';
  if (behaviour === 'silent') return 'silence';
  const quirks: Quirks = new Set((home ? [home] : hosted).flatMap((each) => each.quirks ?? []));
  const told = ednsReply(received, quirks);
  if (told !== null) return told;
  const query = misread(received, quirks);
  if (!home) return answerForeign(hosted, query, transport, quirks, resolveForeign);
  if (question.type === TYPE.AXFR) return transfer(home, query, question, transport);
  const odd = questionReply(query, question, home.zone, quirks);
  return odd ?? answerAs(behaviour, home, query, transport, quirks);
}

async function answerAs(
  behaviour: NameServerBehaviour,
  home: HostedZone,
  query: Message,
  transport: Transport,
  quirks: Quirks,
): Promise<Reply> {
  const answer = () => {
    const flags = home.recursion === 'open' ? FLAG.RA : 0;
    const bytes = fitted(query, found(home, query), transport, { flags, oversized: quirks.has('oversized') });
    return quirks.has('edns-option-echoed') ? withOptionsOf(query, bytes) : bytes;
  };
  if (typeof behaviour === 'object') {
    await sleep(behaviour.slowMs, undefined, { ref: false });
    return answer();
  }
  switch (behaviour) {
    case 'answer':
      return answer();
    case 'silent':
      return 'silence';
    case 'refuse':
      return refuse(query, RCODE.REFUSED);
    case 'servfail':
      return refuse(query, RCODE.SERVFAIL);
    case 'notimp':
      return refuse(query, RCODE.NOTIMP);
    case 'nxdomain':
      return encodeMessage({ ...reply(query, RCODE.NXDOMAIN | FLAG.AA), authorities: [home.zone.soa] });
    case 'lame':
      return refuse(query, RCODE.NOERROR, UPWARD);
    case 'not-authoritative':
      return fitted(query, { ...found(home, query), authoritative: false }, transport);
    case 'truncate':
      return transport === 'udp' ? truncated(query) : answer();
    case 'truncate-no-tcp':
      return transport === 'udp' ? truncated(query) : 'reset';
    case 'compression-loop':
      return compressionLoop(query);
  }
}

function found({ zone }: HostedZone, { question, edns }: Message): ZoneAnswer {
  const answer = lookUp(zone, question?.name ?? ROOT, question?.type ?? TYPE.A);
  return edns?.dnssecOk ? secured(zone, answer) : answer;
}

function transfer(home: HostedZone, query: Message, { name }: Question, transport: Transport): Reply {
  if (home.transfer === 'silent') return 'silence';
  const allowed = home.transfer === 'allowed' && transport === 'tcp' && lower(name) === home.zone.origin;
  return allowed ? transferred(query, wholeZone(home.zone)) : refuse(query, RCODE.REFUSED);
}

/** A question about none of the server's zones. */
async function answerForeign(
  hosted: readonly HostedZone[],
  query: Message,
  transport: Transport,
  quirks: Quirks,
  resolveForeign: ResolveForeign | undefined,
): Promise<Reply> {
  const { question } = query;
  if (question?.class === CLASS_CHAOS) return answerChaos(hosted, query, question);
  if (question?.class !== CLASS_IN) return refuse(query, RCODE.REFUSED);
  const recursion = hosted.find((each) => each.recursion !== undefined)?.recursion;
  if (recursion === 'silent') return 'silence';
  if (quirks.has('upward-referral')) return refuse(query, RCODE.NOERROR, UPWARD);
  const open = recursion === 'open' && (query.flags & FLAG.RD) !== 0;
  if (!open || !resolveForeign) return refuse(query, RCODE.REFUSED);
  const whole = await resolveForeign(question.name, question.type);
  const resolution = query.edns?.dnssecOk ? whole : plain(whole, question.type);
  const answer = { ...resolution, additionals: [], authoritative: false, absences: [], cut: null };
  return fitted(query, answer, transport, { flags: FLAG.RA });
}

function answerChaos(hosted: readonly HostedZone[], query: Message, { name, type }: Question): Reply {
  const version = hosted.find((each) => each.version !== undefined)?.version;
  const asked = type === TYPE.TXT && VERSION_NAMES.has(toText(lower(name)));
  if (version === undefined || !asked) return refuse(query, RCODE.REFUSED);
  return version === null ? 'silence' : chaosText(query, version);
}

function behaviourTowards({ behaviour, byName = {} }: HostedZone, question: Question): NameServerBehaviour {
  const name = toText(lower(question.name));
  return byName[`${name} ${typeText(question.type)}`] ?? byName[name] ?? behaviour ?? 'answer';
}

/** Of the zones that the name lies in, the deepest; DS is asked of the zone above when that is here too. */
function zoneFor(hosted: readonly HostedZone[], { name, type }: Question): HostedZone | null {
  const key = lower(name);
  const above = type === TYPE.DS && key !== ROOT ? closestZone(hosted, parentOf(key)) : null;
  return above ?? closestZone(hosted, key);
}

function closestZone(hosted: readonly HostedZone[], name: WireName): HostedZone | null {
  let closest: HostedZone | null = null;
  for (const candidate of hosted) {
    const { origin } = candidate.zone;
    if (!isAtOrBelow(name, origin)) continue;
    if (!closest || origin.length > closest.zone.origin.length) closest = candidate;
  }
  return closest;
}

function withOptionsOf(query: Message, bytes: Buffer): Buffer {
  const message = decodeMessage(bytes);
  const options = unknownOptions(query);
  return encodeMessage({ ...message, edns: message.edns && { ...message.edns, options } });
}
