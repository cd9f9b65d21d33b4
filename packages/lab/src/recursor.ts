import { type DnsListener, listenDns, type Transport } from './dns-listener.ts';
import {
  decodeMessage,
  encodeMessage,
  FLAG,
  type Message,
  RCODE,
  TYPE,
  type WireName,
  type WireRecord,
} from './dns-wire.ts';
import { createIteration, type Resolution, type RootServer } from './iteration.ts';
import type { LabNetwork } from './spec.ts';
import { openUpstream } from './upstream.ts';

const PLAIN_UDP_SIZE = 512;
const OWN_UDP_SIZE = 4096;

export interface Recursor extends DnsListener {
  resolve(name: WireName, type: number): Promise<Resolution>;
}

/**
 * A recursive resolver on a loopback port, which starts from the given root servers. It hands out signatures and proofs
 * to those who ask for them, and validates nothing.
 */
export async function startRecursor(
  roots: readonly RootServer[],
  routes: LabNetwork['routes'],
): Promise<Recursor> {
  const upstream = await openUpstream();
  const resolve = createIteration(upstream, roots, routes);
  const listener = await listenDns(async (bytes, transport) => {
    const query = readQuery(bytes);
    if (!query) return 'silence';
    if (!query.question) return encodeMessage(reply(query, RCODE.FORMERR));
    const { type } = query.question;
    const resolution = await resolve(query.question.name, type);
    return fitted(query, query.edns?.dnssecOk ? resolution : plain(resolution, type), transport);
  });
  return {
    ...listener,
    resolve,
    async close() {
      await Promise.all([upstream.close(), listener.close()]);
    },
  };
}

function readQuery(bytes: Buffer): Message | null {
  try {
    const message = decodeMessage(bytes);
    return (message.flags & FLAG.QR) === 0 ? message : null;
  } catch {
    return null;
  }
}

function reply(query: Message, flags: number): Message {
  return {
    id: query.id,
    flags: FLAG.QR | FLAG.RA | (query.flags & (FLAG.RD | FLAG.CD)) | flags,
    question: query.question,
    answers: [],
    authorities: [],
    additionals: [],
    edns: query.edns && { udpSize: OWN_UDP_SIZE, dnssecOk: query.edns.dnssecOk },
  };
}

const SIGNING_TYPES: ReadonlySet<number> = new Set([TYPE.RRSIG, TYPE.NSEC, TYPE.NSEC3]);

/** Without what DNSSEC adds (RFC 4035 section 3.2.1), unless it was asked for by its type. */
export function plain({ rcode, answers, authorities }: Resolution, asked: number): Resolution {
  const keep = ({ type }: WireRecord) => type === asked || !SIGNING_TYPES.has(type);
  return { rcode, answers: answers.filter(keep), authorities: authorities.filter(keep) };
}

function fitted(query: Message, { rcode, answers, authorities }: Resolution, transport: Transport): Buffer {
  const bytes = encodeMessage({ ...reply(query, rcode), answers, authorities });
  const asked = Math.max(query.edns?.udpSize ?? PLAIN_UDP_SIZE, PLAIN_UDP_SIZE);
  const limit = transport === 'tcp' ? 0xffff : Math.min(asked, OWN_UDP_SIZE);
  return bytes.length <= limit ? bytes : encodeMessage(reply(query, rcode | FLAG.TC));
}
