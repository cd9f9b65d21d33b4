import { setTimeout as sleep } from 'node:timers/promises';
import { type DnsListener, listenDns, type Reply, type Transport } from './dns-listener.ts';
import { ROOT, toWire } from './dns-name.ts';
import {
  CLASS_IN,
  decodeMessage,
  encodeMessage,
  FLAG,
  isAtOrBelow,
  lower,
  type Message,
  type Question,
  RCODE,
  TYPE,
  toText,
  typeText,
  type WireName,
  type WireRecord,
} from './dns-wire.ts';
import type { NameServerBehaviour } from './spec.ts';
import { lookUp, type Zone, type ZoneAnswer } from './zone.ts';

/** A zone on one name server, and how that server treats it. */
export interface HostedZone {
  zone: Zone;
  behaviour?: NameServerBehaviour;
  /** Lower-case names without the last dot, alone or with a type: `acme.test TXT`. */
  byName?: Readonly<Record<string, NameServerBehaviour>>;
}

const PLAIN_UDP_SIZE = 512;
const OWN_UDP_SIZE = 4096;
const AXFR = 252;
const NOTHING = { answers: [], authorities: [], additionals: [] } as const;

/** What a lame server points to: the root (an upward referral). */
const UPWARD: readonly WireRecord[] = [
  { name: ROOT, type: TYPE.NS, ttl: 518_400, rdata: [toWire('a.root-servers.net.')] },
];

/** One authoritative name server on a loopback port of its own. */
export async function startNameServer(hosted: readonly HostedZone[]): Promise<DnsListener> {
  return listenDns((bytes, transport) => {
    const query = readQuery(bytes);
    return query ? answerQuery(hosted, query, transport) : 'silence';
  });
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
      ...NOTHING,
      edns: null,
    };
  }
}

async function answerQuery(
  hosted: readonly HostedZone[],
  query: Message,
  transport: Transport,
): Promise<Reply> {
  const { question } = query;
  if (!question) return refuse(query, RCODE.FORMERR);
  if ((query.flags & 0x7800) !== 0) return refuse(query, RCODE.NOTIMP);
  const home = closestZone(hosted, lower(question.name));
  if (!home || question.class !== CLASS_IN || question.type === AXFR) return refuse(query, RCODE.REFUSED);
  const behaviour = behaviourTowards(home, question);
  const found = () => lookUp(home.zone, question.name, question.type);

  if (typeof behaviour === 'object') {
    await sleep(behaviour.slowMs, undefined, { ref: false });
    return fitted(query, found(), transport);
  }
  switch (behaviour) {
    case 'answer':
      return fitted(query, found(), transport);
    case 'silent':
      return 'silence';
    case 'refuse':
      return refuse(query, RCODE.REFUSED);
    case 'servfail':
      return refuse(query, RCODE.SERVFAIL);
    case 'lame':
      return refuse(query, RCODE.NOERROR, UPWARD);
    case 'truncate':
      return transport === 'udp' ? truncated(query) : fitted(query, found(), transport);
    case 'truncate-no-tcp':
      return transport === 'udp' ? truncated(query) : 'reset';
    case 'compression-loop':
      return compressionLoop(query);
  }
}

function behaviourTowards({ behaviour, byName = {} }: HostedZone, question: Question): NameServerBehaviour {
  const name = toText(lower(question.name));
  return byName[`${name} ${typeText(question.type)}`] ?? byName[name] ?? behaviour ?? 'answer';
}

/** Of the zones that the name lies in, the deepest. */
function closestZone(hosted: readonly HostedZone[], name: WireName): HostedZone | null {
  let closest: HostedZone | null = null;
  for (const candidate of hosted) {
    const { origin } = candidate.zone;
    if (!isAtOrBelow(name, origin)) continue;
    if (!closest || origin.length > closest.zone.origin.length) closest = candidate;
  }
  return closest;
}

function reply(query: Message, flags: number): Message {
  return {
    id: query.id,
    flags: FLAG.QR | (query.flags & (0x7800 | FLAG.RD)) | flags,
    question: query.question,
    ...NOTHING,
    edns: query.edns && { udpSize: OWN_UDP_SIZE, dnssecOk: query.edns.dnssecOk },
  };
}

function refuse(query: Message, rcode: number, authorities: readonly WireRecord[] = []): Buffer {
  return encodeMessage({ ...reply(query, rcode), authorities });
}

function truncated(query: Message, flags = 0): Buffer {
  return encodeMessage(reply(query, flags | FLAG.TC));
}

/** What does not fit is left out, and TC says so (RFC 2181 section 9): additional records may go without it. */
function fitted(query: Message, found: ZoneAnswer, transport: Transport): Buffer {
  const { answers, authorities, additionals } = found;
  const flags = found.rcode | (found.authoritative ? FLAG.AA : 0);
  const whole = { ...reply(query, flags), answers, authorities, additionals };
  const limit = transport === 'tcp' ? 0xffff : udpLimit(query);
  const bytes = encodeMessage(whole);
  if (bytes.length <= limit) return bytes;
  if (found.authoritative) {
    const lean = encodeMessage({ ...whole, additionals: [] });
    if (lean.length <= limit) return lean;
  }
  return truncated(query, flags);
}

function udpLimit(query: Message): number {
  const asked = query.edns?.udpSize ?? PLAIN_UDP_SIZE;
  return Math.min(Math.max(asked, PLAIN_UDP_SIZE), OWN_UDP_SIZE);
}

/** An answer whose owner is a pointer to itself, and whose rdata points at that. */
function compressionLoop(query: Message): Buffer {
  const head = encodeMessage({ ...reply(query, FLAG.AA), edns: null });
  head.writeUInt16BE(1, 6);
  const at = head.length;
  const record = Buffer.alloc(14);
  record.writeUInt16BE(0xc000 | at, 0);
  record.writeUInt16BE(query.question?.type ?? TYPE.A, 2);
  record.writeUInt16BE(CLASS_IN, 4);
  record.writeUInt32BE(300, 6);
  record.writeUInt16BE(2, 10);
  record.writeUInt16BE(0xc000 | (at + 12), 12);
  return Buffer.concat([head, record]);
}
