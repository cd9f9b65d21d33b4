import { type Unknown, unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import type { ExchangedRecord, ServerExchange } from '../net.ts';
import type { DnsRecords, DnsType } from './dns-answer.ts';
import { soaSchema } from './dns-answer-schema.ts';

/** More name servers, or texts, than any honest answer has. */
const MAX_RECORDS = 50;
const MAX_TEXT = 200;

/** An EDNS option that nobody knows, of the range for local and experimental use (RFC 6891 section 9). */
export const UNKNOWN_OPTION = 65_432;
/** The smallest that may be asked for (RFC 6891 section 6.2.3): an answer of some size must be cut. */
export const SMALL_PAYLOAD = 512;

const text = z.string();

/** What one server said to one question, as far as it is worth keeping. */
export const serverReplySchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('answered'),
    /** The extended RCODE. */
    rcode: text,
    /** The AA bit: the server says that the zone is its own. */
    authoritative: z.boolean(),
    truncated: z.boolean(),
    recursionAvailable: z.boolean(),
    /** The question came back in the very case in which it was asked. */
    sameCase: z.boolean(),
    /** The OPT record of the response; null without one. */
    edns: z
      .object({
        version: z.int(),
        udpPayload: z.int(),
        dnssecOk: z.boolean(),
        options: z.array(z.int()).readonly(),
      })
      .nullable(),
    /** Records of the asked name in the answer section. */
    SOA: soaSchema.nullable(),
    NS: z.array(text),
    TXT: z.array(text),
    /** Owners of the NS records in the authority section: the root's is empty. */
    refersTo: z.array(text),
    /** Of the message. */
    bytes: z.int(),
  }),
  /** The port refuses. */
  z.object({ state: z.literal('absent'), reason: z.literal('connection-refused') }),
  unknownSchema,
]);
export type ServerReply = z.infer<typeof serverReplySchema>;
export type Answered = Extract<ServerReply, { state: 'answered' }>;
export type Serving = Answered & { authoritative: true; rcode: 'NOERROR' };

/** @param name that was asked for */
export function replyOf(exchange: ServerExchange, name: string): ServerReply {
  if (exchange.state !== 'answered') return exchange;
  const { rcode, authoritative, truncated, recursionAvailable, sameCase, edns, answers, bytes } = exchange;
  const owners = exchange.authority.filter(({ type }) => type === 'NS').map(({ owner }) => bare(owner));
  return {
    state: 'answered',
    rcode,
    authoritative,
    truncated,
    recursionAvailable,
    sameCase,
    edns,
    SOA: values(answers, name, 'SOA')[0] ?? null,
    NS: values(answers, name, 'NS').sort(),
    TXT: values(answers, name, 'TXT').map((each) => each.slice(0, MAX_TEXT)),
    refersTo: [...new Set(owners)].slice(0, MAX_RECORDS),
    bytes,
  };
}

export function isAnswered(reply: ServerReply | null): reply is Answered {
  return reply?.state === 'answered';
}

/** The server has the zone, and says so. */
export function servesZone(reply: ServerReply | null): reply is Serving {
  return isAnswered(reply) && reply.authoritative && reply.rcode === 'NOERROR';
}

export function isSilent(reply: ServerReply | null): reply is Unknown {
  return reply?.state === 'unknown';
}

function values<T extends DnsType>(
  records: readonly ExchangedRecord[],
  name: string,
  type: T,
): DnsRecords[T][] {
  return records
    .filter((record) => record.type === type && record.value !== null && bare(record.owner) === name)
    .slice(0, MAX_RECORDS)
    .map(({ value }) => value as DnsRecords[T]);
}

function bare(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
