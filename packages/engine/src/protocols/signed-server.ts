import { unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import type { NameServer, ServerExchange } from '../net.ts';
import type { DnsAnswer, DnskeyRecord, DnsRecords, DnsType, RrsigRecord } from './dns-answer.ts';
import { dnsAnswerSchema } from './dns-answer-schema.ts';

const SOA = 6;

export const signatureSchema = z.object({
  /** Type of the records that it covers. */
  type: z.string(),
  algorithm: z.int(),
  keyTag: z.int(),
  /** Seconds since 1970. */
  inception: z.int(),
  expiration: z.int(),
});
export type ObservedSignature = z.infer<typeof signatureSchema>;

export const signedServerSchema = z.object({
  name: z.string(),
  address: z.string(),
  DNSKEY: dnsAnswerSchema('DNSKEY'),
  /** Over the SOA record. Unknown: the server did not say. */
  signatures: z.union([z.array(signatureSchema), unknownSchema]),
});
export type SignedServer = z.infer<typeof signedServerSchema>;

export function signaturesOf(signatures: readonly RrsigRecord[], type: string): ObservedSignature[] {
  return signatures.map(({ algorithm, keyTag, inception, expiration }) => ({
    type,
    algorithm,
    keyTag,
    inception,
    expiration,
  }));
}

/** What one server says of the keys of a zone, and of the signatures over its SOA record, asked with DO=1. */
export function readSignedServer(
  server: NameServer,
  zone: string,
  asked: { DNSKEY: ServerExchange; SOA: ServerExchange },
): SignedServer {
  const signatures = answerOf(asked.SOA, recordsAt<'RRSIG', RrsigRecord>(asked.SOA, zone, 'RRSIG'));
  return {
    ...server,
    DNSKEY: answerOf(asked.DNSKEY, recordsAt<'DNSKEY', DnskeyRecord>(asked.DNSKEY, zone, 'DNSKEY')),
    signatures:
      signatures.state === 'unknown'
        ? signatures
        : signaturesOf(
            (signatures.state === 'present' ? signatures.records : []).filter(
              ({ typeCovered }) => typeCovered === SOA,
            ),
            'SOA',
          ),
  };
}

function recordsAt<T extends DnsType, R extends DnsRecords[T]>(
  exchange: ServerExchange,
  zone: string,
  type: T,
): R[] {
  if (exchange.state !== 'answered') return [];
  const here = exchange.answers.filter((record) => record.owner === zone && record.type === type);
  return here.flatMap(({ value }) => (value === null ? [] : [value as R]));
}

function answerOf<T>(exchange: ServerExchange, records: readonly T[]): DnsAnswer<T> {
  if (exchange.state === 'absent') return { state: 'unknown', reason: 'unreachable' };
  if (exchange.state === 'unknown') return { state: 'unknown', reason: 'timeout' };
  if (exchange.truncated) return { state: 'unknown', reason: 'truncated' };
  // A server that is not the zone's own says nothing of its keys.
  if (exchange.rcode !== 'NOERROR' || !exchange.authoritative) return { state: 'unknown', reason: 'refused' };
  return records.length > 0 ? { state: 'present', records } : { state: 'absent', reason: 'nodata' };
}
